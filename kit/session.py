"""Les cas d'usage : vérifier, produire, préparer un dossier vierge, convertir.

Rien n'est écrit tant qu'un problème bloque ; chaque fichier est écrit à côté de son nom final puis
renommé : un arrêt au milieu laisse l'ancien fichier ou le nouveau, jamais un fichier déchiré.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.catalogue import load_grid
from kit.checks import check_dossier
from kit.documents.action_plan import is_long_plan
from kit.documents.context import Context, remove_personal
from kit.documents.document import DocumentKind
from kit.documents.kinds import build_document
from kit.dossier import Reading, parse_dossier, resolve_names
from kit.errors import KitError, UsageError, build_problem
from kit.model import Dossier, Place, Problem
from kit.tables import RawDossier, read_tables
from kit.typography import slugify

if TYPE_CHECKING:
    from kit.documents.blank import DossierValues
    from kit.documents.document import Document

TEXT_FORMATS: Final = ("docx", "odt", "pdf", "html")
SHEET_FORMATS: Final = ("xlsx", "ods")
FORMATS: Final[Mapping[DocumentKind, tuple[str, ...]]] = {
    DocumentKind.ARGUMENT_SHEET: TEXT_FORMATS,
    DocumentKind.ACTION_PLAN: (*TEXT_FORMATS, *SHEET_FORMATS, "ics"),
    DocumentKind.EVALUATION_GRID: (*TEXT_FORMATS, *SHEET_FORMATS),
}
ALL_FORMATS: Final = (*TEXT_FORMATS, *SHEET_FORMATS, "ics")
# Les exemples se jugent à la date où ils ont été écrits, pour que leurs documents ne changent pas seuls.
EXAMPLE_DAY: Final = dt.date(2026, 11, 23)
DOSSIER_FORMATS: Final = ("ods", "xlsx", "yaml")
# Un plan trop long pour être imprimé en entier est toujours accompagné de son classeur.
ANNEX_FORMAT: Final = "ods"

OnStep = Callable[[str], None]


class WriteError(KitError):
    """Un fichier ne peut pas être écrit (droits, disque plein, fichier ouvert ailleurs)."""

    exit_status = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Ce qu'il faut produire et comment ; par défaut, tout, à la date du jour."""

    kinds: tuple[DocumentKind, ...] = tuple(FORMATS)
    formats: tuple[str, ...] = ALL_FORMATS
    overrides: Path | None = None
    public: bool = False
    today: dt.date = field(default_factory=dt.date.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """Ce qui a été écrit, et ce qui mérite attention."""

    dossier: Dossier
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def check_file(source: Path, *, today: dt.date | None = None) -> Reading:
    """Le dossier lu et tous ses problèmes, de lecture et de cohérence.

    :raises InputError: si rien ne peut être lu.
    """
    return check_rows(read_tables(source), today=today)


def check_rows(raw: RawDossier, *, today: dt.date | None = None) -> Reading:
    """Le dossier de lignes déjà lues et tous ses problèmes, de lecture et de cohérence."""
    grid = load_grid()
    reading = parse_dossier(raw, grid)
    found = check_dossier(reading.draft, grid, today or dt.date.today())
    named = (replace(problem, where=replace(problem.where, file=raw.file)) for problem in found)
    return replace(reading, problems=(*reading.problems, *named))


def build_documents(reading: Reading, options: Options) -> tuple[Document, ...]:
    """Les documents demandés, pas encore écrits.

    :raises InputError: si un problème bloque.
    """
    context = build_context(reading, options)
    return tuple(build_document(kind, context) for kind in options.kinds)


def build_context(reading: Reading, options: Options) -> Context:
    """Le contexte des documents, privé des données personnelles pour un export public."""
    dossier = remove_personal(reading.dossier) if options.public else reading.dossier
    return Context(
        dossier=dossier,
        grid=load_grid(),
        today=options.today,
        problems=tuple(problem for problem in reading.problems if not problem.blocking),
        public=options.public,
        overrides=options.overrides,
    )


def produce(
    source: Path, destination: Path, *, options: Options | None = None, on_step: OnStep | None = None
) -> Production:
    """Les documents du dossier, écrits dans ``destination/<nom du dossier>/``.

    :raises InputError: si un problème bloque ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    options = options or Options()
    step = on_step or (lambda _: None)
    step("Lecture et contrôle du dossier")
    reading = check_file(source, today=options.today)
    context = build_context(reading, options)
    documents = tuple(build_document(kind, context) for kind in options.kinds)
    unprintable = check_characters(documents, options)
    contents = dict(_write_contents(documents, context, options, step))
    folder = destination / slugify(source.stem if source.is_file() else source.name)
    step("Écriture des fichiers")
    files = save_files({folder / name: content for name, content in contents.items()})
    return Production(dossier=context.dossier, files=files, problems=(*context.problems, *unprintable))


def check_characters(documents: Iterable[Document], options: Options) -> tuple[Problem, ...]:
    """Les caractères que nos polices ne dessinent pas : signalés, jamais perdus en silence."""
    if "pdf" not in options.formats:
        return ()
    from kit.writers.pandoc import load_look
    from kit.writers.pdf import list_unprintable

    text = "".join(
        part
        for document in documents
        for part in (document.title, document.markdown, *(chart.svg for chart in document.charts))
    )
    found = list_unprintable(text, fonts=load_look(options.overrides).fonts)
    return tuple(build_problem("caractere-absent", Place(), found=char) for char in found)


def _write_contents(
    documents: tuple[Document, ...], context: Context, options: Options, step: OnStep
) -> Iterator[tuple[str, bytes]]:
    from kit.writers.pandoc import load_look, write_documents

    text_formats = tuple(name for name in TEXT_FORMATS if name in options.formats)
    if text_formats:
        step("Mise en page des textes")
        written = write_documents(
            documents,
            text_formats,
            look=load_look(options.overrides),
            dated=context.dossier.alliance.dated or options.today,
        )
        for (kind, name), content in written.items():
            yield f"{kind.value}.{name}", content
    step("Classeurs et calendrier")
    for kind in options.kinds:
        yield from _write_working_files(kind, context, options)


def _write_working_files(
    kind: DocumentKind, context: Context, options: Options
) -> Iterator[tuple[str, bytes]]:
    wanted = [name for name in FORMATS[kind] if name in options.formats and name not in TEXT_FORMATS]
    is_printed = not set(TEXT_FORMATS).isdisjoint(options.formats)
    if kind is DocumentKind.ACTION_PLAN and is_printed and is_long_plan(context.dossier):
        wanted = list(dict.fromkeys((*wanted, ANNEX_FORMAT)))
    for name in wanted:
        yield f"{kind.value}.{name}", write_working_file(kind, name, context)


def write_working_file(kind: DocumentKind, name: str, context: Context) -> bytes:
    """Le classeur (ods, xlsx) ou le calendrier (ics) d'un document ; voir :data:`FORMATS`."""
    from kit.documents.workbooks import build_workbook
    from kit.writers.calendar import write_calendar
    from kit.writers.sheet import WRITERS

    if name == "ics":
        alliance = context.dossier.alliance
        stamp = alliance.dated or context.today
        return write_calendar(context.dossier.actions, name=alliance.name, stamp=stamp)
    return WRITERS[f".{name}"](build_workbook(kind, context))


def write_blank(
    query: str, destination: Path, *, formats: tuple[str, ...] = ("ods", "xlsx"), replace_files: bool = False
) -> tuple[Path, ...]:
    """Un dossier vierge par format, pré-rempli de ce que l'on sait du territoire.

    :raises InputError: si le territoire est inconnu ou désigne plusieurs territoires.
    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    """
    from kit.documents.prefill import build_blank_values

    territory = resolve_names(query)
    base = destination / slugify(territory.name)
    values = build_blank_values(territory, query=query, today=dt.date.today())
    return _save_dossier(values, base, formats, replace_files=replace_files)


def convert(
    source: Path, destination: Path, *, formats: tuple[str, ...], replace_files: bool = False
) -> tuple[Path, ...]:
    """Le même dossier, réécrit dans d'autres formats, rien de perdu.

    :raises InputError: si un problème bloque.
    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    """
    from kit.documents.blank import dossier_values

    dossier = check_file(source).dossier
    base = destination / slugify(source.stem if source.is_file() else source.name)
    return _save_dossier(dossier_values(dossier), base, formats, replace_files=replace_files)


def _save_dossier(
    values: DossierValues,
    base: Path,
    formats: tuple[str, ...],
    *,
    replace_files: bool,
) -> tuple[Path, ...]:
    contents: dict[Path, bytes] = {}
    for name in formats:
        path = base.with_suffix(f".{name}")
        if path.exists() and not replace_files:
            raise UsageError(f"« {path} » existe déjà. Ajoutez --remplacer pour l’écraser")
        contents[path] = write_dossier(values, name)
    return save_files(contents)


def write_dossier(values: DossierValues, name: str) -> bytes:
    """Le dossier à remplir ou rempli, dans l'un des :data:`DOSSIER_FORMATS`."""
    from kit.documents.blank import build_dossier_workbook, build_dossier_yaml
    from kit.writers.sheet import WRITERS

    if name == "yaml":
        return build_dossier_yaml(values, grid=load_grid()).encode()
    return WRITERS[f".{name}"](build_dossier_workbook(values, grid=load_grid()))


def find_example_folder() -> Path:
    """Le dossier des exemples livrés : dans le paquet s'il y est, sinon à la racine du dépôt."""
    packaged = Path(__file__).parent / "_exemples"
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "exemples"


def copy_examples(destination: Path, *, replace_files: bool = False) -> tuple[Path, ...]:
    """Les dossiers d'exemple, copiés en classeurs .ods, et la session de formation d'exemple.

    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    """
    folder = find_example_folder()
    sources = sorted((*folder.glob("*.ods"), *(folder / "formation").glob("*.*")))
    contents = {destination / source.relative_to(folder): source.read_bytes() for source in sources}
    taken = [path for path in contents if path.exists()]
    if taken and not replace_files:
        raise UsageError(f"« {taken[0]} » existe déjà. Ajoutez --remplacer pour l’écraser")
    return save_files(contents)


def save_files(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Les fichiers écrits, chacun d'un seul coup.

    :raises WriteError: au premier fichier que le système refuse, avec sa raison.
    """
    for path, content in contents.items():
        try:
            _save(path, content)
        except OSError as error:
            reason = error.strerror or str(error)
            raise WriteError(
                f"« {path} » ne peut pas être écrit ({reason}). Fermez-le s’il est ouvert, "
                "vérifiez la place et les droits, puis recommencez"
            ) from error
    return tuple(contents)


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
