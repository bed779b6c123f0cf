"""Répétition générale : vingt-quatre territoires, des fichiers passés par LibreOffice, puis le bilan.

Qui joue quoi, et ce que le bilan doit en dire, compté à la main :

- douze assidus (s01 à s12) rendent tout, à l'heure et à sa place ;
- six retardataires (s13 à s18) n'ont ni quiz de sortie ni carnet, et un dossier à peine commencé ;
- cinq étourdis (s19 à s23) renomment, déplacent, doublent, abîment ;
- une personne (s24) n'a rien rendu.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from office import Convert
from played_session import (
    COURSE,
    fill_dossier,
    fill_notebook,
    fill_questionnaire,
    list_answers,
    prepare_session,
    save,
)

from kit.documents.workbook import Workbook
from kit.domain.values import TerritoryKind
from kit.knowledge.catalogue.courses import Trace
from kit.knowledge.territories import load_territories
from kit.training.outcome.running import Outcome, OutcomeOptions, write_outcome
from kit.training.outcome.works import WorkKind
from kit.training.questionnaires import SCALE, Moment

pytestmark = pytest.mark.libreoffice

KEEN = [f"s{rank:02d}" for rank in range(1, 13)]
LATE = [f"s{rank:02d}" for rank in range(13, 19)]
HASTY = [f"s{rank:02d}" for rank in range(19, 24)]
OTHERS = ("Paris Est Marne et Bois", "Nantes Métropole")
HOT_SCALES = [*(one.key for one in COURSE.objectives), "UTILE", "RYTHME", "ANIMATION", "CONSEIL"]
SOLVED = {
    "etape-oubliee": 'fiche = "fon2"',
    "cause-sans-solution": "Que chaque jeune trouve un stage près de chez lui.",
    "ecart-budget": "ecart = 5000",
    "indicateur-releve": "Le nombre de stages, relevé chaque trimestre par le lycée.",
    "demande-unique": "Une heure par semaine.",
    "lettre-deduite": 'lettre = "d"',
    "nombre-dimensions": "combien = 6",
    "fait-constate": "Le compte rendu du 3 mars.",
}


def list_territories() -> list[str]:
    """Vingt-deux communes du Val-de-Marne, une intercommunalité, une métropole."""
    codes = load_territories().list_communes((TerritoryKind.DEPARTMENT, "94"))
    return [*sorted(codes)[:22], *OTHERS]


def agree(degree: int, **more: str) -> dict[str, str]:
    return dict.fromkeys(HOT_SCALES, SCALE[degree]) | more


def play(root: Path, marks: dict[str, str]) -> dict[str, Workbook]:
    """Les classeurs rendus, par chemin depuis le dossier de la session."""
    files: dict[str, Workbook] = {}

    def rate(mark: str, path: str, answers: dict[str, str]) -> None:
        files[path] = fill_questionnaire(Moment.HOT, answers, mark=mark)

    for mark in KEEN:
        home = f"stagiaires/{marks[mark]}"
        given = list_answers("jjjj???fff"), list_answers("jjjjjjjjf?")
        files[f"{home}/quiz-avant-{mark}.ods"] = fill_questionnaire(Moment.BEFORE, given[0], mark=mark)
        files[f"{home}/quiz-apres-{mark}.ods"] = fill_questionnaire(Moment.AFTER, given[1], mark=mark)
        files[f"{home}/dossier-{mark}.ods"] = fill_whole(root, mark)
        rate(mark, f"{home}/evaluation-a-chaud.ods", agree(0, GARDER="Appeler le lycée."))
    for mark in LATE:
        home = f"stagiaires/{marks[mark]}"
        given = list_answers("??????????")
        files[f"{home}/quiz-avant-{mark}.ods"] = fill_questionnaire(Moment.BEFORE, given, mark=mark)
        files[f"{home}/dossier-{mark}.ods"] = fill_dossier(list_territories()[int(mark[1:]) - 1], partners=2)
        # s18 répond « bof » : ce n'est pas un degré, sa réponse n'est pas comptée.
        more = {"RYTHME": "bof"} if mark == "s18" else {}
        rate(mark, f"{home}/evaluation-a-chaud.ods", agree(1, **more))
    for mark in HASTY:
        # Leurs quiz sont en vrac, sous un nom qui ne dit rien : le repère est dans le fichier.
        given = list_answers("jjjjj....."), list_answers("jjjjjjjjjj")
        files[f"vrac/reponses {mark[1:]}.ods"] = fill_questionnaire(Moment.BEFORE, given[0], mark=mark)
        files[f"vrac/finales {mark[1:]}.ods"] = fill_questionnaire(Moment.AFTER, given[1], mark=mark)
        # s22 efface son repère et sort le fichier de son dossier : son avis compte, sans lui.
        rate("" if mark == "s22" else mark, f"vrac/avis {mark[1:]}.ods", agree(2))
        if mark in ("s19", "s20", "s21"):
            files[f"stagiaires/{marks[mark]}/projet final.ods"] = fill_whole(root, mark)
    files[f"stagiaires/{marks['s22']}/dossier-s22.ods"] = fill_dossier(
        list_territories()[21], cause="Une première version.", actions=1
    )
    files["vrac/dossier-s22 (2).ods"] = fill_whole(root, "s22")
    return files


def fill_whole(root: Path, mark: str) -> Workbook:
    """Un dossier où tout est fait : une cause, cinq partenaires, trois actions, six critères."""
    del root
    territory = list_territories()[int(mark[1:]) - 1]
    return fill_dossier(territory, cause=f"La cause de {mark}.", partners=5, actions=3, criteria=6)


def save_through_libreoffice(
    libreoffice: Convert, files: dict[str, Workbook], root: Path, folder: Path
) -> None:
    """Chaque classeur écrit en xlsx, puis enregistré en ods par LibreOffice, en un seul lot."""
    drafts = [
        save(folder / "xlsx" / f"{rank:03d}.xlsx", workbook) for rank, workbook in enumerate(files.values())
    ]
    for name, saved in zip(files, libreoffice(drafts, "ods", folder / "ods"), strict=True):
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        saved.replace(target)


def write_notebooks(root: Path, marks: dict[str, str]) -> None:
    def find(mark: str, name: str) -> Path:
        return root / "stagiaires" / marks[mark] / "carnets" / f"{name}.ipynb"

    for mark in KEEN:
        for name in COURSE.notebooks:
            fill_notebook(find(mark, name), SOLVED)
    for mark in ("s01", "s02", "s03"):
        fill_notebook(find(mark, "plan-action"), {"ecart-budget": "ecart = 4000"})
    # Du code à la place d'une réponse : lu, jamais exécuté.
    trap = f"combien = __import__('pathlib').Path({str(root / 'piege')!r}).touch()"
    fill_notebook(find("s19", "grille-evaluation"), {"nombre-dimensions": trap})
    fill_notebook(find("s20", "diagnostic-cause-commune"), {**SOLVED, "etape-oubliee": None})


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, libreoffice: Convert) -> Outcome:
    folder = tmp_path_factory.mktemp("repetition")
    rows = [(f"Prénom{rank} Imaginé{rank}", code) for rank, code in enumerate(list_territories(), start=1)]
    done = prepare_session(folder, rows)
    marks = {seat.mark: Path(seat.folder).name for seat in done.manifest.seats}
    assert len({seat.territory_code for seat in done.manifest.seats}) == 24
    save_through_libreoffice(libreoffice, play(done.root, marks), done.root, folder)
    write_notebooks(done.root, marks)
    # s23 rend un classeur coupé au milieu.
    broken = done.root / "stagiaires" / marks["s23"] / "dossier-s23.ods"
    content = broken.read_bytes()
    broken.write_bytes(content[: len(content) // 2])
    os.utime(broken)

    return write_outcome(
        done.root, OutcomeOptions(today=dt.date(2027, 3, 15), formats=("docx", "odt", "pdf"))
    )


def test_ce_qui_a_ete_rendu_est_compte(outcome: Outcome) -> None:
    """Vingt-trois personnes ; un dossier coupé manque ; l'avis sans repère compte."""
    counts = {one.label: one.count for one in outcome.tally.returned}
    assert outcome.tally.trainees == 24
    assert outcome.tally.active == 23
    # 12 assidus + 6 retardataires + s19 à s22 ; s23 est illisible, s24 n'a rien.
    assert counts["dossier"] == 22
    assert counts["quiz d'entrée"] == 12 + 6 + 5
    assert counts["quiz de sortie"] == 12 + 5
    assert counts["évaluation à chaud"] == 12 + 6 + 5
    assert counts["évaluation à froid"] == 0
    # Les assidus, et s20 pour le premier, s19 pour le dernier.
    assert [counts[f"carnet « {name} »"] for name in COURSE.notebooks] == [13, 12, 12, 13]


