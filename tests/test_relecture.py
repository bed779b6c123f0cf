"""La relecture des énoncés : chacun a son passage, sa voix, ses mots déclarés, et n'a pas changé depuis.

``kit/data/passages.yaml`` dit où lire, jamais ce que l'on y lit. ``tests/data/relecture/lignes.csv`` tient,
ligne à ligne, ce que les trois relectures ont fait corriger : l'empreinte est celle de la phrase relue.
"""

from __future__ import annotations

import csv
import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kit.domain.locations import DATA
from kit.knowledge.catalogue import FAMILIES, CaseStudy, Entry, load_catalogue

CATALOGUE = load_catalogue()
ACTES = "actes-2020"
PASSAGES = yaml.safe_load((DATA / "passages.yaml").read_text(encoding="utf-8"))
VOICES = {voice["cle"]: voice for voice in PASSAGES["voix"]}
RECORD = Path(__file__).parent / "data" / "relecture" / "lignes.csv"
ROWS = tuple(csv.DictReader(RECORD.read_text(encoding="utf-8").splitlines()))
# Ce qui exclut, explique, dure ou oppose : à déclarer, avec les mots du passage qui le portent.
STRONG = {
    "exclusif": re.compile(
        r"""\b(?:vrai(?:e|s|es|ment)?|premi(?:er|ers|ère|ères)|seul(?:e|s|es|ement)?|tous|toutes|jamais|toujours
        |aucune?|uniquement|surtout|nul|ne[ ]\w+[ ]que)\b|\btout(?:e[ ]la|[ ]le)\b|\btoute?[ ]l’""",
        re.VERBOSE,
    ),
    "cause": re.compile(
        r"""\b(?:parce[ ]qu[e’]|puisqu[e’]|faute[ ]d[e’]|grâce[ ](?:à|aux?)\b|donc\b|car\b|d’où\b
        |en[ ]raison\b|à[ ]cause\b|comme[ ]ils\b)""",
        re.VERBOSE,
    ),
    "durée": re.compile(
        r"""\b(?:depuis|pendant|dès|durant)\b
        |\b(?:\d+|deux|trois|cinq|six|sept|dix|douze|trente|vingt|dizaine[ ]d’)
        [ \u00a0]?(?:ans?|mois|jours|semaines|années)\b""",
        re.VERBOSE,
    ),
    "opposition": re.compile(
        r"""\bpas\b[^.;]*\bmais\b|\bet[ ]non\b|\bplutôt[ ]qu[e’]|\bau[ ]lieu[ ]d[e’]|\bpas[ ]seulement\b
        |,[ ]non[ ](?:la|le|les|pas)\b""",
        re.VERBOSE,
    ),
}
KEY_IN_PROSE = re.compile(r"\((?:C\d\d|[A-Z]{3}[A-Z0-9-]*\d[A-Z0-9-]*|[A-Z]+-[A-Z0-9-]+)\)|\w\.yaml")
YEAR = re.compile(r"\b(?:20\d\d|date d’enquête|rencontre)\b|sans date|ne date pas")


def list_spans(text: str) -> list[tuple[int, int]]:
    """Les intervalles d'une suite comme « 8-10, 470 »."""
    bounds = (part.partition("-") for part in text.split(", "))
    return [(int(first), int(last or first)) for first, _, last in bounds]


def list_statable() -> Iterator[Entry]:
    """Les fiches sourcées que l'on peut affirmer, sans les textes officiels ni les critères des grilles."""
    families = {*FAMILIES, "faits"}
    return (
        entry
        for entry in CATALOGUE.entries
        if entry.family in families and entry.reference and entry.is_statable
    )


def list_statements(entry: Entry) -> Iterator[tuple[str, str]]:
    """Ce qu'une fiche affirme : sa phrase, ce qu'un cas raconte, ses éléments."""
    yield entry.key, entry.statement
    if isinstance(entry, CaseStudy):
        yield entry.key, entry.deed
    yield from ((detail.key, detail.statement) for detail in entry.details)


def find_page(line: int) -> int:
    """La page des Actes où se trouve cette ligne."""
    return int(PASSAGES["premiere_page"]) + bisect_right(PASSAGES["pages"], line) - 1


# --- Le passage et la voix ----------------------------------------------------------------


