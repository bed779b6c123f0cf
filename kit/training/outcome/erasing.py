"""Les données personnelles d'une session : les lister, les effacer, et dire ce qui reste.

Une personne effacée garde sa place vide : son repère ne servira jamais à une autre.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.values import Place, Problem
from kit.products.saving import save_files
from kit.reading.fields import Field, Form, Layout
from kit.reading.tables import read_content
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.tables.titles import cell_at, find_header
from kit.reading.tables.workbook_rows import read_workbook
from kit.training.layout import (
    MANIFEST,
    OUTCOME,
    PERSONAL,
    REGISTER,
    TRAINEES,
    TRAINER,
    Manifest,
    find_mark,
    read_register,
    write_manifest,
    write_register,
)
from kit.training.outcome.gathering import gather_works, load_manifest
from kit.training.outcome.name_search import search_names
from kit.training.outcome.tables import Line, build_table

_GROUPED: Final = ("emargement", "suivi", "reponses-libres")
_DIRECTORY: Final = "qui-est-qui"
_DIRECTORY_FORM: Final = Form(
    key="directory",
    name=_DIRECTORY,
    title="Qui est qui",
    intro="",
    layout=Layout.TABLE,
    fields=(Field(key="mark", name="repere", label="Repère", help=""),),
    is_open=True,
)
REMAINS: Final = (
    "le bilan déjà fait, sans nom, et le dossier du formateur",
    "session.json : les repères et les territoires, sans nom",
    "hors de ce dossier : la liste d’origine, les copies, les sauvegardes, les feuilles signées",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Des données personnelles : ce qu'elles sont, de qui, et les fichiers qui les portent."""

    what: str
    mark: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Ce qui a été effacé, ce qui a été récrit, et les fichiers où un nom effacé se lit encore."""

    erased: tuple[Path, ...]
    rewritten: tuple[Path, ...]
    problems: tuple[Problem, ...]


def list_personal_data(root: Path, *, today: dt.date) -> tuple[Holding, ...]:
    """Les fichiers qui portent des données personnelles, d'abord ceux de tous, puis ceux de chacun.

    :raises InputError: si le dossier n'est pas celui d'une session.
    """
    gathered = gather_works(root, today=today)
    personal = [path for path in _list_files(root / PERSONAL) if not _find_owner(path)]
    holdings = [
        Holding(what="noms, suivi et réponses libres", mark="", files=tuple(personal)),
        *(
            Holding(what="pièces à son nom et travaux", mark=seat.mark, files=files)
            for seat in gathered.manifest.seats
            if (files := tuple(_list_owned(root, gathered.manifest, seat.mark, gathered.owned)))
        ),
    ]
    known = {path for one in holdings for path in one.files}
    loose = [path for path in _list_loose(root) if path not in known]
    holdings.append(Holding(what="fichiers dont on ne sait pas à qui ils sont", mark="", files=tuple(loose)))
    return tuple(one for one in holdings if one.files)


def _list_files(folder: Path) -> list[Path]:
    """Les fichiers du dossier et de ses sous-dossiers ; un dossier qui est un lien n'est pas suivi."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def _find_owner(path: Path) -> str:
    return find_mark(path.name)


def _list_owned(
    root: Path, manifest: Manifest, mark: str, owned: dict[str, tuple[Path, ...]]
) -> Iterator[Path]:
    """Les fichiers d'une personne : son dossier, ses pièces nominatives, ses travaux rangés ailleurs."""
    seat = manifest.get_seat(mark)
    own = _list_files(root / seat.folder) if seat else []
    named = [path for path in _list_files(root / PERSONAL) if _find_owner(path) == mark]
    yield from dict.fromkeys((*own, *named, *owned.get(mark, ())))


def _list_loose(root: Path) -> Iterator[Path]:
    """Ce que le kit n'a pas écrit hors des dossiers des stagiaires, ou que personne ne réclame."""
    for path in _list_files(root):
        top = path.relative_to(root).parts[0]
        if top not in (TRAINER, OUTCOME, PERSONAL, MANIFEST):
            yield path


def erase_all(root: Path, *, names_only: bool = False) -> Erasure:
    """Efface ``personnel/`` et les dossiers des stagiaires, ou ``personnel/`` seulement.

    Les travaux rangés ailleurs sont effacés aussi, s'ils disent à qui ils sont.

    :raises InputError: si le dossier n'est pas celui d'une session.
    """
    manifest = load_manifest(root)
    names = [one.name for one in read_register(root)]
    gone = _list_files(root / PERSONAL)
    if not names_only:
        gathered = gather_works(root, today=dt.date.today())
        gone += [path for files in gathered.owned.values() for path in files]
        gone += [work.path for work in gathered.unsigned]
        gone += _list_files(root / TRAINEES)
    erased = _unlink(gone)
    _remove_folder(root / PERSONAL)
    rewritten: tuple[Path, ...] = ()
    if not names_only:
        _remove_folder(root / TRAINEES)
        seats = tuple(replace(seat, erased=True) for seat in manifest.seats)
        kept = _drop_pieces(replace(manifest, seats=seats), root)
        rewritten = save_files({root / MANIFEST: write_manifest(kept)})
    return Erasure(erased=erased, rewritten=rewritten, problems=tuple(_find_names(root, names)))


