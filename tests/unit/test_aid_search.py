"""De « kit aides » aux fichiers : ce qui s'imprime, ce qui s'écrit, ce qui se refuse."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kit.cli import main
from kit.domain.errors import UsageError
from kit.products.aids.producing import AidReport, AidSearch, find_aids, produce_aids
from kit.products.aids.sheet import MAX_ROWS, list_rows
from kit.products.options import Options

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests" / "data" / "aides-exemple.json"
DOSSIER = ROOT / "exemples" / "paris-est-marne-et-bois.yaml"
OPTIONS = Options(today=dt.date(2026, 11, 23))


def choose(report: AidReport, *formats: str) -> AidReport:
    return replace(report, options=replace(report.options, formats=formats))


def test_chaque_action_a_sa_liste_et_ses_raisons() -> None:
    """A4, des stages pour des élèves : deux aides du sujet, les neuf autres parlent d'autre chose."""
    report = find_aids(DOSSIER, AidSearch(source=EXAMPLE, actions=("A4",)), options=OPTIONS)
    (selection,) = report.selections
    assert [match.aid.key for match in selection.candidates] == ["1", "12"]
    assert len(selection.unrelated) == 9
    assert all(match.subject.reason.startswith("même sujet") for match in selection.candidates)


def test_les_clotures_avant_le_debut_sont_signalees() -> None:
    """A5 commence le 1er février 2027 ; l'aide 4 ferme le 15 janvier, et vient en tête."""
    rows = list_rows(find_aids(DOSSIER, AidSearch(source=EXAMPLE), options=OPTIONS).selections)
    assert (rows[0].name, rows[0].when, rows[0].early) == ("Équiper un tiers-lieu", "15/01/2027", True)
    assert len(rows) <= MAX_ROWS


def test_une_aide_bonne_pour_deux_actions_ne_prend_qu_une_ligne() -> None:
    """Ses actions y sont toutes, dans l'ordre."""
    rows = list_rows(find_aids(DOSSIER, AidSearch(source=EXAMPLE), options=OPTIONS).selections)
    assert len({row.name for row in rows}) == len(rows)
    shared = next(row for row in rows if row.name == "Rapprocher parents, jeunes et métiers")
    assert [need.number for need in shared.needs] == ["A4", "A7"]


def test_quand_rien_ne_convient_le_document_le_dit_avec_la_date(tmp_path: Path) -> None:
    """Ni remplissage, ni page vide : ce qu'il faut chercher ailleurs."""
    source = tmp_path / "aides.json"
    source.write_text(json.dumps([{"name": "Aides aux chats errants", "description": "Stérilisation."}]))
    search = AidSearch(source=source, extracted_on=dt.date(2026, 11, 20))
    report = find_aids(DOSSIER, search, options=OPTIONS)
    assert not any(selection.candidates for selection in report.selections)
    text = report.build_document().markdown.replace("\\", "").replace("\u00a0", " ")
    assert "Rien de pertinent dans ce catalogue, du 20 novembre 2026" in text
    assert "l’orientation et la découverte des métiers" in text


def test_une_version_publique_ne_donne_pas_le_contact(tmp_path: Path) -> None:
    """Ni dans la page, ni dans le classeur ; la structure reste."""
    source = tmp_path / "aides.json"
    record = {"name": "Équiper un tiers-lieu", "financers": ["Agence"], "contact": "lea@essai.example"}
    source.write_text(json.dumps([record]))
    for public, expected in ((False, True), (True, False)):
        options = replace(OPTIONS, public=public, formats=("html", "ods"))
        report = find_aids(DOSSIER, AidSearch(source=source), options=options)
        folder = tmp_path / str(public)
        produce_aids(report, folder)
        page = (folder / "aides.html").read_text(encoding="utf-8")
        book = CalamineWorkbook.from_path(str(folder / "aides.ods"))
        cells = str(book.get_sheet_by_name("Aides").to_python())
        assert ["lea@essai.example" in text for text in (page, cells)] == [expected, expected]
        assert "Agence" in page


def test_une_action_inconnue_est_refusee_avec_les_choix() -> None:
    """La phrase propose."""
    with pytest.raises(UsageError, match="A9"):
        find_aids(DOSSIER, AidSearch(actions=("A9",)), options=OPTIONS)