def test_chaque_enonce_des_actes_a_son_passage() -> None:
    """Fiches et éléments de fiche ; un énoncé d'une autre source a sa page publique."""
    wanted = {
        key
        for entry in list_statable()
        if entry.reference == ACTES
        for key in (entry.key, *(detail.key for detail in entry.details))
    }
    assert wanted - {passage["cle"] for passage in PASSAGES["passages"]} == set()


def test_un_passage_a_une_cle_du_catalogue_et_une_seule_fois() -> None:
    """Aucun passage ne survit à sa fiche."""
    keys = [passage["cle"] for passage in PASSAGES["passages"]]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert [key for key in keys if not CATALOGUE.get_statement(key)] == []


def test_un_passage_est_dans_le_texte_et_dans_les_pages_imprimees() -> None:
    """Ses bornes sont des lignes du texte, et leurs pages sont celles que la fiche donne."""
    astray = []
    for passage in PASSAGES["passages"]:
        entry = CATALOGUE.get_entry(passage["cle"])
        spans = list_spans(passage["lignes"])
        assert all(1 <= first <= last <= PASSAGES["lignes"] for first, last in spans), passage["cle"]
        if entry.source is None or entry.reference != ACTES:
            continue
        printed = {page for low, high in list_spans(entry.source.page) for page in range(low, high + 1)}
        if not {find_page(line) for span in spans for line in span} <= printed:
            astray.append((passage["cle"], passage["lignes"], entry.source.page))
    assert astray == []


def test_une_voix_citee_parle_dans_le_passage() -> None:
    """Elle est dans la liste du jour, avec sa fonction, et l'un de ses propos touche le passage."""
    for passage in PASSAGES["passages"]:
        spans = list_spans(passage["lignes"])
        for key in passage["voix"]:
            spoken = list_spans(VOICES[key]["lignes"])
            assert any(first <= high and low <= last for first, last in spans for low, high in spoken), (
                passage
            )
            assert VOICES[key]["fonction"], key


def test_les_voix_ne_se_repetent_pas() -> None:
    """Une clé, une fonction et au plus un nom par voix."""
    assert len(VOICES) == len(PASSAGES["voix"])
    names = [voice["nom"] for voice in PASSAGES["voix"] if "nom" in voice]
    assert len(set(names)) == len(names)


# --- Les mots qui disent plus -------------------------------------------------------------


def list_strong_words() -> set[tuple[str, str, str]]:
    """Clé, genre et mot de chaque tour fort d'un énoncé que l'on peut affirmer."""
    found = set()
    for entry in list_statable():
        for key, text in list_statements(entry):
            for kind, pattern in STRONG.items():
                for match in pattern.finditer(text.lower()):
                    said = re.sub(r"^pas\b.*\bmais$", "pas … mais", match[0])
                    found.add((key, kind, said))
    return found


def test_un_mot_fort_est_declare_avec_ce_qui_le_porte() -> None:
    """Sinon : relire le passage, adoucir la phrase, ou déclarer le mot dans ``passages.yaml``."""
    declared = {(word["cle"], word["genre"], word["mot"]) for word in PASSAGES["mots"]}
    assert list_strong_words() - declared == set()


def test_une_declaration_sert_et_cite_quelques_mots_seulement() -> None:
    """Une déclaration qui ne sert plus s'efface ; l'appui est un renvoi, jamais une phrase recopiée."""
    declared = {(word["cle"], word["genre"], word["mot"]) for word in PASSAGES["mots"]}
    assert declared - list_strong_words() == set()
    assert [word["cle"] for word in PASSAGES["mots"] if not 1 <= len(word["appui"].split()) <= 4] == []


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


def test_le_libelle_d_un_chiffre_dit_ce_que_l_on_compte() -> None:
    """Il ne répète pas l'unité ; s'il la reprend, il commence par elle et la précise."""
    loose = []
    for entry in CATALOGUE.entries:
        for figure in entry.figures:
            noun = figure.unit.removesuffix(" par an")
            again = noun.isalpha() and re.search(rf"\b{noun}\b", figure.label)
            if figure.label == figure.unit or (again and not figure.label.startswith(noun)):
                loose.append((entry.key, figure.unit, figure.label))
    assert loose == []


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
