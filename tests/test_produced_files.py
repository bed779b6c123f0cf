"""Les documents des trois exemples, ouverts pour de vrai : LibreOffice, PDF, calendrier."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import page
import pikepdf
import pytest
from icalendar import Calendar
from office import Convert, read_pdf

from kit.products.dossier.producing import produce
from kit.products.options import Options

pytestmark = pytest.mark.lent

ROOT = Path(__file__).parents[1]
EXAMPLES = ("paris-est-marne-et-bois", "les-mureaux", "pays-de-retz")
OFFICE = ("docx", "odt", "xlsx", "ods")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le dossier où les trois exemples sont produits, dans tous les formats."""
    destination = tmp_path_factory.mktemp("exemples")
    for name in EXAMPLES:
        options = Options(today=dt.date(2026, 11, 23))
        assert len(produce(ROOT / "exemples" / f"{name}.ods", destination, options=options).files) == 17
    return destination


@pytest.mark.libreoffice
def test_libreoffice_ouvre_tous_les_fichiers(folder: Path, tmp_path: Path, libreoffice: Convert) -> None:
    """Chaque fichier de bureautique se convertit en PDF, avec plus d'une ligne de texte dedans."""
    files = [path for suffix in OFFICE for path in sorted(folder.rglob(f"*.{suffix}"))]
    assert len(files) == 30
    copies = []
    for path in files:
        copy = tmp_path / f"{path.parent.name}-{path.stem}-{path.suffix[1:]}{path.suffix}"
        copy.write_bytes(path.read_bytes())
        copies.append(copy)
    for path in libreoffice(copies, "pdf", tmp_path):
        assert len(read_pdf(path)) > 500, path.name


def test_les_pdf_sont_conformes_a_pdf_ua(folder: Path) -> None:
    """Aucune règle vérifiable de PDF/UA-1 n'est enfreinte."""
    files = sorted(folder.rglob("*.pdf"))
    assert len(files) == 9
    faults = {path.name: page.validate_pdf(str(path), profile="ua1").failures for path in files}
    assert {name: found for name, found in faults.items() if found} == {}


def test_les_pdf_ont_titre_langue_et_balises(folder: Path) -> None:
    """Ce qu'un lecteur d'écran demande d'abord."""
    for path in folder.rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) == "fr-FR"
            assert pdf.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in pdf.Root
            with pdf.open_metadata() as metadata:
                assert ":" in metadata["dc:title"]


def test_aucun_fichier_ne_nomme_la_machine(folder: Path) -> None:
    """Ni chemin ni nom d'utilisateur dans les métadonnées."""
    for path in folder.rglob("*"):
        if path.is_dir():
            continue
        content = path.read_bytes()
        if path.suffix[1:] in OFFICE:
            with zipfile.ZipFile(path) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        assert str(ROOT).encode() not in content
        assert str(folder).encode() not in content


def test_le_calendrier_n_a_que_des_actions_ouvertes(folder: Path) -> None:
    """Une échéance par action ouverte, sans nom de personne."""
    calendar = Calendar.from_ical((folder / "paris-est-marne-et-bois" / "plan-action.ics").read_bytes())
    titles = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert any("A4" in title for title in titles)
    assert not any("A1" in title for title in titles)
    assert all("ORGANIZER" not in event and "ATTENDEE" not in event for event in calendar.walk("VEVENT"))


@pytest.mark.libreoffice
def test_les_formules_recalculees_donnent_les_nombres_du_kit(
    folder: Path, tmp_path: Path, libreoffice: Convert
) -> None:
    """Ouvert, recalculé et réenregistré par LibreOffice, le classeur dit la même chose."""
    from python_calamine import CalamineWorkbook

    sheets = {"plan-action": "Synthèse", "grille-evaluation": "Résultats"}
    for suffix, other in (("xlsx", "ods"), ("ods", "xlsx")):
        sources = [folder / "pays-de-retz" / f"{name}.{suffix}" for name in sheets]
        saved = libreoffice(sources, other, tmp_path)
        for source, again, sheet in zip(sources, saved, sheets.values(), strict=True):
            before = CalamineWorkbook.from_path(str(source)).get_sheet_by_name(sheet).to_python()
            after = CalamineWorkbook.from_path(str(again)).get_sheet_by_name(sheet)
            rounded = [
                [[round(cell, 6) if isinstance(cell, float) else cell for cell in row] for row in rows]
                for rows in (before, after.to_python())
            ]
            assert rounded[0] == rounded[1]
