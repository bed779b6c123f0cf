"""L'observatoire local de la vie associative : les questions, la lecture des réponses, leur compte."""
