"""La porte des carnets : ouvrir un dossier, le regarder, produire ses documents ; tout se montre seul.

Et :func:`run_notebook`, qui exécute un carnet sur un dossier avec papermill.
"""

from __future__ import annotations

import datetime as dt
import html
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kit.documents.document import DocumentKind
from kit.documents.kinds import build_document
from kit.dossier import Reading
from kit.errors import KitError, UsageError, format_problem, suggest
from kit.model import Problem
from kit.session import FORMATS, Options, build_context, check_file, produce
from kit.typography import count_noun, format_number, typeset

if TYPE_CHECKING:
    from kit.documents.progress_report import Progress
    from kit.gathering import Gathering


@dataclass(frozen=True, slots=True)
class HtmlView:
    """Un morceau de page qui se montre seul dans un carnet."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDossier:
    """Un dossier ouvert dans un carnet. ``today`` est la date à laquelle on le juge."""

    path: Path
    reading: Reading
    today: dt.date

    @property
    def problems(self) -> HtmlView:
        """Les problèmes relevés, en tableau."""
        return build_problem_view(self.reading.problems)

    def show(self, kind: str) -> HtmlView:
        """Le document demandé, en page.

        :raises UsageError: si le nom du document n'est pas connu.
        :raises InputError: si un problème du dossier bloque.
        """
        from kit.writers.fragment import write_fragment

        document = build_document(_read_kind(kind), build_context(self.reading, self._options()))
        return HtmlView(write_fragment(document), document.title)

    def produce(
        self, folder: str | Path, *, documents: Sequence[str] = (), formats: Sequence[str] = ()
    ) -> HtmlView:
        """Écrit les documents et montre la liste des fichiers.

        :raises InputError: si un problème du dossier bloque ; rien n'est alors écrit.
        """
        production = produce(self.path, Path(folder), options=self._options(documents, formats))
        return build_file_view(production.files, Path.cwd())

    def _options(self, documents: Iterable[str] = (), formats: Iterable[str] = ()) -> Options:
        known = {name for names in FORMATS.values() for name in names}
        return Options(
            kinds=tuple(_read_kind(kind) for kind in documents) or tuple(FORMATS),
            formats=tuple(formats) or tuple(sorted(known)),
            today=self.today,
        )

    def _repr_html_(self) -> str:
        return _build_summary(self.reading)

    def __repr__(self) -> str:
        return f"Dossier « {self.reading.draft.alliance.name} »"


def open_dossier(path: str | Path, *, today: dt.date | None = None) -> OpenDossier:
    """Le dossier de ce chemin, prêt à être regardé.

    :raises InputError: si rien ne peut être lu.
    """
    day = today or dt.date.today()
    return OpenDossier(path=Path(path), reading=check_file(Path(path), today=day), today=day)


def build_problem_view(problems: Sequence[Problem]) -> HtmlView:
    """Les problèmes en tableau : bloquants d'abord."""
    if not problems:
        return HtmlView("<p>Aucun problème relevé.</p>", "Aucun problème relevé.")
    ranked = sorted(problems, key=lambda problem: not problem.blocking)
    rows = [
        ("À corriger" if problem.blocking else "À regarder", format_problem(problem)) for problem in ranked
    ]
    return HtmlView(
        _build_table("Ce que la lecture a relevé", ("Suite à donner", "Constat"), rows), rows[0][1]
    )


def build_file_view(files: Sequence[Path], base: Path) -> HtmlView:
    """La liste des fichiers écrits, avec leur taille et un lien relatif."""
    items = []
    for path in files:
        size = format_number(max(1, round(path.stat().st_size / 1024)))
        link = html.escape(os.path.relpath(path, base).replace(os.sep, "/"))
        items.append(f'<li><a href="{link}">{html.escape(path.name)}</a> ({size} Ko)</li>')
    title = typeset(f"{count_noun(len(files), 'fichier')} :")
    return HtmlView(f"<p>{title}</p><ul>{''.join(items)}</ul>", "\n".join(str(path) for path in files))


def _build_summary(reading: Reading) -> str:
    draft = reading.draft
    rows = (
        ("Alliance", draft.alliance.name),
        ("Territoire", draft.territory.name),
        ("Cause commune", draft.alliance.purpose),
        ("Partenaires", str(len(draft.partners))),
        ("Actions", str(len(draft.actions))),
        ("Critères renseignés", str(sum(answer.level is not None for answer in draft.answers))),
    )
    return _build_table("Le dossier", ("Rubrique", "Contenu"), rows)


def _build_table(caption: str, headings: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(typeset(title))}</th>' for title in headings)
    body = "".join(
        f'<tr><th scope="row">{html.escape(typeset(first))}</th><td>{html.escape(typeset(second))}</td></tr>'
        for first, second in rows
    )
    title = html.escape(typeset(caption))
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _read_kind(name: str) -> DocumentKind:
    names = [kind.value for kind in FORMATS]
    if name not in names:
        raise UsageError(f"le document « {name} » n’existe pas{suggest(name, names)} ({', '.join(names)})")
    return DocumentKind(name)


