"""L'export en données ouvertes : complet, stable, accepté par frictionless, sans donnée personnelle."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kit.domain.errors import UsageError
from kit.knowledge.catalogue import load_catalogue
from kit.products.open_data.exporting import build_package, export_catalogue, list_resources
from kit.reading.forms import FORMS

# frictionless est lancé à part : il importe des modules dont les avertissements ne sont pas les nôtres.
VALIDATE = """
import json, sys
from frictionless import validate
report = validate(sys.argv[1])
print(json.dumps({"valid": report.valid, "tasks": len(report.tasks), "errors": report.flatten(["note"])[:5]}))
"""


def read_table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def run_frictionless(folder: Path) -> dict[str, object]:
    command = [sys.executable, "-W", "ignore", "-c", VALIDATE, "datapackage.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    report: dict[str, object] = json.loads(done.stdout)
    return report


def test_frictionless_accepte_l_export(tmp_path: Path) -> None:
    """Schémas, types, clés étrangères, tailles et empreintes : aucun défaut, dans aucun tableau."""
    export_catalogue(tmp_path)
    report = run_frictionless(tmp_path)
    assert report["errors"] == []
    assert report["valid"]
    assert report["tasks"] == len(list_resources(load_catalogue()))


def test_frictionless_refuse_un_export_abime(tmp_path: Path) -> None:
    """La validation regarde vraiment : une source effacée se voit."""
    export_catalogue(tmp_path)
    path = tmp_path / "metiers.csv"
    path.write_bytes(path.read_bytes().replace(b"catalyseurs-metiers", b"source-inconnue"))
    assert not run_frictionless(tmp_path)["valid"]


def test_chaque_fiche_est_dans_le_tableau_de_sa_famille() -> None:
    """Autant de lignes que de fiches, avec leurs clés."""
    catalogue, files = load_catalogue(), build_package(load_catalogue())
    for family, count in catalogue.count_families().items():
        if count:
            keys = [row["cle"] for row in read_table(files[f"{family}.csv"])]
            assert keys == [entry.key for entry in catalogue.list_entries(family)]


def test_chaque_chiffre_est_un_nombre_qui_revient() -> None:
    """Les chiffres relus du CSV sont ceux du catalogue."""
    catalogue = load_catalogue()
    rows = read_table(build_package(catalogue)["chiffres.csv"])
    written = [(row["fiche"], float(row["valeur"].replace(",", ".")), row["unite"]) for row in rows]
    assert written == [
        (entry.key, figure.value, figure.unit) for entry in catalogue.entries for figure in entry.figures
    ]


def test_chaque_tableau_s_ouvre_dans_excel_francais() -> None:
    """Marque UTF-8, point-virgule, virgule décimale ; la description du paquet le déclare."""
    files = build_package(load_catalogue())
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        assert files[resource["path"]].startswith(b"\xef\xbb\xbf")
        assert resource["dialect"]["delimiter"] == ";"
    numbers = {row["valeur"] for row in read_table(files["chiffres.csv"])}
    assert any("," in number for number in numbers)
    assert not any("." in number for number in numbers)


def test_deux_exports_sont_identiques() -> None:
    """Rien ne dépend de l'heure ni de la machine."""
    assert build_package(load_catalogue()) == build_package(load_catalogue())


def test_chaque_colonne_a_un_titre_et_une_description_en_francais() -> None:
    """Le schéma se lit sans le code."""
    package = json.loads(build_package(load_catalogue())["datapackage.json"])
    for resource in package["resources"]:
        assert resource["title"]
        assert resource["description"]
        for field in resource["schema"]["fields"]:
            assert field["title"], field
            assert field["description"].endswith("."), field


def test_la_description_dit_la_licence_les_sources_et_la_version() -> None:
    """CC BY 4.0 pour l'ensemble, et ce que chaque source permet."""
    package = json.loads(build_package(load_catalogue())["datapackage.json"])
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    assert len(package["sources"]) == len(load_catalogue().sources)
    assert all(source["licence"] for source in package["sources"])
    # Une source sans adresse relevée n'a pas de chemin, plutôt qu'un chemin vide.
    assert all(source.get("path", "https://").startswith("http") for source in package["sources"])
    assert package["version"]
    assert package["created"].endswith("T00:00:00Z")


def test_aucun_champ_personnel_n_est_exporte() -> None:
    """Aucune colonne ne porte le nom d'un champ personnel du dossier."""
    personal = {field.name for form in FORMS for field in form.fields if field.personal}
    labels = {field.label for form in FORMS for field in form.fields if field.personal}
    assert personal
    for resource in list_resources(load_catalogue()):
        assert personal.isdisjoint(column.name for column in resource.columns)
        assert labels.isdisjoint(column.title for column in resource.columns)


def test_un_export_n_ecrase_rien_sans_le_dire(tmp_path: Path) -> None:
    """Un fichier présent arrête l'export, sauf si on demande de remplacer."""
    kept = tmp_path / "sources.csv"
    kept.write_text("à moi", encoding="utf-8")
    with pytest.raises(UsageError, match=r"sources\.csv"):
        export_catalogue(tmp_path)
    assert kept.read_text(encoding="utf-8") == "à moi"
    assert kept in export_catalogue(tmp_path, replace_files=True)
