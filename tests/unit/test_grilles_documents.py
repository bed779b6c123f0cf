"""Le document des grilles réunies : ce qu'il dit, ses figures, son accessibilité ; les commandes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import page as pdf_page
import pytest
from filled_grids import DAY, GRID, build_people, save_people

from kit.cli import main
from kit.domain.values import Answer
from kit.knowledge.catalogue import list_grids, load_grid
from kit.products.grids.blank import build_respondent_workbook
from kit.products.grids.dot_plot import build_dot_plots
from kit.products.grids.merging import merge_grids
from kit.products.grids.producing import GatherOptions, gather, write_gathering
from kit.products.grids.reading import read_filled_file
from kit.products.grids.report import describe_alpha
from kit.writers.sheet import write_ods

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Les douze grilles du cas travaillé, en fichiers."""
    folder = tmp_path_factory.mktemp("recues")
    save_people(folder)
    return folder


def test_la_figure_montre_une_pastille_par_reponse() -> None:
    """Douze personnes, dix-huit critères : autant de pastilles que de cases, vides compris."""
    (chart,) = build_dot_plots(merge_grids(GRID, build_people()))
    root = ET.fromstring(chart.svg)  # noqa: S314 - notre propre dessin
    assert len(list(root.iter(f"{SVG}circle"))) == 12 * 18
    assert "Q2-1, 6 A, 6 C" in chart.alternative
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for circle in root.iter(f"{SVG}circle"):
        assert 0 < float(circle.attrib["cx"]) < width
        assert 0 < float(circle.attrib["cy"]) < height


def test_au_dela_de_douze_reponses_la_figure_donne_leur_nombre() -> None:
    """Trente-six personnes : des nombres là où les pastilles ne tiendraient plus."""
    (chart,) = build_dot_plots(merge_grids(GRID, build_people() * 3))
    texts = [text.text for text in ET.fromstring(chart.svg).iter(f"{SVG}text")]  # noqa: S314 - notre dessin
    assert "36" in texts


def test_le_document_commence_par_l_ordre_du_jour(folder: Path, tmp_path: Path) -> None:
    """Le désaccord avant la moyenne, les collèges, et aucune note d'ensemble."""
    files = write_gathering(gather([folder], GatherOptions(today=DAY, formats=("html",))), tmp_path).files
    text = files[0].read_text(encoding="utf-8")
    order = [text.index(part) for part in ("De quoi parler d’abord", "Vue d’ensemble", "Critère par critère")]
    assert order == sorted(order)
    assert "Dispersion" in text
    assert "Krippendorff" in text


def test_deux_dates_donnent_une_section_de_plus(folder: Path, tmp_path: Path) -> None:
    """Comparée à elle-même, la grille ne bouge pas."""
    gathering = gather([folder], GatherOptions(before=(folder,), today=DAY, formats=("html",)))
    text = write_gathering(gathering, tmp_path).files[0].read_text(encoding="utf-8")
    assert "Depuis la dernière fois" in text
    assert "ne bouge pas" in text


def test_le_pdf_est_conforme_a_pdf_ua(folder: Path, tmp_path: Path) -> None:
    """Aucune règle vérifiable n'est enfreinte."""
    path = write_gathering(gather([folder], GatherOptions(formats=("pdf",))), tmp_path).files[0]
    assert pdf_page.validate_pdf(str(path), profile="ua1").failures == []


@pytest.mark.parametrize(
    ("alpha", "words"),
    [(0.9, "presque"), (0.7, "assez proche"), (0.3, "en partie"), (0.0, "hasard"), (-0.2, "font face")],
)
def test_le_coefficient_est_dit_en_mots(alpha: float, words: str) -> None:
    """Un nombre seul ne dit rien à personne."""
    assert words in describe_alpha(alpha)


@pytest.mark.parametrize("key", list_grids())
def test_chaque_grille_livree_s_ecrit_et_se_relit(key: str, tmp_path: Path) -> None:
    """Toutes ont leur feuille à remplir."""
    grid = load_grid(key)
    first = grid.dimensions[0].criteria[0].key
    path = tmp_path / "g.ods"
    answers = (Answer(criterion=first, level="A"),)
    path.write_bytes(write_ods(build_respondent_workbook(grid, None, answers)))
    filled = read_filled_file(path).grids[0]
    assert (filled.respondent.grid, filled.given) == (key, ((first, "A"),))


def test_les_commandes_vont_de_la_feuille_vierge_au_plan(
    folder: Path, tmp_path: Path, sound_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Préparer, réunir, proposer ; « grille » au singulier marche aussi."""
    blank = ["grille", "vierge", "Les Mureaux", "--repondants", "3", "--formats", "ods", "--dans"]
    assert main([*blank, str(tmp_path / "v")]) == 0
    assert sorted(path.name for path in (tmp_path / "v").iterdir()) == [
        f"grille-les-mureaux-r0{number}.ods" for number in (1, 2, 3)
    ]
    out = ["--dans", str(tmp_path / "s"), "--formats"]
    assert main(["grilles", "reunir", str(folder), *out, "html", "ods"]) == 0
    assert main(["grilles", "proposer", str(sound_file), "--depuis", str(folder), *out, "yaml"]) == 0
    said = capsys.readouterr().out
    assert "12 grilles comptées" in said.replace("\u00a0", " ")
    assert (tmp_path / "s" / "dossier-avec-propositions.yaml").is_file()


def test_un_fichier_ecarte_se_voit_dans_l_etat_de_sortie(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Les autres sont réunis quand même."""
    bad = tmp_path / "abime.ods"
    bad.write_bytes(b"PK")
    arguments = ["grilles", "reunir", str(folder), str(bad), "--dans", str(tmp_path), "--formats", "ods"]
    assert main(arguments) == 1
    assert "abime.ods" in capsys.readouterr().err
    assert (tmp_path / "grilles-reunies.ods").is_file()


def test_les_grilles_d_exemple_se_refont_a_l_identique(tmp_path: Path, root: Path) -> None:
    """L'outil écrit toujours les mêmes octets."""
    import subprocess
    import sys

    tool = root / "tools" / "make_example_grids.py"
    subprocess.run([sys.executable, str(tool), str(tmp_path)], check=True, capture_output=True)
    for path in sorted((root / "exemples" / "grilles").glob("*.ods")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
    assert len(list(tmp_path.iterdir())) == 7
