"""Le socle : les valeurs du domaine, les phrases d'erreur, la typographie, où sont les fichiers livrés."""