def run_notebook(source: Path, target: Path, parameters: Mapping[str, object]) -> Path:
    """Le carnet exécuté avec ces paramètres, écrit dans ``target``.

    Les valeurs doivent tenir en ASCII (un chemin, un identifiant) : papermill les garde dans le
    carnet, et aucune donnée personnelle ne doit s'y trouver.

    :raises UsageError: si un paramètre est inconnu du carnet ou n'est pas en ASCII.
    :raises KitError: si papermill n'est pas installé.
    """
    try:
        import papermill
    except ImportError:
        hint = 'installez l’extra : pip install "jouer-collectif[carnets]"'
        raise KitError(f"papermill n’est pas installé ; {hint}") from None
    known = list(papermill.inspect_notebook(str(source)))
    for name, value in parameters.items():
        if name not in known:
            raise UsageError(f"le carnet n’a pas de paramètre « {name} »{suggest(name, known)}")
        if not re.fullmatch(r"[\x20-\x7e]*", str(value)) or "{" in str(value):
            raise UsageError(
                f"le paramètre « {name} » doit tenir en caractères simples, sans accent ni accolade"
            )
    target.parent.mkdir(parents=True, exist_ok=True)
    papermill.execute_notebook(
        str(source), str(target), parameters=dict(parameters), cwd=str(source.parent), progress_bar=False
    )
    return target


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProgress:
    """Deux versions d'un dossier, comparées dans un carnet le jour ``today``."""

    before: Path
    after: Path
    today: dt.date
    progress: Progress

    @property
    def decisions(self) -> HtmlView:
        """Ce que le plan demande de décider, en tableau."""
        rows = [
            (item.kind.value.capitalize(), f"{item.action.number} – {item.action.title}")
            for item in self.progress.changes.list_decisions()
        ]
        if not rows:
            return HtmlView("<p>Aucune décision n’est attendue.</p>", "Aucune décision n’est attendue.")
        return HtmlView(_build_table("Décisions attendues", ("Décision", "Action"), rows), rows[0][1])

    def show(self) -> HtmlView:
        """Le bilan, en page."""
        from kit.documents.progress_report import build_progress_report
        from kit.writers.fragment import write_fragment

        document = build_progress_report(self.progress)
        return HtmlView(write_fragment(document), document.title)

    def produce(self, folder: str | Path) -> HtmlView:
        """Écrit le bilan, son diaporama et son annexe, et montre la liste des fichiers."""
        from kit.progress import FORMATS as REPORT_FORMATS
        from kit.progress import follow_plan

        options = Options(today=self.today, formats=REPORT_FORMATS)
        followed = follow_plan(self.before, self.after, Path(folder), options=options)
        return build_file_view(followed.files, Path.cwd())

    def _repr_html_(self) -> str:
        changes = self.progress.changes
        rows = (
            ("Actions au plan", str(len(changes.actions))),
            ("Réalisées depuis", str(len(changes.done_since))),
            ("Statuts changés", str(len(changes.moved))),
            ("Échéances glissées", str(len(changes.slipped))),
            ("Bloquées", str(len(changes.blocked))),
            ("Nouvelles, retirées", f"{len(changes.added)}, {len(changes.removed)}"),
        )
        return _build_table("Ce qui a changé", ("Rubrique", "Nombre"), rows)

    def __repr__(self) -> str:
        return f"Suivi de {self.before.name} à {self.after.name}"


def open_progress(before: str | Path, after: str | Path, *, today: dt.date | None = None) -> OpenProgress:
    """Deux versions d'un dossier, comparées ; jugées à la date de la seconde si aucune n'est donnée.

    :raises InputError: si l'un des dossiers a un problème qui bloque.
    :raises UsageError: si les dossiers sont de deux alliances.
    """
    from kit.progress import compare_files

    day = today or check_file(Path(after)).dossier.alliance.dated or dt.date.today()
    progress = compare_files(Path(before), Path(after), options=Options(today=day))
    return OpenProgress(before=Path(before), after=Path(after), today=day, progress=progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGrids:
    """Des grilles remplies à plusieurs, réunies dans un carnet."""

    gathering: Gathering

    @property
    def problems(self) -> HtmlView:
        """Les problèmes relevés, en tableau."""
        return build_problem_view(self.gathering.problems)

    def show(self) -> HtmlView:
        """Le document de la réunion, en page."""
        from kit.documents.merged_grids import build_merged_grids
        from kit.writers.fragment import write_fragment

        document = build_merged_grids(self.gathering.context)
        return HtmlView(write_fragment(document), document.title)

    def produce(self, folder: str | Path) -> HtmlView:
        """Écrit le document et le classeur, et montre la liste des fichiers."""
        from kit.gathering import write_gathering

        return build_file_view(write_gathering(self.gathering, Path(folder)), Path.cwd())

    def _repr_html_(self) -> str:
        merged = self.gathering.merged
        topics = [f"{result.criterion.key}. {result.criterion.label}" for result in merged.agenda]
        rows = [
            ("Grille", merged.grid.title),
            ("Grilles comptées", str(len(merged.grids))),
            *((label.capitalize(), str(count)) for label, count in merged.colleges),
            *((f"Sujet {rank}", topic) for rank, topic in enumerate(topics, start=1)),
        ]
        return _build_table("Les grilles réunies", ("Rubrique", "Contenu"), rows)

    def __repr__(self) -> str:
        merged = self.gathering.merged
        return f"{count_noun(len(merged.grids), 'grille')} « {merged.grid.title} »"


def open_grids(
    path: str | Path, *, before: str | Path | None = None, today: dt.date | None = None
) -> OpenGrids:
    """Les grilles de ce fichier ou de ce dossier de fichiers, réunies ; ``before`` : celles d'avant.

    :raises InputError: si aucune grille ne peut être comptée.
    """
    from kit.gathering import GatherOptions, gather

    options = GatherOptions(before=(Path(before),) if before else (), today=today or dt.date.today())
    return OpenGrids(gathering=gather([Path(path)], options))
