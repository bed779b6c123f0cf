"""Le dossier d'une alliance : ses trois documents, ses classeurs, ses modèles vierges."""
