"""L'argumentaire d'un public : une page ou deux, et un diaporama."""
