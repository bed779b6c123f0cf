"""Les aides : ce qu'est une aide, le catalogue livré, et l'export d'Aides-territoires que l'on donne."""
