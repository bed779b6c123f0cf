"""Les feuilles « Lisez-moi » : leurs phrases sont des modèles, que l'on remplace comme les autres."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kit.documents.readme_sheet import WIDTHS, build_readme
from kit.documents.templates import TemplateError, find_template_folder
from kit.documents.workbook import CellStyle, Sheet
from kit.domain.values import Place
from kit.knowledge.catalogue import load_grid
from kit.products.dossier.blank import build_dossier_workbook
from kit.products.fragility.producing import study_table, write_study
from kit.products.grids.blank import build_respondent_workbook
from kit.products.options import Options
from kit.reading.tables.workbook_rows import read_workbook

EXAMPLES = Path(__file__).parents[2] / "exemples"


def write_own(folder: Path, name: str, text: str) -> Path:
    path = folder / "classeurs" / f"{name}.md.j2"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def list_texts(sheet: Sheet) -> list[object]:
    return [cell.value for row in sheet.rows for cell in row.cells]


def test_un_modele_devient_titre_sections_points_et_alineas(tmp_path: Path) -> None:
    text = "# Titre\n\n## Section\n\nUne phrase.\nSa suite.\n\n1. Un.\n2. Deux,\nsuite.\n\n{{ mot }} fin.\n"
    own = write_own(tmp_path, "essai", text)
    sheet = build_readme("essai", {"mot": "# a | *b* 1."}, overrides=own)
    told = [(cell.style, cell.value, cell.span) for row in sheet.rows for cell in row.cells]
    wide = len(WIDTHS)
    assert told == [
        (CellStyle.TITLE, "Titre", 1),
        (CellStyle.SECTION, "Section", 1),
        (CellStyle.PARAGRAPH, "Une phrase. Sa suite.", wide),
        (CellStyle.PARAGRAPH, "1. Un.", wide),
        (CellStyle.PARAGRAPH, "2. Deux, suite.", wide),
        (CellStyle.PARAGRAPH, "# a | *b* 1. fin.", wide),
    ]


def test_les_phrases_d_une_personne_remplacent_les_notres(tmp_path: Path) -> None:
    own = write_own(
        tmp_path, "dossier", "# Notre dossier\n\nRendez-le à la mairie : {{ champs_personnels }}\n"
    )
    texts = list_texts(build_dossier_workbook(overrides=own).sheets[0])
    assert texts[0] == "Notre dossier"
    assert str(texts[1]).startswith("Rendez-le à la mairie\u00a0: feuille Alliance")
    assert "Dossier d’alliance" in list_texts(build_dossier_workbook().sheets[0])


def test_les_modeles_passes_a_la_commande_arrivent_dans_le_classeur(tmp_path: Path) -> None:
    own = write_own(tmp_path, "fragilite", "# Chez nous\n\n{{ regle }}\n")
    options = Options(formats=("xlsx",), overrides=own, today=dt.date(2026, 11, 23))
    study = study_table(EXAMPLES / "fragilite" / "nombres-imagines.csv", options=options)
    (path,) = write_study(study, tmp_path / "sortie").files
    first = read_workbook(path.read_bytes(), Place(file=path.name))[0]
    assert first.rows[0][0] == "Chez nous"


def test_un_champ_inconnu_est_nomme_avec_son_modele(tmp_path: Path) -> None:
    own = write_own(tmp_path, "grille-repondant", "# {{ grille.titre }}\n")
    with pytest.raises(TemplateError, match=r"classeurs/grille-repondant\.md\.j2 » cite « titre »"):
        build_respondent_workbook(load_grid(), overrides=own)


def test_chaque_modele_de_classeur_est_annonce_dans_le_mode_d_emploi() -> None:
    folder = find_template_folder()
    guide = (folder / "LISEZMOI.md").read_text(encoding="utf-8")
    names = sorted(path.name.removesuffix(".md.j2") for path in (folder / "classeurs").iterdir())
    assert [name for name in names if f"`{name}`" not in guide] == []
