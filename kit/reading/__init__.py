"""Lire ce que les gens remplissent : champs, formulaires, tableaux, dossier, et son contrôle."""
