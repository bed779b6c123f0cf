"""De quoi commencer : un ``session.yaml`` commenté et une liste de stagiaires vierge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kit.documents.workbook import (
    Cell,
    CellStyle,
    CellValue,
    ChoiceList,
    Row,
    Sheet,
    Workbook,
    build_range,
)
from kit.domain.errors import UsageError, suggest
from kit.domain.typography import join_list, typeset
from kit.knowledge.catalogue import list_courses, load_course
from kit.knowledge.catalogue.courses import Course
from kit.products.dossier.blank_yaml import build_form_yaml
from kit.products.dossier.readme import HEADINGS, README_TITLE, WIDTHS, build_field_row, build_section
from kit.products.saving import save_new
from kit.training._forms import FUNCTIONS, ROSTER, SESSION
from kit.training.layout import MAX_TRAINEES
from kit.writers.formats import ANNEX_FORMAT

ROSTER_STEM: Final = "stagiaires"
SESSION_FILE: Final = "session.yaml"
_INTRO: Final = (
    "Une session de formation. Écrivez à droite des deux-points, entre guillemets si le texte contient un "
    "signe particulier ; laissez vide ce qui est facultatif. Une ligne ouverte par un dièse est une aide. "
    "Ce fichier porte le nom des formateurs : ne le publiez pas."
)
_WHY: Final = """\
La liste des stagiaires d'une session. Avec elle, le kit prépare pour chacun un dossier prérempli pour son \
territoire, sa convocation et son attestation, et la feuille d'émargement."""
_HOW: Final = """\
1. Feuille « Stagiaires » : une ligne par personne, sans ligne vide entre deux.
2. Nom : tel que l'attestation doit le porter. Deux personnes du même nom se distinguent par leur fonction.
3. Territoire : celui sur lequel la personne travaillera. Un nom porté par plusieurs territoires se précise \
par son code ou son département. Plusieurs territoires se séparent par des points-virgules.
Ne renommez pas les titres de colonnes ; leur ordre est libre. Une liste reçue dans un autre fichier se lit \
aussi, si elle a une ligne de titres."""
_PERSONAL: Final = """\
Cette liste porte des données personnelles. N'y ajoutez ni santé, ni âge, ni coordonnées : rien de cela ne \
sert aux pièces. Un besoin d'aménagement se dit au référent, pas ici. Effacez la liste quand la session est \
close."""
_WIDTHS: Final = (36.0, 32.0, 36.0, 36.0)
_FIRST: Final = 4


def build_session_yaml(course: Course | None = None, values: Mapping[str, CellValue] | None = None) -> str:
    """Le ``session.yaml`` à remplir ; la formation et la liste y sont déjà nommées."""
    known: dict[str, CellValue] = {"roster": f"{ROSTER_STEM}.ods"}
    if course:
        known["course"] = course.key
    return build_form_yaml(SESSION, known | dict(values or {}), intro=_INTRO)


def build_roster_workbook(rows: Sequence[Mapping[str, CellValue]] = ()) -> Workbook:
    """La liste à remplir, vierge ou renseignée : mode d'emploi, puis une ligne par personne."""
    return Workbook(
        title=typeset("Liste des stagiaires"),
        subject="Jouer collectif en territoire",
        sheets=(_build_readme(), _build_table(rows)),
    )


def _build_readme() -> Sheet:
    rows = [Row(cells=(Cell(value="Liste des stagiaires", style=CellStyle.TITLE),))]
    for title, text in (
        ("À quoi sert cette liste", _WHY),
        ("Comment la remplir", _HOW),
        ("Données personnelles", _PERSONAL),
        ("Tous les champs", ""),
    ):
        rows += build_section(title, text)
    rows.append(Row(cells=tuple(Cell(value=title, style=CellStyle.HEADING) for title in HEADINGS)))
    heading = len(rows)
    rows += [build_field_row(ROSTER, field) for field in ROSTER.fields]
    return Sheet(
        title=README_TITLE, widths=WIDTHS, rows=tuple(rows), header_rows=(heading, heading), protected=True
    )


def _build_table(records: Sequence[Mapping[str, CellValue]]) -> Sheet:
    count = min(MAX_TRAINEES, max(ROSTER.blank_lines, len(records) + 10))
    rows = [
        Row(cells=(Cell(value=ROSTER.title, style=CellStyle.TITLE),)),
        Row(cells=(Cell(value=typeset(ROSTER.intro), style=CellStyle.INTRO),)),
        Row(cells=tuple(Cell(value=field.label, style=CellStyle.HEADING) for field in ROSTER.fields)),
    ]
    for at in range(count):
        record = records[at] if at < len(records) else {}
        cells = tuple(
            Cell(value=record.get(field.key), style=CellStyle.INPUT_TEXT) for field in ROSTER.fields
        )
        rows.append(Row(cells=cells))
    last = _FIRST + count - 1
    return Sheet(
        title=ROSTER.title,
        widths=_WIDTHS,
        rows=tuple(rows),
        choice_lists=tuple(_list_helps(last)),
        frozen=(_FIRST - 1, 1),
        header_rows=(_FIRST - 1, _FIRST - 1),
        protected=True,
    )


def _list_helps(last: int) -> list[ChoiceList]:
    """L'aide de chaque colonne ; la fonction propose des mots, sans en imposer."""
    return [
        ChoiceList(
            cells=build_range(column, _FIRST, last),
            choices=FUNCTIONS if field.key == "function" else (),
            title=field.label,
            help=typeset(f"{field.help} Par exemple : {field.example}."),
            strict=False,
        )
        for column, field in enumerate(ROSTER.fields, start=1)
    ]


def find_course(key: str) -> Course:
    """La fiche de formation de cette clé.

    :raises UsageError: si elle n'existe pas.
    """
    known = list_courses()
    if key not in known:
        raise UsageError(f"la fiche « {key} » n’existe pas{suggest(key, known)} ({join_list(known, 'ou')})")
    return load_course(key)


def write_blank_session(
    course: str, destination: Path, *, formats: tuple[str, ...] = (ANNEX_FORMAT,), replace_files: bool = False
) -> tuple[Path, ...]:
    """Une session à décrire et une liste à remplir, écrites dans ``destination``.

    :raises UsageError: si la fiche n'existe pas, ou si un fichier est déjà là.
    """
    from kit.writers.sheet import WRITERS

    chosen = find_course(course)
    values = {"roster": f"{ROSTER_STEM}.{formats[0]}"}
    contents = {destination / SESSION_FILE: build_session_yaml(chosen, values).encode()}
    workbook = build_roster_workbook()
    contents |= {destination / f"{ROSTER_STEM}.{name}": WRITERS[f".{name}"](workbook) for name in formats}
    return save_new(contents, replace_files=replace_files)