def test_le_quiz_compare_les_memes_personnes(outcome: Outcome) -> None:
    """Dix-sept personnes ont les deux quiz : douze assidus et cinq étourdis."""
    quiz = outcome.tally.quiz
    assert (quiz.people, quiz.only_before, quiz.only_after) == (17, 6, 0)
    # Entrée : 4 justes chez 12, 5 justes chez 5. Sortie : 8 chez 12, 10 chez 5.
    assert (quiz.right_before, quiz.right_after, quiz.asked) == (12 * 4 + 5 * 5, 12 * 8 + 5 * 10, 170)
    by_key = {one.question.key: one for one in quiz.questions}
    ordered = [by_key[key] for key in COURSE.questions]
    assert [one.before.right for one in ordered] == [17, 17, 17, 17, 5, 0, 0, 0, 0, 0]
    assert [one.after.right for one in ordered] == [17] * 8 + [5, 5]
    # Les assidus disent « je ne sais pas » à trois questions, et se trompent aux trois dernières.
    assert [one.before.unknown for one in ordered] == [0, 0, 0, 0, 12, 12, 12, 0, 0, 0]
    assert [one.before.wrong for one in ordered] == [0] * 7 + [12, 12, 12]
    assert [one.before.silent for one in ordered] == [0] * 5 + [5] * 5
    assert (ordered[8].after.wrong, ordered[9].after.unknown) == (12, 12)
    # De 5 à 17 : douze de gagnées ; de 0 à 5 : cinq ; aucune de perdue.
    assert [one.gained for one in ordered] == [0, 0, 0, 0, 12, 17, 17, 17, 5, 5]
    assert sum(one.lost for one in ordered) == 0