def test_les_documents_disent_la_date_la_licence_et_de_verifier(tmp_path: Path) -> None:
    """En page web comme en classeur."""
    report = find_aids(DOSSIER, AidSearch(source=EXAMPLE), options=OPTIONS)
    files = produce_aids(choose(report, "html", "ods"), tmp_path).files
    page = (tmp_path / "aides.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "20 novembre 2026" in page
    assert "Licence Ouverte 2.0" in page
    assert "Vérifiez sur Aides-territoires" in page
    assert "<script>alert" not in page
    workbook = CalamineWorkbook.from_path(str(files[1]))
    assert workbook.sheet_names == ["Financement", "Aides", "Lisez-moi"]
    notes = str(workbook.get_sheet_by_name("Lisez-moi").to_python())
    assert "20/11/2026" in notes


def test_le_classeur_donne_toutes_les_aides_comparees(tmp_path: Path) -> None:
    """Huit actions, onze aides une fois les doublons réunis, aucune perdue."""
    report = find_aids(DOSSIER, AidSearch(source=EXAMPLE), options=OPTIONS)
    produce_aids(choose(report, "ods"), tmp_path)
    workbook = CalamineWorkbook.from_path(str(tmp_path / "aides.ods"))
    lines = workbook.get_sheet_by_name("Aides").to_python()[3:]
    assert len(lines) == 8 * 11
    assert {line[4] for line in lines} == {"à étudier", "écartée", "autre sujet"}
    assert any("champ_nouveau" in str(line[-1]) for line in lines)
    funding = {line[0]: line for line in workbook.get_sheet_by_name("Financement").to_python()[3:]}
    assert funding["A4"][2:5] == [9000, 5000, 4000]


def test_un_texte_qui_ressemble_a_une_formule_reste_un_texte(tmp_path: Path) -> None:
    """Un nom d'aide qui commence par « = » n'est jamais calculé."""
    source = tmp_path / "aides.json"
    source.write_text(json.dumps([{"name": '=HYPERLINK("http://x")', "financers": ["+33"]}]))
    report = find_aids(DOSSIER, AidSearch(source=source, actions=("A1",)), options=OPTIONS)
    produce_aids(choose(report, "ods", "xlsx"), tmp_path)
    for name in ("aides.ods", "aides.xlsx"):
        sheet = CalamineWorkbook.from_path(str(tmp_path / name)).get_sheet_by_name("Aides").to_python()
        assert str(sheet[3][1]).startswith("=HYPERLINK")


def test_la_commande_imprime_les_raisons_et_rend_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sur le catalogue livré, sans export."""
    command = ["aides", str(DOSSIER), "--action", "A5", "--le", "23/11/2026", "--formats", "html"]
    assert main([*command, "--dans", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "à vérifier" in printed
    assert "sur un autre sujet" in printed
    assert "fiches qui ne sont pas des aides" in printed
    assert "Vérifiez sur Aides-territoires" in printed
    assert (tmp_path / "paris-est-marne-et-bois" / "aides.html").is_file()


def test_tout_montre_aussi_les_ecartees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Avec la raison : A3 est pilotée par des lycées, à qui deux aides du sujet ne sont pas ouvertes."""
    command = ["aides", str(DOSSIER), "--source", str(EXAMPLE), "--action", "A3", "--formats", "html"]
    assert main([*command, "--le", "23/11/2026", "--tout", "--dans", str(tmp_path)]) == 0
    printed = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Rien de pertinent dans ce catalogue, du 20/11/2026." in printed
    assert "écartée" in printed
    assert "réservée aux" in printed


def test_un_mauvais_export_n_ecrit_rien(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Une phrase, l'état 1."""
    source = tmp_path / "aides.json"
    source.write_text("{")
    assert main(["aides", str(DOSSIER), "--source", str(source), "--dans", str(tmp_path / "s")]) == 1
    assert "JSON" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()


def test_le_meme_export_en_csv_donne_les_memes_candidates(tmp_path: Path) -> None:
    """Les champs simples suffisent."""
    records = json.loads(EXAMPLE.read_text(encoding="utf-8"))["results"]
    path = tmp_path / "aides.csv"
    keys = [key for key in records[0] if key != "slug"]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, keys, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(
            {key: "|".join(value) if isinstance(value, list) else value for key, value in record.items()}
            for record in records
        )
    found = [
        [match.aid.key for match in find_aids(DOSSIER, search, options=OPTIONS).selections[4].candidates]
        for search in (AidSearch(source=EXAMPLE), AidSearch(source=path))
    ]
    assert set(found[0]) <= set(found[1])


def test_un_dossier_sans_action_le_dit(tmp_path: Path) -> None:
    """Rien à chercher, mais un document entier."""
    source = tmp_path / "vide.yaml"
    shutil.copy(DOSSIER, source)
    text = source.read_text(encoding="utf-8")
    source.write_text(text[: text.index("actions:")], encoding="utf-8")
    report = find_aids(source, AidSearch(source=EXAMPLE), options=OPTIONS)
    assert report.selections == ()
    assert "0 action" in produce_aids(choose(report, "html"), tmp_path).files[0].read_text(
        encoding="utf-8"
    ).replace("\u00a0", " ")


def test_une_page_de_resultats_se_dit_dans_le_document(tmp_path: Path) -> None:
    """Trente aides ne passent pas pour toutes les aides."""
    source = tmp_path / "aides.json"
    source.write_text(json.dumps({"count": 3000, "results": [{"name": "Une"}]}))
    report = find_aids(DOSSIER, AidSearch(source=source), options=OPTIONS)
    text = report.build_document().markdown.replace("\\", "")
    assert "qu’une page de résultats" in text
    assert "3\u202f000 aides" in text
