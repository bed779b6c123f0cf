"""Le fichier d'import de Territoires en Transitions."""
