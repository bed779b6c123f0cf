"""Les directives du livre dans un vrai navigateur : au clavier, sans script, sur un téléphone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from browser.audit import PageReport, audit_pages, serve
from small_book import run_sphinx, write_pages

from kit.knowledge.catalogue import load_catalogue

pytestmark = pytest.mark.navigateur
SCRIPT = Path(__file__).parents[1] / "browser" / "directives.mjs"
MORE = 'extensions.append("kit.sphinxext.theme.book_theme")\nhtml_theme = "livre"\n'
PAGE = """\
# Une page de démonstration

```{reperes}
pour: [les élus, les agents]
duree: 10 minutes
avec: une phrase
suite: {page: sources, texte: Lire les sources}
```

```{compte-livre}
```

## S’entraîner

```{quiz} QST-DPV QST-METIERS
```

## Lire des chiffres

```{graphique} CJD-TAB-D
```

```{graphique} CJD-TAB-C
```

## Des cas

```{recit-cas} CAS-MUREAUX
```

```{image-cas}
```

```{annuaire-cas}
```

## Une méthode

```{choix-methode}
```

## Des dates

```{agenda}
```

```{actualites}
```

```{toctree}
sources
```
"""
Tried = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La page de démonstration, construite avec le thème du livre."""
    place = tmp_path_factory.mktemp("demonstration")
    write_pages(place, {"index": PAGE}, more=MORE)
    built = run_sphinx(place)
    assert (built.status, built.said) == (0, "")
    return built.folder


@pytest.fixture(scope="module")
def reports(folder: Path) -> tuple[PageReport, ...]:
    """La page, en deux largeurs, en clair et en sombre."""
    with serve(folder) as base:
        return audit_pages([f"{base}index.html"], stops=40)


@pytest.fixture(scope="module")
def tried(folder: Path) -> Tried:
    """La page, dont on s'est servi au clavier, puis ouverte sans script."""
    with serve(folder) as base:
        done = subprocess.run(
            ["node", str(SCRIPT)],
            input=json.dumps({"page": f"{base}index.html"}),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    report: Tried = json.loads(done.stdout)
    return report


def test_la_page_ne_viole_aucune_regle_et_ne_depasse_pas(reports: tuple[PageReport, ...]) -> None:
    """Clair et sombre, ordinateur et téléphone ; aucune panne, aucun contour de focus invisible."""
    assert len(reports) == 4
    for report in reports:
        seen = (report.violations, report.errors, report.hidden_focus, max(report.overflow, 0))
        assert seen == ((), (), (), 0), (report.width, report.scheme)


def test_on_repond_au_clavier_et_le_retour_est_dit(tried: Tried) -> None:
    """Sans réponse, avec une mauvaise, avec la bonne."""
    nothing, wrong, right = tried["quiz"]
    question = load_catalogue().get_entry("QST-DPV")
    assert nothing == "Choisissez d’abord une réponse."
    assert wrong.startswith("✗ Ce n’est pas cela.")
    assert question.options[0].feedback in wrong.replace("\u00a0", " ")
    assert right.startswith("✓ Bonne réponse.")
    assert question.options[1].feedback.split(" : ")[0] in right


def test_les_cas_se_filtrent_et_leur_nombre_est_dit(tried: Tried) -> None:
    """Ce qui est montré est ce qui est compté ; sans résultat, la page dit que faire."""
    cases = tried["cases"]
    communes = [case for case in load_catalogue().list_entries("cas") if case.kind == "commune"]
    assert cases["before"] == cases["reset"] == "29 cas sur 29."
    assert cases["after"] == f"{len(communes)} cas sur 29."
    assert (cases["shown"], cases["natures"]) == (len(communes), ["commune"])
    assert cases["none"].startswith("0 cas sur 29")
    assert "retirez un choix" in cases["none"]


def test_une_methode_se_choisit_avec_ses_raisons(tried: Tried) -> None:
    """Soixante personnes, une heure et demie, pour se connaître : le world café, et pourquoi."""
    method = tried["method"]
    assert method["count"] == "3 méthodes sur 11 conviennent."
    assert method["kept"][0].startswith("World café")
    assert "✓ convient à 60 personnes" in method["kept"][0]
    refused = {text.splitlines()[0]: text for text in method["refused"]}
    assert len(refused) == 8
    assert "✗ demande au moins 180 minutes" in refused["Codéveloppement"]
    assert "✗ convient jusqu’à 8 personnes" in refused["Codéveloppement"]


def test_sans_script_tout_se_lit(tried: Tried) -> None:
    """Ni panneau ni bouton sans effet ; tous les cas, toutes les méthodes, la réponse à déplier."""
    bare = tried["bare"]
    assert (bare["panels"], bare["buttons"]) == (0, 0)
    assert bare["cards"] == len(load_catalogue().list_entries("cas"))
    assert bare["methods"] == len(load_catalogue().list_entries("methodes"))
    assert "Le pouvoir\u00a0: juste." in bare["answer"]
