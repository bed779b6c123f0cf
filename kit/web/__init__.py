"""L'atelier dans la page : le kit, appelé par nom depuis un navigateur ; voir :mod:`kit.web.api`."""
