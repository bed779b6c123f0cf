"""Le suivi : ce qui a changé d'une version du plan à la suivante, et d'une évaluation à l'autre.

Rien n'est noté : chaque changement est dit pour ce qu'il est, avec ses deux valeurs.
"""
