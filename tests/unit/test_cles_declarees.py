"""Une clé du catalogue se déclare une fois : forme, fiche, page, recherche et export la suivent."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

import pytest

from kit.domain.declaring import keyed
from kit.domain.locations import DATA
from kit.knowledge.catalogue import CatalogueError, Entry, list_lines, list_texts, load_catalogue
from kit.knowledge.catalogue.deriving import list_keys
from kit.knowledge.catalogue.families import Family, build_entry
from kit.knowledge.catalogue.records import parse_record
from kit.knowledge.catalogue.values import Cited
from kit.products.open_data.columns import list_columns

ROOT = Path(__file__).parents[2]


class Mood(StrEnum):
    CALM = "calme"
    LIVELY = "vive"


class Pace(StrEnum):
    SLOW = "lente"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meal(Entry):
    """Une fiche d'essai : une clé de chaque sorte."""

    mood: Mood = field(metadata=keyed("humeur", "Humeur"))
    moods: tuple[Mood | Pace, ...] = field(default=(), metadata=keyed("humeurs", "Humeurs"))
    size: Literal["petit", "grand"] = field(metadata=keyed("taille", "Taille", line=""))
    guests: int | None = field(default=None, metadata=keyed("convives", "Convives", about="En personnes."))
    day: dt.date = field(metadata=keyed("jour", "Jour"))
    is_outside: bool = field(metadata=keyed("dehors", "Dehors"))
    menu: str = field(metadata=keyed("menu", "Menu", told="Au menu : {entry.menu}"))
    proofs: tuple[str, ...] = field(metadata=keyed("preuves", "Preuves", cites=Cited.PROOF))


MEALS = Family(name="repas", kind=Meal)
TEXT = """
famille: repas
titre: Les repas
presentation: Pour l'essai.
fiches:
  - cle: REPAS-1
    titre: Le banquet
    enonce: On mange ensemble.
    source: actes-2020
    page: "3"
    fiabilite: S
    verifie_le: 2026-11-27
    humeur: vive
    humeurs: [calme, lente]
    taille: grand
    convives: 12
    jour: 2026-07-14
    dehors: true
    menu: Une soupe de potirons
    preuves: [SUR01]
"""


def read_meal(text: str = TEXT) -> Meal:
    record = parse_record(text, MEALS.shape, file="repas.yaml")["fiches"][0]
    entry = build_entry(record, MEALS, load_catalogue().sources)
    assert isinstance(entry, Meal)
    return entry


def test_un_choix_declare_par_son_type_est_une_enumeration_dans_la_fiche() -> None:
    """La valeur lue est un membre de l'énumération, jamais un texte ; un ``Literal`` reste un texte."""
    meal = read_meal()
    assert meal.mood is Mood.LIVELY
    assert [type(mood) for mood in meal.moods] == [Mood, Pace]
    assert meal.size == "grand"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("humeur: vive", "humeur: triste", "calme, vive"),
        ("humeurs: [calme", "humeurs: [triste", "« triste » ne convient pas"),
        ("taille: grand", "taille: moyen", "petit, grand"),
        ("convives: 12", "convives: douze", "un nombre entier"),
        ("jour: 2026-07-14", "jour: hier", "une date AAAA-MM-JJ"),
        ("dehors: true", "dehors: souvent", "true ou false"),
        ("    menu: Une soupe de potirons\n", "", "menu"),
    ],
)
def test_ce_que_le_type_n_admet_pas_est_refuse(before: str, after: str, expected: str) -> None:
    """Les choix admis sont ceux du type, sans seconde liste ; ce qui n'a pas de défaut est exigé."""
    assert before in TEXT
    with pytest.raises(CatalogueError) as caught:
        read_meal(TEXT.replace(before, after))
    assert [problem for problem in caught.value.problems if expected in problem.message + problem.remedy]


def test_les_rubriques_de_la_page_suivent_la_declaration() -> None:
    """Nom, ordre et texte de chaque rubrique ; celle qui n'en veut pas n'en a pas."""
    assert list_lines(read_meal(), load_catalogue().get_title) == (
        ("Humeur", "vive"),
        ("Humeurs", "calme et lente"),
        ("Convives", "12"),
        ("Jour", "14\u00a0juillet 2026"),
        ("Dehors", "oui"),
        ("Menu", "Au menu : Une soupe de potirons"),
        ("Preuves", load_catalogue().get_title("SUR01")),
    )


