"""De quoi commencer : un ``session.yaml`` commenté et une liste de stagiaires vierge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kit.documents.palette import load_palette
from kit.documents.readme_sheet import build_readme
from kit.documents.table_sheet import Column, TableSheet
from kit.documents.workbook import (
    CellStyle,
    CellValue,
    ChoiceList,
    Sheet,
    Workbook,
    build_range,
)
from kit.domain.errors import UsageError, suggest
from kit.domain.typography import join_list, typeset
from kit.knowledge.catalogue import list_courses, load_course
from kit.knowledge.catalogue.courses import Course
from kit.products.dossier.blank_yaml import build_form_yaml
from kit.products.dossier.readme import build_field_rows
from kit.products.options import resolve_overrides
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
_WIDTHS: Final = (36.0, 32.0, 36.0, 36.0)
_FIRST: Final = 4


def build_session_yaml(course: Course | None = None, values: Mapping[str, CellValue] | None = None) -> str:
    """Le ``session.yaml`` à remplir ; la formation et la liste y sont déjà nommées."""
    known: dict[str, CellValue] = {"roster": f"{ROSTER_STEM}.ods"}
    if course:
        known["course"] = course.key
    return build_form_yaml(SESSION, known | dict(values or {}), intro=_INTRO)


def build_roster_workbook(
    rows: Sequence[Mapping[str, CellValue]] = (), *, overrides: Path | None = None
) -> Workbook:
    """La liste à remplir, vierge ou renseignée : mode d'emploi, puis une ligne par personne."""
    readme = build_readme(
        "stagiaires", overrides=overrides, fields=build_field_rows((ROSTER,)), protected=True
    )
    return Workbook(
        title=typeset("Liste des stagiaires"),
        subject="Jouer collectif en territoire",
        sheets=(readme, _build_table(rows)),
    )


def _build_table(records: Sequence[Mapping[str, CellValue]]) -> Sheet:
    count = min(MAX_TRAINEES, max(ROSTER.blank_lines, len(records) + 10))
    filled = [*records, *[{}] * (count - len(records))]
    columns = (
        Column(field.label, width, CellStyle.INPUT_TEXT)
        for field, width in zip(ROSTER.fields, _WIDTHS, strict=True)
    )
    return TableSheet(
        title=ROSTER.title,
        intro=ROSTER.intro,
        columns=tuple(columns),
        lines=[tuple(record.get(field.key) for field in ROSTER.fields) for record in filled[:count]],
        choice_lists=tuple(_list_helps(_FIRST + count - 1)),
        protected=True,
    ).build()


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
    course: str,
    destination: Path,
    *,
    formats: tuple[str, ...] = (ANNEX_FORMAT,),
    replace_files: bool = False,
    overrides: Path | None = None,
) -> tuple[Path, ...]:
    """Une session à décrire et une liste à remplir, écrites dans ``destination``.

    :raises UsageError: si la fiche n'existe pas, ou si un fichier est déjà là.
    """
    from kit.writers.sheet import WRITERS

    chosen = find_course(course)
    values = {"roster": f"{ROSTER_STEM}.{formats[0]}"}
    contents = {destination / SESSION_FILE: build_session_yaml(chosen, values).encode()}
    models = resolve_overrides(overrides)
    workbook, palette = build_roster_workbook(overrides=models), load_palette(models)
    contents |= {
        destination / f"{ROSTER_STEM}.{name}": WRITERS[f".{name}"](workbook, palette) for name in formats
    }
    return save_new(contents, replace_files=replace_files)
