"""Ce qu'un produit écrit : des textes, leurs classeurs, dans les formats demandés, d'un seul coup.

Une sortie dit ce qu'elle est ; ce module sait seul qui écrit chaque format, ce qui est signalé, et où tout
se pose.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from kit.documents.document import Document
from kit.documents.palette import load_palette
from kit.documents.workbook import Workbook
from kit.domain.errors import KitError, build_problem
from kit.domain.values import NOWHERE, Place, Problem
from kit.products.options import OnStep, Options, resolve_overrides
from kit.products.records import OwnFolder, save_beside
from kit.products.saving import refuse_existing, save_files
from kit.writers.formats import PANDOC_FORMATS, PRINT_FORMAT, SHEET_FORMATS, TEXT_FORMATS

Maker = Callable[[Path | None], bytes]
"""De quoi faire un fichier, appelé seulement s'il est demandé, avec le dossier de modèles de la personne."""

Locate = Callable[[str], Place]
"""Où la personne a écrit ce texte."""


def nowhere(_text: str) -> Place:
    """Aucun endroit : le texte ne vient pas d'un dossier."""
    return NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """D'où viennent des sorties : leur jour, sinon celui des options ; où la personne a écrit un texte."""

    dated: dt.date | None = None
    locate: Locate = nowhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Ce qui s'écrit sous ``name`` : un texte, d'autres fichiers, ou les deux.

    ``texts`` : les formats où le texte peut s'écrire. ``makers`` : de quoi faire chaque autre format.
    ``annex`` : le format écrit dès qu'un texte l'est, même sans être demandé. ``told`` : ce qu'il faut dire
    à qui est au clavier.
    """

    name: str
    document: Document | None = None
    texts: tuple[str, ...] = TEXT_FORMATS
    makers: Mapping[str, Maker] = field(default_factory=dict)
    annex: str = ""
    told: tuple[Problem, ...] = ()

    def list_texts(self, formats: Sequence[str]) -> tuple[str, ...]:
        """Les formats de texte à écrire, parmi ceux que l'on demande."""
        return tuple(name for name in self.texts if name in formats) if self.document else ()

    def list_files(self, formats: Sequence[str]) -> tuple[str, ...]:
        """Les autres formats à écrire, l'annexe comprise."""
        wanted = [name for name in self.makers if name in formats]
        annex = [self.annex] if self.annex and self.list_texts(formats) else []
        return tuple(dict.fromkeys((*wanted, *annex)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Ce qui a été écrit, et ce qui mérite attention."""

    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


class Viewable(ABC):
    """Ce qu'un carnet montre tel que son document l'imprime."""

    __slots__ = ()

    @abstractmethod
    def build_document(self) -> Document:
        """Le document, pas encore écrit."""

    def _repr_html_(self) -> str:
        from kit.writers.fragment import write_fragment

        return write_fragment(self.build_document())


def make_sheets(build: Callable[[Path | None], Workbook]) -> Mapping[str, Maker]:
    """De quoi faire un classeur dans chaque format de tableur ; il n'est bâti qu'une fois.

    ``build`` reçoit le dossier de modèles de la personne : les phrases de « Lisez-moi » en viennent.
    """
    build_once = cache(build)

    def make(name: str, overrides: Path | None) -> bytes:
        from kit.writers.sheet import WRITERS

        return WRITERS[f".{name}"](build_once(overrides), load_palette(overrides))

    return {name: partial(make, name) for name in SHEET_FORMATS}


def save_outputs(
    outputs: Sequence[Output],
    folder: Path | OwnFolder,
    *,
    options: Options,
    origin: Origin | None = None,
    on_step: OnStep | None = None,
) -> Saved:
    """Les sorties, dans ceux des formats demandés qui leur vont, écrites dans ``folder``.

    Un format qui ne peut pas être fait est dit, et les autres suivent. Un fichier que quelqu'un a corrigé,
    ou qui n'est pas du kit, est gardé : le nouveau est à côté, et c'est dit.

    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    step = on_step or (lambda _: None)
    origin = origin or Origin()
    unprintable = _check_outputs(outputs, options, origin.locate)
    failures = _Failures()
    contents = dict(_write(outputs, options, origin.dated or options.today, step, failures))
    step("Écriture des fichiers")
    files, kept = save_beside(folder, contents)
    failures.raise_ours()
    told = tuple(dict.fromkeys(problem for one in outputs for problem in one.told))
    return Saved(files=files, problems=(*failures.told, *kept, *unprintable, *told))


def make_files(
    outputs: Sequence[Output], formats: Sequence[str], overrides: Path | None = None
) -> dict[str, bytes]:
    """Les fichiers à remplir, par nom, pas encore écrits."""
    return {f"{one.name}.{name}": one.makers[name](overrides) for one in outputs for name in formats}


def save_blanks(
    outputs: Sequence[Output],
    folder: Path,
    *,
    formats: Sequence[str],
    replace_files: bool,
    overrides: Path | None = None,
) -> tuple[Path, ...]:
    """Des fichiers à remplir, dans ces formats ; ce que la personne a déjà rempli n'est jamais écrasé.

    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux, ou si le dossier de
        modèles n'existe pas.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    refuse_existing(
        [folder / f"{one.name}.{name}" for one in outputs for name in formats], replace_files=replace_files
    )
    made = make_files(outputs, formats, resolve_overrides(overrides))
    return save_files({folder / name: content for name, content in made.items()})


@dataclass(slots=True)
class _Failures:
    """Les fichiers manqués : ceux qui se disent à la personne, et nos propres fautes."""

    told: list[Problem] = field(default_factory=list)
    ours: list[Exception] = field(default_factory=list)

    def tell(self, group: Sequence[Output], rank: int, name: str, error: KitError) -> None:
        """Note le fichier manqué, avec la raison."""
        where = Place(file=f"{group[rank].name}.{name}")
        self.told.append(build_problem("format-manque", where, reason=error))

    def raise_ours(self) -> None:
        """Une faute de programme garde sa trace, une fois le reste écrit."""
        if self.ours:
            raise self.ours[0]


def _write(
    outputs: Sequence[Output], options: Options, dated: dt.date, step: OnStep, failures: _Failures
) -> Iterator[tuple[str, bytes]]:
    """Chaque fichier, par son nom ; celui qui ne peut pas être fait est noté, et les autres suivent."""
    if any(one.list_texts(options.formats) for one in outputs):
        step("Mise en page des textes")
        yield from _write_texts(outputs, options, dated, failures)
    step("Classeurs et calendrier")
    for one in outputs:
        for name in one.list_files(options.formats):
            try:
                content = one.makers[name](options.overrides)
            except KitError:
                raise
            except Exception as error:  # noqa: BLE001 — relevée par raise_ours, une fois le reste écrit
                failures.ours.append(error)
            else:
                yield f"{one.name}.{name}", content


def _write_texts(
    outputs: Sequence[Output], options: Options, dated: dt.date, failures: _Failures
) -> Iterator[tuple[str, bytes]]:
    """Un seul pandoc par jeu de formats ; les fichiers viennent dans l'ordre des sorties."""
    from kit.writers.pandoc import load_look, write_each

    look = load_look(options.overrides)
    written: dict[int, Mapping[str, bytes]] = {}
    ranks: dict[tuple[str, ...], list[int]] = {}
    for rank, one in enumerate(outputs):
        ranks.setdefault(one.list_texts(options.formats), []).append(rank)
    for formats, group in ranks.items():
        documents = [one.document for one in (outputs[rank] for rank in group) if one.document]
        if formats:
            fail = partial(failures.tell, [outputs[rank] for rank in group])
            made = write_each(documents, formats, look=look, dated=dated, on_failure=fail)
            written |= zip(group, made, strict=True)
    for rank in sorted(written):
        yield from ((f"{outputs[rank].name}.{name}", content) for name, content in written[rank].items())


def _check_outputs(outputs: Sequence[Output], options: Options, locate: Locate) -> tuple[Problem, ...]:
    """Un PDF est dessiné avec nos polices, en entier ; un docx ou un odt, pour ses figures seules."""
    texts = [(one.document, one.list_texts(options.formats)) for one in outputs if one.document]
    printed = [document for document, formats in texts if PRINT_FORMAT in formats]
    drawn = [document for document, formats in texts if set(PANDOC_FORMATS) & set(formats)]
    return check_characters(printed, options.overrides, drawn=drawn, locate=locate)


def check_characters(
    printed: Iterable[Document],
    overrides: Path | None = None,
    *,
    drawn: Iterable[Document] = (),
    also: str = "",
    locate: Locate = nowhere,
) -> tuple[Problem, ...]:
    """Les signes que nos polices ne dessinent pas : signalés, jamais perdus en silence.

    ``printed`` : les documents dont on fait un PDF ; ``drawn`` : ceux dont les figures seules sont dessinées.
    ``also`` : un texte imprimé d'une autre façon, à regarder avec les documents.
    """
    from kit.writers.pandoc import load_look
    from kit.writers.pdf import list_undrawn_in_drawing, list_undrawn_signs

    documents = tuple(printed)
    fonts = load_look(overrides).fonts
    text = "".join((also, *(part for one in documents for part in (one.title, one.markdown))))
    charts = "".join(chart.svg for one in (*documents, *drawn) for chart in one.charts)
    found = {*list_undrawn_signs(text, fonts=fonts), *list_undrawn_in_drawing(charts, fonts=fonts)}
    return tuple(build_problem("caractere-absent", locate(sign), found=sign) for sign in sorted(found))
