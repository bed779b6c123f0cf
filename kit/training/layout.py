"""La disposition du dossier d'une session : ses noms, ses repères, son manifeste et son registre.

Tout chemin vient d'ici, et aucun n'est fait du texte d'une personne : un nom de fichier est un repère
(``s07``) et le nom d'un territoire réduit en ASCII. :func:`check_inside` refuse ce qui sortirait du dossier.

``session.json`` (manifeste) ne porte aucune donnée personnelle. ``personnel/stagiaires.json`` (registre) est
seul à relier un repère à un nom ; sans lui, tout le reste se lit encore.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import slugify
from kit.domain.values import Place, Problem

MANIFEST: Final = "session.json"
TRAINER: Final = "formateur"
OUTCOME: Final = "bilan"
SOLUTIONS: Final = "formateur/solutions"
TRAINEES: Final = "stagiaires"
PERSONAL: Final = "personnel"
REGISTER: Final = "personnel/stagiaires.json"
CONVOCATIONS: Final = "personnel/convocations"
CERTIFICATES: Final = "personnel/attestations"
NOTEBOOKS: Final = "carnets"
GRIDS: Final = "grilles"
README: Final = "LISEZMOI.txt"

DOSSIER: Final = "dossier"
QUIZ_BEFORE: Final = "quiz-avant"
QUIZ_AFTER: Final = "quiz-apres"
HOT: Final = "evaluation-a-chaud"
COLD: Final = "evaluation-a-froid"
BOOKLET: Final = "livret"
# Ce que chaque stagiaire remplit, par nom de pièce : le bilan relit ces fichiers-là.
FILLED: Final = (DOSSIER, QUIZ_BEFORE, QUIZ_AFTER, HOT)

VERSION: Final = 1
MAX_TRAINEES: Final = 500
MARK: Final = re.compile(r"s\d{2,3}")
_SLUG: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """La place d'un stagiaire, sans donnée personnelle : son repère, son dossier, son territoire.

    ``ready`` : son dossier a été écrit en entier ; il ne sera plus jamais touché. ``erased`` : ce que la
    personne a rendu et son nom ont été effacés ; le repère reste, pour ne jamais servir à une autre.
    """

    mark: str
    folder: str
    territory_code: str
    territory_name: str
    ready: bool = False
    erased: bool = False

    def file(self, piece: str, suffix: str) -> str:
        """Le chemin d'une de ses pièces, depuis le dossier de la session : ``file("livret", "odt")``."""
        return f"{self.folder}/{piece}-{self.mark}.{suffix}"

    def notebook(self, name: str) -> str:
        """Le chemin d'un de ses carnets."""
        return f"{self.folder}/{NOTEBOOKS}/{name}.ipynb"

    def convocation(self, suffix: str) -> str:
        """Le chemin de sa convocation, qui porte son nom."""
        return f"{CONVOCATIONS}/convocation-{self.mark}.{suffix}"

    def certificate(self, suffix: str) -> str:
        """Le chemin de son attestation, qui porte son nom."""
        return f"{CERTIFICATES}/attestation-{self.mark}.{suffix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Ce que la session est et ce qu'elle contient ; rien n'y désigne une personne.

    ``pieces`` : les fichiers du formateur écrits par le kit, par chemin, avec leur empreinte (sha256).
    """

    course: str
    days: tuple[dt.date, ...]
    place: str
    formats: tuple[str, ...]
    seats: tuple[Seat, ...]
    pieces: Mapping[str, str]

    def get_seat(self, mark: str) -> Seat | None:
        """La place de ce repère, s'il existe."""
        return next((seat for seat in self.seats if seat.mark == mark), None)

    def with_seats(self, seats: Iterable[Seat]) -> Manifest:
        """Le même manifeste, ces places en plus ou à la place de celles de même repère."""
        merged = {seat.mark: seat for seat in self.seats} | {seat.mark: seat for seat in seats}
        return replace(self, seats=tuple(merged[mark] for mark in sorted(merged, key=rank_mark)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Une ligne du registre personnel : à qui est un repère."""

    mark: str
    name: str
    function: str
    territory_code: str
    territory_name: str


# --- Les repères et les chemins -------------------------------------------------------------


def rank_mark(mark: str) -> int:
    """Le rang d'un repère.

    >>> rank_mark("s07")
    7
    """
    return int(mark[1:])


def build_mark(rank: int) -> str:
    """Le repère de ce rang.

    >>> build_mark(7), build_mark(120)
    ('s07', 's120')
    """
    return f"s{rank:02d}"


def build_folder(mark: str, territory_name: str) -> str:
    """Le dossier d'un stagiaire : son repère d'abord, donc jamais un nom réservé par un système.

    >>> build_folder("s07", "L’Haÿ-les-Roses")
    'stagiaires/s07-l-hay-les-roses'
    """
    return f"{TRAINEES}/{mark}-{slugify(territory_name, _SLUG)}"


def find_mark(name: str) -> str:
    """Le repère que porte un nom de fichier ou de dossier ; vide s'il n'y en a pas un seul.

    >>> find_mark("quiz-avant-s07 (copie).ods"), find_mark("notes.ods")
    ('s07', '')
    """
    found = set(re.findall(rf"(?<![a-z0-9]){MARK.pattern}(?![a-z0-9])", name.lower()))
    return found.pop() if len(found) == 1 else ""


def check_inside(root: Path, paths: Iterable[Path]) -> None:
    """Refuse un chemin qui sortirait du dossier de la session, par « .. » ou par un lien.

    :raises InputError: avec chaque chemin en cause ; rien n'a encore été écrit.
    """
    base = root.resolve()
    problems = [
        build_problem("session-hors-dossier", Place(), found=str(path), folder=str(root))
        for path in paths
        if not path.parent.resolve().is_relative_to(base) or path.is_symlink()
    ]
    if problems:
        raise InputError(problems)


# --- Le manifeste et le registre ------------------------------------------------------------


def write_manifest(manifest: Manifest) -> bytes:
    """Le manifeste en JSON, lisible et reproductible."""
    values = asdict(manifest)
    values["version"] = VERSION
    values["days"] = [f"{day:%Y-%m-%d}" for day in manifest.days]
    values["pieces"] = dict(sorted(manifest.pieces.items()))
    return _write_json(values)


def read_manifest(root: Path) -> Manifest | None:
    """Le manifeste du dossier ; rien s'il n'a pas encore été préparé.

    :raises InputError: s'il est là mais illisible.
    """
    values = _read_json(root / MANIFEST)
    if values is None:
        return None
    try:
        return Manifest(
            course=str(values["course"]),
            days=tuple(dt.date.fromisoformat(day) for day in values["days"]),
            place=str(values["place"]),
            formats=tuple(str(name) for name in values["formats"]),
            seats=tuple(_check_seat(Seat(**seat)) for seat in values["seats"]),
            pieces={str(path): str(digest) for path, digest in values["pieces"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError([_build_broken(root / MANIFEST)]) from error


def _check_seat(seat: Seat) -> Seat:
    """Une place telle que le kit les écrit : un manifeste retouché ne mène pas hors du dossier."""
    if not MARK.fullmatch(seat.mark) or seat.folder != build_folder(seat.mark, seat.territory_name):
        message = f"place inattendue : {seat.mark}"
        raise ValueError(message)
    return seat


def write_register(people: Sequence[Registered]) -> bytes:
    """Le registre en JSON : le seul fichier qui relie un repère à un nom."""
    return _write_json({"version": VERSION, "stagiaires": [asdict(one) for one in people]})


def read_register(root: Path) -> tuple[Registered, ...]:
    """Le registre du dossier ; vide s'il n'y en a pas, ou s'il a été effacé.

    :raises InputError: s'il est là mais illisible.
    """
    values = _read_json(root / REGISTER)
    try:
        return tuple(Registered(**one) for one in values["stagiaires"]) if values else ()
    except (KeyError, TypeError) as error:
        raise InputError([_build_broken(root / REGISTER)]) from error


def _write_json(values: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(values, ensure_ascii=False, indent=2)}\n".encode()


def _read_json(path: Path) -> Any:  # noqa: ANN401 - la forme est contrôlée par qui appelle
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InputError([_build_broken(path)]) from error


def _build_broken(path: Path) -> Problem:
    return build_problem("session-manifeste", Place(file=path.name))
