"""Refait ``kit/data/territoires.json.gz`` depuis les six paquets du découpage administratif.

Usage : ``python tools/rebuild_territories.py [DOSSIER_DES_PAQUETS]``. Sans dossier, les paquets
sont pris par ``npm pack``. Le contenu décompressé est le même à chaque fois, octet pour octet.
Le raisonnement sur les années de population est dans
``book/developpement/adr/adr-0003-populations.md`` ; :func:`check_vintages` le contrôle ici.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from _territory_packages import (
    LATEST,
    PACKAGE,
    VERSIONS,
    Package,
    RebuildError,
    Record,
    fetch_packages,
    read_packages,
)
from _territory_populations import YEARS, Ledger, build_successors, check_vintages, encode_series

from kit.domain.typography import fold
from kit.knowledge.territories.tables import compute_check_digit

TARGET: Final = Path(__file__).parents[1] / "kit" / "data" / "territoires.json.gz"
SOURCE: Final[Record] = {
    "titre": "Découpage administratif (Insee, DGCL, La Poste), réuni par Etalab",
    "adresse": "https://github.com/datagouv/decoupage-administratif",
    "millesime": 2026,
    "paquet": PACKAGE,
    "version": LATEST,
    "licence": "Licence Ouverte 2.0",
    "verifie_le": "2026-11-23",
    "populations": (
        "population municipale en vigueur au 1er janvier de chaque année "
        "(recensement de trois ans plus tôt), au périmètre de 2026"
    ),
}
LEGAL_FORMS: Final = {
    "972": "collectivité unique (département et région)",
    "973": "collectivité unique (département et région)",
    "976": "collectivité unique (département et région)",
    "975": "collectivité d'outre-mer",
    "977": "collectivité d'outre-mer",
    "978": "collectivité d'outre-mer",
    "984": "terres australes et antarctiques",
    "986": "collectivité d'outre-mer",
    "987": "collectivité d'outre-mer",
    "988": "collectivité à statut particulier",
    "989": "île sans habitant permanent",
}
STATUSES: Final = {
    "commune-deleguee": "d",
    "commune-associee": "a",
    "commune-actuelle": "f",
    "arrondissement-municipal": "m",
}
LONG_FORMS: Final = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
}
# Ces noms ne sont qu'un adjectif : seuls, ils ne se lisent pas.
ADJECTIVES: Final = {"Thelloise", "Bergeracoise", "Médullienne", "Giennoises", "Montargoise"}
LES_MUREAUX: Final = [32949, 33203, 33543, 33977, 34151, 34632]
_PARTICLE: Final = re.compile(r"(?:de la |de l'|des |du |de |d')", re.IGNORECASE)
_GENERIC: Final = re.compile(r" (?:communaute|agglomeration|agglo|metropole|intercom)$")


# --- Les noms -------------------------------------------------------------------------------


def clean_name(name: str) -> str:
    """Le nom de la source, ponctuation remise au propre.

    >>> clean_name("Blois ''Agglopolys''"), clean_name("Faucigny - Glières")
    ('Blois « Agglopolys »', 'Faucigny – Glières')
    """
    text = re.sub(r"(?:''|\")\s*(.+?)\s*(?:''|\")", r"« \1 »", " ".join(name.split()))
    text = re.sub(r"^« (.+) »$", r"\1", text)
    text = text.replace(" - ", " – ").replace("/", " / ").replace("Coeur", "Cœur")
    return " ".join(text.split())


def build_epci_name(kind: str, official: str) -> str:
    """Le nom à afficher : sans sigle de nature, ou précédé de la forme entière si la langue la demande.

    >>> build_epci_name("CA", "CA Pornic Agglo Pays de Retz")
    'Pornic Agglo Pays de Retz'
    >>> build_epci_name("CC", "CC du Sud Estuaire"), build_epci_name("CC", "CC la Domitienne")
    ('Communauté de communes du Sud Estuaire', 'La Domitienne')
    """
    if kind not in LONG_FORMS:
        return clean_name(official)
    name = clean_name(official.removeprefix(f"{kind} "))
    first = name.split(maxsplit=1)[0]
    if first == "Intercommunale":
        return f"Communauté {name[0].lower()}{name[1:]}"
    if first in ADJECTIVES:
        return f"{LONG_FORMS[kind]} {name[0].lower()}{name[1:]}"
    if _PARTICLE.match(name):
        return f"{LONG_FORMS[kind]} {name[0].lower()}{name[1:]}"
    return name[0].upper() + name[1:]


def build_keys(kind: str, official: str) -> tuple[list[str], list[str]]:
    """Les clés de recherche d'une intercommunalité : fidèles, puis approchées.

    >>> build_keys("CA", "CA de la Région Nazairienne (CARENE)")
    (['de la region nazairienne', 'carene'], ['region nazairienne'])
    """
    bare = official.removeprefix(f"{kind} ").replace("Métropole du ", "du ").replace("&", " et ")
    acronym = re.search(r"\(([^()]+)\)", bare)
    core = re.sub(r"\([^()]*\)", " ", bare)
    exact = {fold(core): None, fold(official.removeprefix(f"{kind} ")): None}
    if acronym:
        exact = {fold(core): None, fold(acronym[1]): None}
    loose: dict[str, None] = {}
    for key in list(exact):
        short = _GENERIC.sub("", re.sub(r"^(?:metropole|eurometropole|agglomeration|agglo) ", "", key))
        for word in (key, short):
            loose[re.sub(r"^(?:de la|de l|des|du|de|d) ", "", word)] = None
            loose[word] = None
    return [_expand(key) for key in exact], [_expand(key) for key in loose if key not in exact]


def _expand(key: str) -> str:
    return re.sub(r"\bst\b", "saint", key)


# --- Assembler ------------------------------------------------------------------------------


def build_content(packages: dict[str, Package]) -> Record:
    """Tout le contenu du fichier livré."""
    ledger = Ledger(packages)
    latest = packages[LATEST]
    current = sorted(latest.list_current().values(), key=lambda item: (item["departement"], item["code"]))
    known = {item["code"]: item for item in current}
    groups = [*sorted(latest.epci, key=_code), *sorted(latest.ept, key=_code)]
    inside = _list_memberships(groups)
    departments = sorted(latest.departments, key=_code)
    by_department = {
        dep["code"]: [c for c in current if c["departement"] == dep["code"]] for dep in departments
    }
    regions = [item for item in sorted(latest.regions, key=_code) if item["zone"] != "com"]
    by_region = {item["code"]: [c for c in current if c["region"] == item["code"]] for item in regions}

    def encode(members: Iterable[Record]) -> str:
        return encode_series(ledger.sum_series(item["code"] for item in members))

    return {
        "source": SOURCE,
        "annees": list(YEARS),
        "regions": [[item["code"], item["nom"], encode(by_region[item["code"]])] for item in regions],
        "departements": [
            [
                item["code"],
                item["nom"],
                item["region"] if item["zone"] != "com" else "",
                LEGAL_FORMS.get(item["code"], ""),
                encode(by_department[item["code"]]),
            ]
            for item in departments
        ],
        "intercommunalites": [_encode_epci(item, known, encode) for item in groups],
        "communes": {
            code: _encode_communes(code, members, inside, encode) for code, members in by_department.items()
        },
        "anciens": build_former(packages),
    }


def _code(item: Record) -> str:
    return str(item["code"])


def _encode_epci(
    epci: Record, current: dict[str, Record], encode: Callable[[list[Record]], str]
) -> list[str]:
    members = [current[item["code"]] for item in epci["membres"]]
    exact, loose = build_keys(epci["type"], epci["nom"])
    weights: dict[str, int] = {}
    for item in members:
        weights[item["departement"]] = weights.get(item["departement"], 0) + item["population"]
    return [
        epci["code"],
        epci["type"],
        build_epci_name(epci["type"], epci["nom"]),
        "|".join(exact),
        "|".join(loose),
        " ".join(sorted(weights, key=lambda code: (-weights[code], code))),
        encode(members),
    ]


def _list_memberships(groups: list[Record]) -> dict[str, list[str]]:
    inside: dict[str, list[str]] = {}
    for number, group in enumerate(groups):
        for item in group["membres"]:
            inside.setdefault(item["code"], []).append(str(number))
    return inside


def _encode_communes(
    department: str,
    communes: list[Record],
    inside: dict[str, list[str]],
    encode: Callable[[list[Record]], str],
) -> dict[str, str]:
    """Les colonnes d'un département, une ligne (ou un mot) par commune."""
    numbers = [int(item["code"].removeprefix(department)) for item in communes]
    return {
        "codes": " ".join(encode_steps(numbers)),
        "noms": "\n".join(item["nom"] for item in communes),
        "groupes": "\n".join(" ".join(inside.get(item["code"], ())) for item in communes),
        "postes": "\n".join(
            " ".join(_shorten(code, department) for code in item.get("codesPostaux", ())) for item in communes
        ),
        "sirens": " ".join(encode_sirens([item.get("siren", "") for item in communes], numbers)),
        "populations": "\n".join(encode([item]) for item in communes),
    }


