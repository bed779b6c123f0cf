"""Ce que le livre donne à emporter : documents, ateliers, moteur de la page, livre entier."""
