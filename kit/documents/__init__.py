"""Les documents : ce que chacun contient, décrit une fois, avant toute écriture."""