def erase_trainee(root: Path, mark: str) -> Erasure:
    """Efface une personne : son nom, ses pièces, ses travaux où qu'ils soient, et ce qui nomme le groupe.

    « qui-est-qui » est récrit sans elle ; l'émargement, le suivi et les réponses libres, qui mêlent tout le
    monde, sont effacés : ``kit formation preparer`` et ``kit formation bilan`` les refont.

    :raises InputError: si le dossier n'est pas celui d'une session, ou si le repère n'en est pas.
    """
    manifest = load_manifest(root)
    seat = manifest.get_seat(mark)
    if seat is None:
        hint = suggest(mark, [one.mark for one in manifest.seats])
        raise InputError([build_problem("stagiaire-inconnu", Place(), found=mark, suggestion=hint)])
    register = read_register(root)
    names = [one.name for one in register if one.mark == mark]
    gathered = gather_works(root, today=dt.date.today())
    grouped = [path for path in _list_files(root / PERSONAL) if path.stem in _GROUPED]
    erased = _unlink([*_list_owned(root, manifest, mark, gathered.owned), *grouped])
    _remove_folder(root / seat.folder)
    contents = dict(_rewrite_directories(root, mark))
    if register:
        contents[root / REGISTER] = write_register([one for one in register if one.mark != mark])
    kept = _drop_pieces(manifest.with_seats([replace(seat, erased=True)]), root)
    contents[root / MANIFEST] = write_manifest(kept)
    rewritten = save_files(contents)
    return Erasure(erased=erased, rewritten=rewritten, problems=tuple(_find_names(root, names)))


def _drop_pieces(manifest: Manifest, root: Path) -> Manifest:
    """Le manifeste sans les pièces effacées, pour que la préparation puisse les refaire."""
    pieces = {name: digest for name, digest in manifest.pieces.items() if (root / name).exists()}
    return replace(manifest, pieces=pieces)


def _unlink(paths: Iterable[Path]) -> tuple[Path, ...]:
    erased = []
    for path in dict.fromkeys(paths):
        path.unlink(missing_ok=True)
        erased.append(path)
    return tuple(erased)


def _remove_folder(folder: Path) -> None:
    """Le dossier et ses sous-dossiers, fichiers de passage compris ; un lien est retiré, jamais suivi."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.is_dir():
        shutil.rmtree(folder)


def _rewrite_directories(root: Path, mark: str) -> Iterator[tuple[Path, bytes]]:
    from kit.documents.workbook import Workbook
    from kit.writers.sheet import WRITERS

    for path in _list_files(root / PERSONAL):
        if path.stem != _DIRECTORY or path.suffix not in WRITERS:
            continue
        where = Place(file=path.name)
        directory = read_workbook(read_content(path, where), where)[0]
        heads, kept = _list_others(directory, mark)
        intro = "Données personnelles : à garder sous clé, à effacer après la session."
        sheet = build_table("Qui est qui", heads, kept, intro=intro)
        workbook = Workbook(title="Qui est qui", subject="Jouer collectif en territoire", sheets=(sheet,))
        yield path, WRITERS[path.suffix](workbook)


def _list_others(directory: RawSheet, mark: str) -> tuple[list[str], list[Line]]:
    """Les titres et les lignes des autres ; rien, ni aucun nom, si les titres ne se trouvent plus."""
    header = find_header(_DIRECTORY_FORM, directory)
    if header is None:
        return [], []
    (column,) = header.columns
    kept: list[Line] = [
        tuple(write_plain(cell) or None for cell in row)
        for row in directory.rows[header.line + 1 :]
        if row and write_plain(cell_at(row, column)) != mark
    ]
    return [write_plain(cell) for cell in directory.rows[header.line]], kept


def _find_names(root: Path, names: Sequence[str]) -> Iterator[Problem]:
    """Les fichiers restés où un nom effacé se lit encore, et ceux que l'on n'a pas su lire en entier."""
    wanted = [name for name in names if name]
    for path in _list_files(root) if wanted else ():
        relative = path.relative_to(root).as_posix()
        if path.is_symlink():
            yield build_problem("nom-non-cherche", Place(file=relative))
            continue
        found = search_names(path, relative, wanted)
        if found.has_name:
            yield build_problem("nom-encore-la", Place(file=relative))
        elif not found.is_read:
            yield build_problem("nom-non-cherche", Place(file=relative))
