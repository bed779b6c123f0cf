"""Ce que les gens écrivent dans une case : nombres, dates, choix ; chaque écriture se lit ici seulement."""