def encode_steps(numbers: list[int]) -> list[str]:
    """Le premier nombre, puis les pas.

    >>> encode_steps([4, 5, 9])
    ['4', '1', '4']
    """
    return [str(number - before) for before, number in zip([0, *numbers], numbers, strict=False)]


def encode_sirens(sirens: list[str], numbers: list[int]) -> list[str]:
    """Les SIREN sans leur clé, en écart à la numérotation des communes ; ``x`` sans SIREN.

    :raises RebuildError: si une clé est fausse, car le lecteur la recalcule.
    """
    words, last = [], 0
    for siren, number in zip(sirens, numbers, strict=True):
        if siren and compute_check_digit(siren[:8]) != siren[8]:
            raise RebuildError(f"clé de SIREN fausse : {siren}")
        gap = int(siren[:8]) - number if siren else last
        words.append(str(gap - last) if siren else "x")
        last = gap
    return words


def _shorten(postcode: str, department: str) -> str:
    return postcode[2:] if postcode[:2] == department[:2] else postcode


def build_former(packages: dict[str, Package]) -> dict[str, str]:
    """Les noms qui ne sont plus ceux d'une commune, et la commune de 2026 où ils mènent."""
    current = packages[LATEST].list_current()
    successors = build_successors(packages)
    found: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for version in reversed(VERSIONS):
        for item in packages[version].communes:
            code, name = item["code"], item["nom"]
            target = item.get("commune") or successors.get(code) or item.get("chefLieu") or code
            target = successors.get(target, target)
            split = code in current and target != code
            same = code == target and target in current and fold(current[target]["nom"]) == fold(name)
            if target in current and not split and not same:
                renamed = code == target and item["type"] == "commune-actuelle"
                status = "n" if renamed else STATUSES[item["type"]]
                found.setdefault((code, fold(name)), (name, code, target, status))
    rows = sorted(found.values(), key=lambda row: (row[2], row[1], row[0]))
    return {
        "noms": "\n".join(row[0] for row in rows),
        "codes": " ".join(row[1] for row in rows),
        "cibles": " ".join(row[2] for row in rows),
        "statuts": "".join(row[3] for row in rows),
    }


def check_content(packages: dict[str, Package], content: Record) -> None:
    """Les comptes et une série connue d'avance.

    :raises RebuildError: si l'un ne va pas.
    """
    counts = {
        "communes": sum(len(item["codes"].split()) for item in content["communes"].values()),
        "intercommunalités": len(content["intercommunalites"]),
        "départements et outre-mer": len(content["departements"]),
        "régions": len(content["regions"]),
        "anciens noms": len(content["anciens"]["noms"].split("\n")),
    }
    print(", ".join(f"{count} {label}" for label, count in counts.items()))
    if Ledger(packages).sum_series(["78440"]) != LES_MUREAUX:
        raise RebuildError("la série des Mureaux n'est plus celle qui a été vérifiée")


def main() -> None:
    """Lit, contrôle, écrit."""
    if len(sys.argv) > 1:
        packages = read_packages(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            fetch_packages(Path(folder))
            packages = read_packages(Path(folder))
    check_vintages(packages)
    content = build_content(packages)
    check_content(packages, content)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{TARGET.name} : {TARGET.stat().st_size / 1000:.0f} ko")


if __name__ == "__main__":
    main()
