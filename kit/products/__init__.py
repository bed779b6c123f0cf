"""Ce que le kit fabrique : un dossier par produit, et ce que tous partagent (options, sorties, écriture)."""
