"""Ce que le système répond, en français : ses propres phrases sont en anglais ou dépendent du poste."""

from __future__ import annotations

import errno
from typing import Final

_SAID: Final = {
    "ENOENT": "il n’existe pas",
    "EACCES": "vous n’en avez pas le droit",
    "EPERM": "le système l’interdit",
    "EISDIR": "c’est un dossier, non un fichier",
    "ENOTDIR": "un fichier se trouve à la place d’un dossier",
    "ENOSPC": "le disque est plein",
    "EDQUOT": "votre quota de disque est atteint",
    "EROFS": "le disque est en lecture seule",
    "EBUSY": "il est occupé par un autre programme",
    "ETXTBSY": "il est occupé par un autre programme",
    "EMFILE": "trop de fichiers sont ouverts",
    "ENFILE": "trop de fichiers sont ouverts",
    "ENAMETOOLONG": "son nom est trop long",
    "ELOOP": "des liens tournent en rond",
    "EIO": "le disque ou le réseau ne répond pas",
    "ETIMEDOUT": "le disque ou le réseau ne répond pas",
    "EINVAL": "son nom contient un signe que le système refuse",
    "EEXIST": "il existe déjà",
    "EXDEV": "il faudrait changer de disque",
}
# Tous les systèmes n'ont pas tous ces codes.
_REASONS: Final = {getattr(errno, name): said for name, said in _SAID.items() if hasattr(errno, name)}
_BUSY: Final = _SAID["EBUSY"]
_LOCKED: Final = 32


def explain_os_error(error: OSError) -> str:
    """La raison d'un refus du système, sans majuscule ni point.

    >>> explain_os_error(PermissionError(13, "Permission denied"))
    'vous n’en avez pas le droit'
    """
    # Windows : le fichier est ouvert dans un autre programme.
    if getattr(error, "winerror", None) == _LOCKED:
        return _BUSY
    return _REASONS.get(error.errno or 0, "le système le refuse")
