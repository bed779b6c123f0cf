"""La relecture des énoncés : aucun n'a changé depuis.

``tests/data/relecture/lignes.csv`` tient,
ligne à ligne, ce que les trois relectures ont fait corriger : l'empreinte est celle de la phrase relue.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kit.domain.locations import DATA
from kit.knowledge.catalogue import FAMILIES, Entry, load_catalogue
from kit.knowledge.catalogue.passages import load_passages

CATALOGUE = load_catalogue()
RECORD = Path(__file__).parent / "data" / "relecture" / "lignes.csv"
ROWS = tuple(csv.DictReader(RECORD.read_text(encoding="utf-8").splitlines()))
KEY_IN_PROSE = re.compile(r"\((?:C\d\d|[A-Z]{3}[A-Z0-9-]*\d[A-Z0-9-]*|[A-Z]+-[A-Z0-9-]+)\)|\w\.yaml")
YEAR = re.compile(r"\b(?:20\d\d|date d’enquête|rencontre)\b|sans date|ne date pas")


def list_statable() -> Iterator[Entry]:
    """Les fiches sourcées que l'on peut affirmer, sans les textes officiels ni les critères des grilles."""
    families = {*FAMILIES, "faits"}
    return (
        entry
        for entry in CATALOGUE.entries
        if entry.family in families and entry.reference and entry.is_statable
    )


# --- Les voix -----------------------------------------------------------------------------


def test_les_voix_ne_se_repetent_pas() -> None:
    """Un nom ne désigne qu'une voix."""
    names = [voice.name for voice in load_passages().voices if voice.name]
    assert len(set(names)) == len(names)


def test_une_enquete_dit_sa_date_ou_qu_elle_n_en_a_pas() -> None:
    """Dans la phrase, ou dans ce qu'il faut savoir."""
    families = ("enquetes", "global-compact", "quiz")
    surveys = [entry for entry in list_statable() if entry.family in families and entry.figures]
    surveys += [
        CATALOGUE.get_entry(key) for key in ("SUR01", "SUR05", "SUR07", "SUR10", "ELU1", "EVA1", "QZ3B")
    ]
    undated = [
        entry.key
        for entry in surveys
        if entry.family != "quiz" and not YEAR.search(f"{entry.statement} {entry.remark}")
    ]
    assert undated == []


# --- Ce que le lecteur ne devrait pas lire ------------------------------------------------


def test_aucune_cle_ne_se_lit_dans_une_phrase() -> None:
    """Ni code d'incertitude, ni nom de fichier ; la page des incertitudes, elle, renvoie à ses fiches."""
    told = {
        entry.key: match[0]
        for entry in CATALOGUE.entries
        if entry.family != "incertitudes"
        for text in (entry.statement, entry.remark, getattr(entry, "explanation", ""))
        if (match := KEY_IN_PROSE.search(text))
    }
    assert told == {}


# --- Le relevé, ligne à ligne -------------------------------------------------------------


def read_argument(key: str) -> str:
    """Ce qu'un argumentaire affirme : son message, sa réponse, sa limite."""
    public, purpose = key.split("/")
    (argument,) = (
        item for item in CATALOGUE.arguments if (item.audience.value, item.purpose) == (public, purpose)
    )
    return f"{argument.message} {argument.answer} {argument.unknown}"


@cache
def read_roots() -> Mapping[str, Any]:
    """Les fichiers du catalogue tels qu'ils sont écrits, par nom."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in DATA.glob("*.yaml")}


@cache
def read_raw() -> Mapping[str, Mapping[str, Any]]:
    """Chaque fiche, élément ou réponse, par clé."""
    records = [
        item for root in read_roots().values() for item in root.get("faits") or root.get("fiches") or ()
    ]
    parts = [part for item in records for part in (*item.get("details", ()), *item.get("reponses", ()))]
    return {item.get("cle") or item["id"]: item for item in (*records, *parts)}


def read_text(key: str, field: str) -> str:
    """Le texte que la ligne du relevé juge."""
    if key.startswith("famille:"):
        root = read_roots()[key.removeprefix("famille:")]
        return f"{root['titre']} {root['presentation']}"
    if "/" in key:
        return read_argument(key)
    record = read_raw()[key]
    match field:
        case "chiffres":
            return " ; ".join(f"{item['valeur']} {item['unite']} {item['libelle']}" for item in record[field])
        case "cas":
            return ", ".join(record[field]) or "aucun"
        case "renvois":
            return ", ".join(record[field])
        case "choix":
            return " / ".join(f"{item['libelle']} {item['retour']}" for item in record[field])
        case "lecon" if "cas" in record:
            return str(record["cas"][field])
        case _:
            return str(record[field])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['cle']}-{row['champ']}")
def test_une_phrase_relue_ne_change_pas_sans_nouvelle_lecture(row: dict[str, str]) -> None:
    """Une autre empreinte : relire le passage à deux, puis mettre à jour l'empreinte et le début."""
    text = read_text(row["cle"], row["champ"])
    assert " ".join(text.split()[:8]) == row["debut"]
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == row["empreinte"]


def test_aucune_ligne_du_releve_n_est_sans_reponse() -> None:
    """Chaque ligne est faite, ou gardée avec sa raison."""
    assert {row["decision"] for row in ROWS} <= {"fait", "gardé"}
    assert [row["cle"] for row in ROWS if row["decision"] == "gardé" and not row["pourquoi"]] == []


def test_le_releve_compte_les_lignes_des_trois_relectures() -> None:
    """Celles des données : faits et cas, enseignements, puis questions, leviers et argumentaires."""
    assert Counter(row["relecture"] for row in ROWS) == {
        "faits-et-cas": 120,
        "enseignements": 93,
        "pages": 35,
    }
