"""Les écrits d'alliance : charte, convention, contrat de réciprocité, projet de territoire."""
