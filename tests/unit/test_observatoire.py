"""L'observatoire : cinq questionnaires travaillés à la main, le vierge, les défauts, les fichiers écrits."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kit.cli.observatory import add_commands
from kit.documents.workbook import CellValue
from kit.domain.errors import InputError, UsageError
from kit.products.observatory.blank import SHEET, build_blank_questionnaire
from kit.products.observatory.producing import gather_questionnaires, write_blank_questionnaire, write_study
from kit.products.observatory.questions import QUESTIONS, find_question
from kit.products.observatory.reading import Answers, read_questionnaire
from kit.products.observatory.summary import summarise
from kit.products.options import Options
from kit.writers.sheet import WRITERS

Filled = Mapping[str, CellValue]
# Sport : une hausse, une baisse, un stable. Adhérents 10, 20, 40, 100 : médiane 30 ; un sans réponse.
FIVE: tuple[Filled, ...] = (
    {"domaine": "sport", "adherents": 10, "evolution": "en hausse", "besoins": "locaux ; bénévoles"},
    {"domaine": "Sport", "adherents": 20, "evolution": "en baisse", "besoins": "locaux"},
    {"domaine": "sport", "adherents": "100", "evolution": "stable", "freins": "aucun frein"},
    {
        "domaine": "culture",
        "adherents": 40,
        "evolution": "en baisse",
        "freins": "manque de temps;aucun frein",
    },
    {"domaine": "culture", "freins": "aucun frein", "besoins": "Bénévoles;locaux", "attentes": "Une salle."},
)


def fill(path: Path, answers: Filled) -> Path:
    """Le vierge du kit, ses cases remplies, écrit à ce chemin."""
    book = build_blank_questionnaire("Vincennes")
    labels = {find_question(key).label: value for key, value in answers.items()}
    sheets = []
    for sheet in book.sheets:
        rows = list(sheet.rows)
        for at, row in enumerate(rows):
            label = row.cells[0].value if row.cells and sheet.title == SHEET else None
            if label in labels:
                cell = replace(row.cells[1], value=labels[str(label)])
                rows[at] = replace(row, cells=(row.cells[0], cell, *row.cells[2:]))
        sheets.append(replace(sheet, rows=tuple(rows)))
    path.write_bytes(WRITERS[path.suffix](replace(book, sheets=tuple(sheets))))
    return path


def fill_five(folder: Path) -> list[Path]:
    suffixes = (".ods", ".xlsx", ".ods", ".xlsx", ".ods")
    return [fill(folder / f"q{at}{suffixes[at]}", one) for at, one in enumerate(FIVE)]


def test_cinq_questionnaires_se_recomptent_a_la_main(tmp_path: Path) -> None:
    """Choix, choix multiples, médiane, absences de réponse et texte."""
    summary = gather_questionnaires(fill_five(tmp_path)).summary
    by_key = {one.question.key: one for one in summary.questions}
    assert summary.count == 5
    assert [pair for pair in by_key["domaine"].counts if pair[1]] == [("culture", 2), ("sport", 3)]
    assert (by_key["adherents"].median, by_key["adherents"].missing) == (30.0, 1)
    assert (by_key["adherents"].low, by_key["adherents"].high) == (10, 100)
    assert dict(by_key["besoins"].counts)["locaux"] == 3
    assert dict(by_key["besoins"].counts)["bénévoles"] == 2
    assert by_key["besoins"].missing == 2
    assert by_key["attentes"].texts == ("Une salle.",)


def test_les_trois_questions_a_debattre_suivent_leurs_regles(tmp_path: Path) -> None:
    """Le besoin le plus cité, le frein hors « aucun frein », le domaine le plus partagé."""
    debates = gather_questionnaires(fill_five(tmp_path)).summary.debates
    assert "« locaux »" in debates[0].question
    assert debates[0].reason == "cité 3 fois sur 3 réponses"
    assert "« manque de temps »" in debates[1].question
    assert debates[1].reason == "cité 1 fois sur 3 réponses"
    assert "« sport »" in debates[2].question
    assert debates[2].reason == "1 en hausse, 1 en baisse, sur 3 réponses"


def test_un_petit_domaine_n_est_jamais_montre_du_doigt() -> None:
    """Sous trois réponses dans un domaine, l'évolution est celle de l'ensemble."""
    pair = [Answers(values={"domaine": "sport", "evolution": one}) for one in ("en hausse", "en baisse")]
    assert "dans l’ensemble" in summarise(pair).debates[0].question


@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
def test_le_vierge_rempli_se_relit(tmp_path: Path, suffix: str) -> None:
    """Une réponse par question, dans les deux formats."""
    answers: dict[str, CellValue] = {}
    for question in QUESTIONS:
        answers[question.key] = question.choices[0] if question.choices else 12
    intake = read_questionnaire(fill(tmp_path / f"q{suffix}", answers))
    assert intake.problems == ()
    assert len(intake.answers[0].values) == 12
    assert intake.answers[0].values["besoins"] == ("bénévoles",)
    assert intake.answers[0].values["salaries"] == 12


def test_une_reponse_illisible_est_laissee_et_les_autres_comptent(tmp_path: Path) -> None:
    """Un choix inconnu, un texte pour un nombre, un nombre négatif : trois défauts, avec leur ligne."""
    filled = {"domaine": "jardinage", "adherents": "beaucoup", "salaries": -1, "evolution": "Stable"}
    intake = read_questionnaire(fill(tmp_path / "q.ods", filled))
    assert intake.answers == (Answers(values={"evolution": "stable"}),)
    found = [(problem.code, problem.where.line) for problem in intake.problems]
    assert found == [("choix-inconnu", 4), ("nombre-attendu", 6), ("nombre-hors-bornes", 8)]


def test_des_reponses_ecrites_comme_on_parle_sont_comptees(tmp_path: Path) -> None:
    """« environ 120 », « zéro », « 86 adhérents », « 10 à 29 ans », une virgule entre deux besoins."""
    filled = {
        "anciennete": "10 à 29 ans",
        "adherents": "86 adhérents",
        "benevoles": "environ 20",
        "salaries": "zéro",
        "locaux": "prêté par la mairie",
        "besoins": "bénévoles, communication",
    }
    intake = read_questionnaire(fill(tmp_path / "q.xlsx", filled))
    assert dict(intake.answers[0].values) == {
        "anciennete": "de 10 à 29 ans",
        "adherents": 86,
        "benevoles": 20,
        "salaries": 0,
        "locaux": "prêtés par la collectivité",
        "besoins": ("bénévoles", "communication"),
    }
    assert {problem.code for problem in intake.problems} == {"lu-comme"}


def test_un_fichier_illisible_n_arrete_pas_les_bons(tmp_path: Path) -> None:
    """Il est écarté, nommé, et les autres sont comptés ; une copie ne compte pas deux fois."""
    files = fill_five(tmp_path)
    (tmp_path / "casse.ods").write_bytes(b"pas un classeur")
    (tmp_path / "z-copie.ods").write_bytes(files[0].read_bytes())
    study = gather_questionnaires([tmp_path])
    assert (study.summary.count, study.set_aside) == (5, 2)
    assert {problem.where.file for problem in study.problems} == {"casse.ods", "z-copie.ods"}


def test_un_vierge_seul_n_est_pas_compte(tmp_path: Path) -> None:
    """Sans aucune réponse, le fichier est refusé avec une phrase."""
    with pytest.raises(InputError) as caught:
        gather_questionnaires([fill(tmp_path / "q.ods", {})])
    assert [problem.code for problem in caught.value.problems] == ["champ-vide"]


def test_un_questionnaire_vierge_n_en_ecrase_pas_un_autre(tmp_path: Path) -> None:
    """Deux formats, puis un refus."""
    files = write_blank_questionnaire("Vincennes", tmp_path)
    assert sorted(path.name for path in files) == [
        "questionnaire-vincennes.ods",
        "questionnaire-vincennes.xlsx",
    ]
    with pytest.raises(UsageError):
        write_blank_questionnaire("Vincennes", tmp_path)


def test_le_document_et_l_annexe_ne_nomment_aucun_fichier(tmp_path: Path) -> None:
    """La page et le classeur s'écrivent, sans le nom d'un questionnaire."""
    options = Options(formats=("html", "ods"), today=dt.date(2026, 11, 23))
    study = gather_questionnaires(fill_five(tmp_path), options)
    files = write_study(study, tmp_path / "sortie").files
    assert {path.suffix for path in files} == {".html", ".ods"}
    page = next(path for path in files if path.suffix == ".html").read_text(encoding="utf-8")
    assert "Une salle." in page
    assert "q0.ods" not in page


def test_la_commande_reunit_des_questionnaires(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Des arguments aux fichiers écrits."""
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    files = [str(path) for path in fill_five(tmp_path)]
    arguments = parser.parse_args(
        ["observatoire", "reunir", *files, "--formats", "xlsx", "--dans", str(tmp_path)]
    )
    assert arguments.command(arguments) == 0
    assert (tmp_path / "observatoire.xlsx").is_file()
    assert "5 questionnaires" in capsys.readouterr().out.replace("\u00a0", " ")
