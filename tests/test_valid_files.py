"""Chaque fichier de bureautique produit est valide : OOXML strict, OpenDocument 1.3 et ses schémas."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OdfValidator, OpenXmlValidator

from kit.cli import main

pytestmark = pytest.mark.lent

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "exemples" / "paris-est-marne-et-bois.yaml"
DAY = ("--le", "27/11/2026")
HOSTILE = """alliance:
  nom: "L’alliance & <les> « autres »"
  territoire: Les Mureaux
  cause: "Une cause\net deux lignes"
partenaires:
  - {nom: "A < B & C", famille: bailleur social, engagement: engagé, apporte: "]]> --> <b>"}
actions:
  - {numero: "A1", titre: "=SOMME(A1)", pilote: "A < B & C"}
"""


def find_faults(path: Path) -> list[str]:
    """Les défauts d'un fichier, chacun avec le membre où il est ; les avertissements n'en sont pas."""
    if path.suffix in {".ods", ".odt"}:
        result = OdfValidator(relaxng_validation=True).validate(path)
    else:
        result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    faults = [one for one in result.errors if one.severity.name == "ERROR"]
    assert result.is_valid is not bool(faults)
    return [f"{one.part_uri} : {one.description}" for one in faults]


@pytest.fixture(scope="module")
def produced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un dossier où chaque produit a écrit ses fichiers, d'un exemple et d'un dossier hostile."""
    folder = tmp_path_factory.mktemp("valides")
    hostile = folder / "hostile.yaml"
    hostile.write_text(HOSTILE, encoding="utf-8")
    for source in (EXAMPLE, hostile):
        assert main(["produire", str(source), "--dans", str(folder), *DAY]) == 0
    texts = ("charte", "convention", "contrat-reciprocite", "projet-de-territoire")
    for name in texts:
        assert main(["modele", name, str(EXAMPLE), "--dans", str(folder), *DAY]) == 0
    slides = ("--diapositives", "--formats", "docx", "odt")
    assert main(["argumentaire", str(EXAMPLE), *slides, "--dans", str(folder), *DAY]) == 0
    table = ROOT / "exemples" / "fragilite" / "nombres-imagines.csv"
    assert main(["fragilite", str(table), "--dans", str(folder), *DAY]) == 0
    assert main(["fragilite", "--vierge", "Pornic Agglo Pays de Retz", "--dans", str(folder)]) == 0
    answers = ROOT / "exemples" / "associations"
    assert main(["observatoire", "reunir", str(answers), "--dans", str(folder), *DAY]) == 0
    assert main(["nouveau", "Pornic", "--dans", str(folder / "vierge")]) == 0
    return folder


@pytest.mark.parametrize("suffix", ["docx", "odt", "xlsx", "ods", "pptx"])
def test_chaque_fichier_de_bureautique_est_valide(produced: Path, suffix: str) -> None:
    """Ni Word, ni Excel, ni LibreOffice n'auront à le réparer."""
    files = sorted(produced.rglob(f"*.{suffix}"))
    assert files
    faults = {str(path.relative_to(produced)): find_faults(path) for path in files}
    assert {name: found for name, found in faults.items() if found} == {}


def test_un_fichier_opendocument_commence_par_son_type(produced: Path) -> None:
    """« mimetype » est le premier membre, sans compression ; le manifeste dit « text/xml » de chaque XML."""
    for path in (*produced.rglob("*.odt"), *produced.rglob("*.ods")):
        with zipfile.ZipFile(path) as archive:
            first = archive.infolist()[0]
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
            manifest = archive.read("META-INF/manifest.xml").decode()
            members = {name for name in archive.namelist() if name.endswith(".xml")} - {
                "META-INF/manifest.xml"
            }
        assert "application/xml" not in manifest
        assert all(f'full-path="{name}"' in manifest for name in members)


def test_le_controle_sait_refuser(produced: Path, tmp_path: Path) -> None:
    """Un manifeste au mauvais type, un élément hors du schéma : chacun est nommé."""
    source = produced / "paris-est-marne-et-bois" / "plan-action.ods"
    assert find_faults(source) == []
    for name, old, new in (
        ("META-INF/manifest.xml", b"text/xml", b"application/xml"),
        ("content.xml", b"<office:spreadsheet>", b"<office:spreadsheet><table:inconnu/>"),
    ):
        spoiled = tmp_path / "abime.ods"
        spoiled.write_bytes(_spoil(source.read_bytes(), name, old, new))
        assert find_faults(spoiled)


def _spoil(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Le même zip, un de ses membres changé."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(output, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            changed = data.replace(old, new) if member.filename == name else data
            target.writestr(member, changed, member.compress_type)
    return output.getvalue()