def test_les_questions_les_moins_reussies_viennent_d_abord(outcome: Outcome) -> None:
    """Les deux de la fin, à cinq justes sur dix-sept, ouvrent le tableau."""
    assert [one.question.key for one in outcome.tally.quiz.questions[:2]] == list(COURSE.questions[8:10])


def test_les_dossiers_sont_comptes_feuille_par_feuille(outcome: Outcome) -> None:
    """Seize finis (12 + s19 à s22), six commencés ; les retardataires n'ont ni action ni critère."""
    sheets = {one.trace: (one.done, one.begun, one.blank) for one in outcome.tally.sheets}
    assert sheets[Trace.ALLIANCE] == (16, 6, 0)
    assert sheets[Trace.PARTNERS] == (16, 6, 0)
    assert sheets[Trace.ACTIONS] == (16, 0, 6)
    assert sheets[Trace.EVALUATION] == (16, 0, 6)


def test_les_exercices_sont_juges_sans_rien_executer(outcome: Outcome) -> None:
    """Trois se trompent d'écart ; une cellule effacée et un piège sont nommés, jamais exécutés."""
    found = {one.exercise.key: one for one in outcome.tally.exercises}
    assert (found["ecart-budget"].filled, found["ecart-budget"].right) == (12, 9)
    assert (found["etape-oubliee"].right, found["etape-oubliee"].missing) == (12, 1)
    assert (found["nombre-dimensions"].right, found["nombre-dimensions"].unreadable) == (12, 1)
    assert found["cause-sans-solution"].right is None
    assert found["cause-sans-solution"].filled == 13
    assert not (outcome.gathered.root / "piege").exists()


def test_l_evaluation_a_chaud_est_comptee_sans_nom(outcome: Outcome) -> None:
    """Douze, six, cinq ; « bof » n'est pas un degré ; ce qui n'a pas été demandé reste sans réponse."""
    scales = {one.item.key: one for one in outcome.tally.hot.scales}
    assert scales["CONSEIL"].counts == (12, 6, 5, 0)
    assert (scales["RYTHME"].counts, scales["RYTHME"].silent) == ((12, 5, 5, 0), 1)
    assert (scales["ACCES"].counts, scales["ACCES"].silent) == ((0, 0, 0, 0), 23)
    assert [len(texts) for _, texts in outcome.tally.hot.texts] == [12, 0, 0]


def test_chaque_objectif_a_ses_traces(outcome: Outcome) -> None:
    """O1 : alliance, partenaires, trois questions ; O3 : carnets, deux questions."""
    clues = {
        one.objective.key: [(clue.count, clue.total) for clue in one.clues]
        for one in outcome.tally.objectives
    }
    assert clues["O1"] == [(16, 22), (16, 22), (51, 51)]
    assert clues["O2"] == [(16, 22), (51, 51)]
    # Carnets : deux exercices chacun, rendus par 13, 12, 12, 13 ; manquent une cellule effacée (s20),
    # une réponse illisible et un texte laissé vide (s19).
    assert clues["O3"] == [(2 * (13 + 12 + 12 + 13) - 3, 100), (34, 34)]
    assert clues["O4"] == [(16, 22), (10, 34)]


def test_ce_qui_ne_va_pas_est_nomme(outcome: Outcome) -> None:
    """La version laissée, le classeur coupé, la réponse incomprise ; rien d'autre."""
    codes = sorted(problem.code for problem in outcome.problems)
    assert codes.count("travail-deux-versions") == 1
    assert codes.count("reponse-incomprise") == 1
    assert len(codes) == 3
    broken = next(problem for problem in outcome.problems if problem.where.file.endswith("dossier-s23.ods"))
    assert not broken.blocking
    assert outcome.tally.set_aside == 1


def test_la_version_la_plus_remplie_compte(outcome: Outcome) -> None:
    """Le dossier de s22 qui compte est celui qu'il a rangé ailleurs ; l'autre est toujours là."""
    seat = next(one for one in outcome.gathered.participants if one.seat.mark == "s22")
    work = seat.find(WorkKind.DOSSIER)
    assert work is not None
    assert work.path.name == "dossier-s22 (2).ods"
    assert outcome.gathered.others[0].path.exists()


def test_chacun_a_son_retour(outcome: Outcome) -> None:
    """Vingt-quatre retours en trois formats, hors des dossiers des stagiaires."""
    folder = outcome.gathered.root / "personnel" / "retours"
    assert len(list(folder.iterdir())) == 24 * 3
    assert all("stagiaires" not in path.relative_to(outcome.gathered.root).parts for path in outcome.files)
