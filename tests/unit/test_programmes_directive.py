"""La directive ``{programmes}`` et le rôle ``{enonce}``, dans un petit livre construit pour l'essai."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import Tag
from small_book import SmallBook, build_bare_book

from kit.knowledge.catalogue import Programme, load_catalogue
from kit.sphinxext.directives.programmes import name_strands, select_programmes

SOUND = """\
# Essai

L’exigence : {enonce}`VIT1`

```{programmes}
:volet: R2
```

```{programmes}
:volet: U3
:statut: clos
```

```{programmes}
:date: 2025
```

```{programmes}
:compte:
```

```{sources}
```
"""
FAULTY = """\
# Essai

{enonce}`VIT99` {enonce}`C13`

```{programmes}
:volet: R4
```

```{programmes}
:statut: closs
:date: hier
```

```{programmes}
:volet: R3
:statut: actif
:date: 2026
```
"""


def list_tables(book: SmallBook) -> list[Tag]:
    return list(book.read().select("table.kit-table"))


def build(folder: Path, text: str) -> SmallBook:
    return build_bare_book(folder, {"index": text}, "catalogue", "programmes")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """La page sans faute."""
    return build(tmp_path_factory.mktemp("livre"), SOUND)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """La page pleine de fautes."""
    return build(tmp_path_factory.mktemp("fautes"), FAULTY)


def test_une_page_sans_faute_se_construit_sans_avertissement(sound: SmallBook) -> None:
    """Chaque source citée par un statut trouve sa cible."""
    assert (sound.status, sound.said) == (0, "")


def test_un_volet_a_ses_programmes_et_leur_statut_date(sound: SmallBook) -> None:
    """Le volet R2, dans l'ordre du catalogue, chaque statut avec la date de sa preuve."""
    table = list_tables(sound)[0]
    expected = [entry.title for entry in select_programmes(load_catalogue(), strand="R2")]
    assert [row.th.get_text() for row in table.select("tbody tr")] == expected
    assert expected
    assert table.caption.get_text(strip=True).startswith("Jouer collectif (R2) : 4")
    statuses = [row.select("td")[1].get_text() for row in table.select("tbody tr")]
    assert all(re.fullmatch(r"(actif|à vérifier|en extinction|clos) \(.*\d{4}\)", text) for text in statuses)


def test_chaque_statut_mene_a_sa_source(sound: SmallBook) -> None:
    """Un lien par ligne, vers la liste des sources."""
    rows = list_tables(sound)[0].select("tbody tr")
    assert [row.select_one("a")["href"][:8] for row in rows] == ["#source-"] * len(rows)


def test_les_options_se_combinent(sound: SmallBook) -> None:
    """Trésorerie, et clos : rien d'autre."""
    catalogue = load_catalogue()
    titles = [row.th.get_text() for row in list_tables(sound)[1].select("tbody tr")]
    both = [e.title for e in catalogue.list_typed(Programme) if "U3" in e.strands and e.status == "clos"]
    assert titles == both
    assert "statut « clos »" in list_tables(sound)[1].caption.get_text().replace("\u00a0", " ")


def test_la_date_ecarte_les_preuves_plus_anciennes() -> None:
    """Une preuve de 2025 ou d'après : le prêt garanti, dont la preuve est de 2022, n'y est pas."""
    recent = select_programmes(load_catalogue(), proven_since="2025")
    assert {"A19", "A23", "A27"} <= {entry.key for entry in recent}
    assert "A01" not in {entry.key for entry in recent}


def test_le_compte_ne_perd_ni_ne_double_un_programme(sound: SmallBook) -> None:
    """Chaque ligne est la somme de ses statuts ; la dernière compte chaque programme une fois."""
    rows = [
        [int(cell.get_text()) for cell in row.select("td")]
        for row in list_tables(sound)[3].select("tbody tr")
    ]
    assert all(sum(row[:-1]) == row[-1] for row in rows)
    assert len(rows) == len(name_strands(load_catalogue())) + 1
    assert rows[-1][-1] == len(load_catalogue().list_typed(Programme))
    assert sum(row[-1] for row in rows[:-1]) > rows[-1][-1]


def test_chaque_programme_a_un_volet_nomme() -> None:
    """Aucun programme n'échappe au compte."""
    strands = set(name_strands(load_catalogue()))
    assert [e.key for e in load_catalogue().list_typed(Programme) if not set(e.strands) <= strands] == []


@pytest.mark.parametrize(
    "words",
    [
        "aucune fiche ne porte la clé « VIT99 »",
        "« C13 » est incertain",
        "volet inconnu : « R4 »",
        "statut inconnu : « closs »",
        "date illisible : « hier »",
        "aucun programme ne répond à ces options",
    ],
)
def test_une_faute_est_un_avertissement_avec_sa_ligne(faulty: SmallBook, words: str) -> None:
    """Le fichier, la ligne, ce qui ne va pas."""
    lines = [line for line in faulty.said.splitlines() if words in line]
    assert lines, faulty.said
    assert re.search(r"index\.md:\d+: WARNING", lines[0])