def test_une_cle_facultative_absente_n_a_pas_de_rubrique() -> None:
    """Rien n'est écrit pour ce que la fiche ne dit pas."""
    meal = read_meal(TEXT.replace("    convives: 12\n", "").replace("    humeurs: [calme, lente]\n", ""))
    labels = [label for label, _ in list_lines(meal, load_catalogue().get_title)]
    assert labels == ["Humeur", "Jour", "Dehors", "Menu", "Preuves"]
    assert (meal.guests, meal.moods) == (None, ())


def test_la_recherche_lit_les_textes_libres_d_une_cle_nouvelle() -> None:
    """Ni les clés citées, ni les choix, ni les nombres."""
    assert list_texts(read_meal()) == ("Une soupe de potirons",)


def test_les_colonnes_de_l_export_suivent_la_declaration() -> None:
    """Nom, titre, sens, type et valeur, après les colonnes communes."""
    columns = list_columns(Meal)[len(list_columns(Entry)) :]
    meal = read_meal()
    listed = "Valeurs séparées par « | »."
    assert [(one.name, one.title, one.description, one.kind, one.read(meal)) for one in columns] == [
        ("humeur", "Humeur", "Humeur.", "string", "vive"),
        ("humeurs", "Humeurs", listed, "string", "calme | lente"),
        ("taille", "Taille", "Taille.", "string", "grand"),
        ("convives", "Convives", "En personnes.", "integer", 12),
        ("jour", "Jour", "Jour.", "date", dt.date(2026, 7, 14)),
        ("dehors", "Dehors", "Dehors.", "boolean", True),
        ("menu", "Menu", "Menu.", "string", "Une soupe de potirons"),
        ("preuves", "Preuves", listed, "string", "SUR01"),
    ]


def list_values(value: object) -> Iterator[tuple[str, tuple[type[StrEnum], ...], object]]:
    """Tous les champs à choix d'une valeur, et de celles qu'elle porte, avec ce qu'ils valent."""
    for one in list_keys(type(value)):
        found = getattr(value, one.field)
        for item in (found or ()) if one.hint.is_many else (found,):
            if one.is_value and item is not None:
                yield from list_values(item)
            elif one.hint.enums:
                yield f"{type(value).__name__}.{one.field}", one.hint.enums, item


def test_chaque_choix_livre_est_un_membre_de_son_enumeration() -> None:
    """Fiches, faits, arguments, grilles et formations : aucun choix n'arrive en simple texte."""
    whole = load_catalogue()
    values = (
        *whole.entries,
        *whole.facts.values(),
        *whole.arguments,
        *whole.grids.values(),
        *whole.courses.values(),
    )
    found = [item for value in values for item in list_values(value)]
    assert {
        "CaseStudy.kind",
        "Facets.audiences",
        "Source.reliability",
        "Argument.audience",
        "Objective.traces",
    } <= {name for name, _, _ in found}
    assert [name for name, enums, item in found if not isinstance(item, enums)] == []


ADDED = '    mood: Mood = field(metadata=keyed("humeur", "Humeur du groupe"))\n'
MOOD = 'class Mood(StrEnum):\n    CALM = "calme"\n\n\n'
ASKED = """
from pathlib import Path
from kit.knowledge.catalogue import CaseStudy, list_lines, load_catalogue
from kit.products.open_data.exporting import build_package
whole = load_catalogue()
case = whole.list_typed(CaseStudy)[0]
print(type(case.mood).__name__)
print(dict(list_lines(case, whole.get_title))["Humeur du groupe"])
print(build_package(whole)["cas.csv"].decode().splitlines()[0].split(";")[-1])
"""


def test_ajouter_une_cle_ne_touche_que_le_champ_et_les_donnees(tmp_path: Path) -> None:
    """Dans une copie du kit : un champ de plus et sa valeur dans le fichier ; la page et l'export suivent."""
    shutil.copytree(ROOT / "kit", tmp_path / "kit", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    entries = tmp_path / "kit" / "knowledge" / "catalogue" / "entries.py"
    text = entries.read_text(encoding="utf-8").replace("class Wide(StrEnum)", f"{MOOD}class Wide(StrEnum)")
    end = text.index("@dataclass", text.index("class CaseStudy(Entry)")) - 2
    entries.write_text(f"{text[:end]}{ADDED}{text[end:]}", encoding="utf-8")
    data = tmp_path / "kit" / DATA.name / "cas.yaml"
    lines = data.read_text(encoding="utf-8").replace("  - cle: ", "  - humeur: calme\n    cle: ")
    data.write_text(lines, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[:3] == ["Mood", "calme", "humeur"]
