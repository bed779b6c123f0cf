"""Après la session : rien n'est exécuté, rien n'est mêlé, rien n'est perdu, et tout nom s'efface."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from played_session import (
    COURSE,
    fill_dossier,
    fill_notebook,
    fill_questionnaire,
    list_answers,
    prepare_session,
    save,
)

from kit.cli import main
from kit.domain.errors import InputError
from kit.training.layout import read_manifest, read_register
from kit.training.outcome.counting import count_works
from kit.training.outcome.erasing import erase_all, erase_trainee, list_personal_data
from kit.training.outcome.feedback import write_feedback
from kit.training.outcome.gathering import Gathered, gather_works
from kit.training.outcome.running import OutcomeOptions, write_outcome
from kit.training.outcome.works import Work, WorkKind
from kit.training.questionnaires import SCALE, Moment

pytestmark = pytest.mark.lent

DAY = dt.date(2027, 3, 15)
NAMES = ("Camille Fictive-Alpha", "Dominique Fictif-Beta", "Zoé Imaginée-Gamma")
TERRITORIES = ("94080", "94018", "94067")
QUICK = OutcomeOptions(today=DAY, formats=("docx",), feedback_formats=("docx",))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = tuple(zip(NAMES, TERRITORIES, strict=True))
    return prepare_session(tmp_path_factory.mktemp("session"), rows).root


@pytest.fixture
def root(prepared: Path, tmp_path: Path) -> Path:
    """Une copie de la session préparée, que le test peut remplir et abîmer."""
    copy = tmp_path / "pret"
    shutil.copytree(prepared, copy)
    return copy


def home(root: Path, mark: str) -> Path:
    return next((root / "stagiaires").glob(f"{mark}-*"))


def gather(root: Path) -> Gathered:
    return gather_works(root, today=DAY, workers=1)


def find(gathered: Gathered, mark: str, piece: WorkKind, notebook: str = "") -> Work | None:
    return next(one for one in gathered.participants if one.seat.mark == mark).find(piece, notebook)


def list_codes(gathered: Gathered) -> list[str]:
    return [problem.code for problem in gathered.problems]


def save_quiz(path: Path, mark: str, given: str = "jjjjjjjjjj") -> Path:
    return save(path, fill_questionnaire(Moment.AFTER, list_answers(given), mark=mark))


# --- Retrouver ------------------------------------------------------------------------------


def test_un_fichier_renomme_se_retrouve_par_son_contenu(root: Path) -> None:
    """Le nom ne dit plus rien ; la première feuille dit à qui il est."""
    save_quiz(home(root, "s01") / "mes réponses (définitif).ods", "s01")
    work = find(gather(root), "s01", WorkKind.AFTER)
    assert work is not None
    assert work.weight == 10


def test_un_fichier_deplace_chez_un_autre_reste_a_son_auteur(root: Path) -> None:
    """Le contenu l'emporte sur le dossier, et la contradiction est dite."""
    save_quiz(home(root, "s02") / "quiz-apres-s01.ods", "s01")
    gathered = gather(root)
    assert find(gathered, "s01", WorkKind.AFTER)
    assert find(gathered, "s02", WorkKind.AFTER) is None
    assert "travail-repere-double" in list_codes(gathered)


def test_le_dossier_d_un_autre_territoire_n_est_pas_mele(root: Path) -> None:
    """Rangé chez s02, il porte le territoire de s01 : il n'est compté pour personne, et c'est dit."""
    save(home(root, "s02") / "dossier-s02.ods", fill_dossier(TERRITORIES[0], cause="Une cause.", actions=2))
    gathered = gather(root)
    assert find(gathered, "s02", WorkKind.DOSSIER) is None
    assert find(gathered, "s01", WorkKind.DOSSIER) is None
    assert "travail-d-un-autre" in list_codes(gathered)


def test_de_deux_versions_la_plus_remplie_compte(root: Path) -> None:
    """Même plus ancienne ; l'autre est nommée, et reste où elle est."""
    full = save_quiz(root / "vrac" / "a.ods", "s01")
    short = save_quiz(root / "vrac" / "b.ods", "s01", "jj........")
    os.utime(full, (1, 1))
    gathered = gather(root)
    work = find(gathered, "s01", WorkKind.AFTER)
    assert work is not None
    assert work.path == full
    assert list_codes(gathered) == ["travail-deux-versions"]
    assert short.exists()


def test_a_egalite_la_plus_recente_compte(root: Path) -> None:
    """Deux versions aussi remplies : la dernière enregistrée."""
    old, new = save_quiz(root / "a.ods", "s01"), save_quiz(root / "b.ods", "s01", "ffffffffff")
    os.utime(old, (1, 1))
    work = find(gather(root), "s01", WorkKind.AFTER)
    assert work is not None
    assert work.path == new


def test_un_fichier_vierge_n_est_pas_une_version(root: Path) -> None:
    """La session telle que préparée : tout se lit, personne n'a rien rendu, rien n'est signalé."""
    gathered = gather(root)
    assert gathered.is_empty
    assert gathered.problems == ()
    assert gathered.files == len(TERRITORIES) * (4 + len(COURSE.notebooks))


def test_un_repere_inconnu_est_dit_et_laisse(root: Path) -> None:
    """s99 n'est pas de la session ; un fichier sans aucun repère non plus."""
    save_quiz(root / "vrac" / "quiz.ods", "s99")
    save_quiz(root / "vrac" / "sans.ods", "")
    assert sorted(list_codes(gather(root))) == ["travail-repere-inconnu", "travail-sans-repere"]


def test_une_evaluation_sans_repere_compte_une_fois(root: Path) -> None:
    """Elle est sans nom : le repère effacé n'y change rien ; une copie aux mêmes octets ne compte pas."""
    workbook = fill_questionnaire(Moment.COLD, {"EMPLOI": SCALE[0], "FAIT": "Une réunion en mai."})
    first = save(root / "retours-a-froid" / "un.ods", workbook)
    shutil.copy(first, first.with_name("copie.ods"))
    gathered = gather(root)
    assert [work.piece for work in gathered.unsigned] == [WorkKind.COLD]
    assert count_works(gathered).cold.people == 1


# --- Lire sans exécuter ---------------------------------------------------------------------


def test_un_carnet_modifie_se_lit_sans_etre_execute(root: Path) -> None:
    """Une réponse qui ouvre un fichier est illisible, pas exécutée ; une cellule effacée est absente."""
    path = home(root, "s01") / "carnets" / "diagnostic-cause-commune.ipynb"
    trap = root / "piege"
    code = f"fiche = open({str(trap)!r}, 'w').write('x')"
    fill_notebook(path, {"etape-oubliee": code, "cause-sans-solution": None})
    work = find(gather(root), "s01", WorkKind.NOTEBOOK, "diagnostic-cause-commune")
    assert work is not None
    assert [answer.state.value for answer in work.exercises] == ["illisible", "cellule absente"]
    assert not trap.exists()


def build_bomb() -> bytes:
    """Une archive qui se déplie mille fois plus grosse qu'elle."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b" " * 300_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04abime", b"<html>un site</html>", build_bomb()],
    ids=["vide", "coupé", "déguisé", "bombe"],
)
def test_un_classeur_hostile_est_nomme_et_n_arrete_rien(root: Path, content: bytes) -> None:
    """Il est nommé à son chemin, le quiz d'à côté est compté."""
    path = home(root, "s01") / "dossier-s01.ods"
    path.write_bytes(content)
    save_quiz(home(root, "s01") / "quiz-apres-s01.ods", "s01")
    gathered = gather(root)
    assert find(gathered, "s01", WorkKind.AFTER)
    assert [problem.where.file for problem in gathered.problems] == [path.relative_to(root).as_posix()]
    assert not any(problem.blocking for problem in gathered.problems)


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"cells": 3, "nbformat": 4}'])
def test_un_carnet_abime_est_nomme(root: Path, text: str) -> None:
    """Un JSON coupé, ou trop profond, n'arrête pas le bilan."""
    (home(root, "s01") / "carnets" / "plan-action.ipynb").write_text(text, encoding="utf-8")
    assert list_codes(gather(root)) == ["carnet-illisible"]


def test_un_lien_n_est_pas_suivi(root: Path, tmp_path: Path) -> None:
    """Un lien vers un fichier d'ailleurs n'est ni lu ni compté."""
    outside = save_quiz(tmp_path / "dehors" / "quiz.ods", "s01")
    (home(root, "s01") / "lien.ods").symlink_to(outside)
    assert find(gather(root), "s01", WorkKind.AFTER) is None


def test_une_reponse_incomprise_est_dite_a_sa_ligne(root: Path) -> None:
    """« Z » n'est pas une réponse : la question est nommée, les autres comptent."""
    answers = list_answers("jjjjjjjjjj") | {COURSE.questions[0]: "Z"}
    workbook = fill_questionnaire(Moment.AFTER, answers, mark="s01")
    save(home(root, "s01") / "quiz-apres-s01.ods", workbook)
    gathered = gather(root)
    (problem,) = gathered.problems
    assert problem.code == "reponse-incomprise"
    assert problem.where.line == 7
    work = find(gathered, "s01", WorkKind.AFTER)
    assert work is not None
    assert work.weight == 9


def test_lire_a_plusieurs_processus_donne_le_meme_compte(root: Path) -> None:
    """Deux processus ou un seul : les mêmes travaux, dans le même ordre."""
    for mark in ("s01", "s02", "s03"):
        save_quiz(home(root, mark) / f"quiz-apres-{mark}.ods", mark)
    alone, together = gather(root), gather_works(root, today=DAY, workers=2)
    assert alone.participants == together.participants


# --- Répondre et compter --------------------------------------------------------------------


def test_une_session_vide_ne_donne_rien(root: Path) -> None:
    """Pas de bilan de rien : une phrase, et aucun fichier écrit."""
    with pytest.raises(InputError, match="aucun travail rempli"):
        write_outcome(root, QUICK)
    assert not (root / "bilan").exists()


def test_un_dossier_quelconque_n_est_pas_une_session(tmp_path: Path) -> None:
    """Sans manifeste, rien n'est lu."""
    with pytest.raises(InputError, match="session préparée"):
        write_outcome(tmp_path, QUICK)


def test_le_retour_dit_ce_qui_est_la_et_ce_qui_manque(root: Path) -> None:
    """La feuille, le champ, quoi faire ; et rien de ce que les autres ont fait."""
    workbook = fill_dossier(TERRITORIES[0], cause="Une cause.", partners=2, actions=1)
    save(home(root, "s01") / "dossier-s01.ods", workbook)
    gathered = gather(root)
    said = write_feedback(COURSE, gathered.participants[0])
    assert "Feuille « Actions » : 1 action" in " ".join(said.present)
    gaps = {gap.where: gap.what for gap in said.gaps}
    assert gaps["Feuille « Partenaires »"].endswith("2 sur 5.")
    assert gaps["quiz-apres-s01"] == "Je n'ai pas trouvé de quiz de sortie rempli."
    assert all(gap.remedy for gap in said.gaps)


def test_un_retour_sans_rien_reste_bienveillant(root: Path) -> None:
    """Celui qui n'a rien rendu a son retour aussi."""
    save_quiz(home(root, "s01") / "quiz-apres-s01.ods", "s01")
    done = write_outcome(root, QUICK)
    assert (root / "personnel" / "retours" / "retour-s03.docx") in done.files
    text = read_all(root / "personnel" / "retours" / "retour-s03.docx")
    assert "rien n’est perdu".encode() in text


def test_trop_peu_de_reponses_ne_sont_pas_detaillees(root: Path) -> None:
    """Trois avis désigneraient leurs auteurs, trois territoires aussi."""
    for mark in ("s01", "s02", "s03"):
        answers = {"CONSEIL": SCALE[3], "CHANGER": "Tout."}
        save(home(root, mark) / "avis.ods", fill_questionnaire(Moment.HOT, answers, mark=mark))
    done = write_outcome(root, QUICK)
    assert done.tally.hot.people == 3
    assert done.tally.hot.scales == ()
    assert b"Vincennes" not in read_all(root / "bilan" / "bilan-formation.docx")


def read_all(path: Path) -> bytes:
    """Les octets d'un fichier et de ses membres."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            content += b"\n".join(archive.read(name) for name in archive.namelist())
    return content


def play(root: Path) -> None:
    """Tous rendent quelque chose ; s01 signe son dossier et son fichier de son nom."""
    for mark in ("s01", "s02", "s03"):
        save_quiz(home(root, mark) / f"quiz-apres-{mark}.ods", mark)
    workbook = fill_dossier(TERRITORIES[0], cause=f"La cause de {NAMES[0]}.")
    save(root / "vrac" / f"{NAMES[0]} s01.ods", workbook)
    avis = {"CHANGER": f"Moins de pauses, dit {NAMES[0]}."}
    save(home(root, "s01") / "avis.ods", fill_questionnaire(Moment.HOT, avis, mark="s01"))


def list_holders(root: Path, name: str) -> list[str]:
    """Les fichiers où ce nom se lit, chemin compris."""
    files = [path for path in root.rglob("*") if path.is_file()]
    return [
        path.relative_to(root).as_posix()
        for path in files
        if name.encode() in read_all(path) or name in path.relative_to(root).as_posix()
    ]


def test_ce_qui_se_montre_ne_porte_ni_nom_ni_repere(root: Path) -> None:
    """« bilan » : ni nom, ni réponse libre, ni chemin ; le nom n'est dans le suivi que si on le demande."""
    play(root)
    write_outcome(root, QUICK)
    shown = b"".join(read_all(path) for path in (root / "bilan").iterdir())
    assert not any(name.encode() in shown for name in NAMES)
    assert b"s01" not in shown
    assert b"Moins de pauses" not in shown
    assert NAMES[1].encode() not in read_all(root / "personnel" / "suivi.ods")
    write_outcome(root, OutcomeOptions(today=DAY, formats=(), feedback_formats=(), named=True))
    assert NAMES[1].encode() in read_all(root / "personnel" / "suivi.ods")


def test_le_bilan_ne_touche_a_aucun_travail(root: Path) -> None:
    """Mêmes octets avant et après, aux mêmes endroits."""
    play(root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    write_outcome(root, QUICK)
    assert all(path.read_bytes() == content for path, content in before.items())


# --- Effacer --------------------------------------------------------------------------------


def test_les_donnees_personnelles_sont_listees(root: Path) -> None:
    """Ce qui nomme tout le groupe, puis ce qui est à chacun, où que ce soit rangé."""
    play(root)
    holdings = list_personal_data(root, today=DAY)
    by_mark = {one.mark: one.files for one in holdings if one.mark}
    assert set(by_mark) == {"s01", "s02", "s03"}
    assert root / "vrac" / f"{NAMES[0]} s01.ods" in by_mark["s01"]
    assert root / "personnel" / "stagiaires.json" in holdings[0].files


def test_effacer_une_personne_ne_laisse_aucun_octet_de_son_nom(root: Path) -> None:
    """Ni dans un fichier, ni dans un chemin ; les autres gardent tout."""
    play(root)
    write_outcome(root, QUICK)
    kept = home(root, "s02") / "quiz-apres-s02.ods"
    done = erase_trainee(root, "s01")
    assert list_holders(root, NAMES[0]) == []
    assert not list((root / "stagiaires").glob("s01-*"))
    assert done.problems == ()
    assert kept.exists()
    assert [one.mark for one in read_register(root)] == ["s02", "s03"]
    assert NAMES[1].encode() in read_all(root / "personnel" / "qui-est-qui.ods")
    manifest = read_manifest(root)
    assert manifest is not None
    assert [seat.mark for seat in manifest.seats if seat.erased] == ["s01"]
    assert count_works(gather(root)).trainees == 2


def test_tout_effacer_ne_laisse_que_le_bilan_et_le_formateur(root: Path) -> None:
    """Aucun nom, aucun travail ; le bilan déjà fait reste."""
    play(root)
    write_outcome(root, QUICK)
    erase_all(root)
    assert [list_holders(root, name) for name in NAMES] == [[], [], []]
    assert not (root / "personnel").exists()
    assert not (root / "stagiaires").exists()
    assert (root / "bilan" / "bilan-formation.docx").exists()
    assert (root / "formateur").exists()


def test_effacer_les_noms_garde_les_travaux(root: Path) -> None:
    """Le bilan reste possible sans les noms ; les demander alors est refusé."""
    play(root)
    erase_all(root, names_only=True)
    assert not (root / "personnel").exists()
    assert write_outcome(root, QUICK).tally.active == 3
    with pytest.raises(InputError, match="noms de cette session ont été effacés"):
        write_outcome(root, OutcomeOptions(today=DAY, formats=(), feedback_formats=(), named=True))


def test_un_nom_reste_ailleurs_est_signale(root: Path) -> None:
    """Un fichier qui n'est pas du kit n'est pas effacé, mais il est nommé."""
    (root / "notes.txt").write_text(f"Appeler {NAMES[0]}.", encoding="utf-8")
    done = erase_trainee(root, "s01")
    assert [problem.where.file for problem in done.problems] == ["notes.txt"]
    assert (root / "notes.txt").exists()


def test_un_repere_mal_tape_est_corrige(root: Path) -> None:
    """Rien n'est effacé, et le repère le plus proche est proposé."""
    with pytest.raises(InputError, match="vouliez-vous dire"):
        erase_trainee(root, "s011")
    assert len(read_register(root)) == 3


# --- La commande ----------------------------------------------------------------------------


def test_les_commandes_disent_ce_qu_elles_font(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bilan, liste, effacement ; sans clavier, effacer demande --oui."""
    play(root)
    assert main(["formation", "bilan", str(root), "--formats", "odt", "--retours", "aucun"]) == 0
    assert "3\u00a0stagiaires ont rendu" in capsys.readouterr().out
    assert main(["formation", "donnees-personnelles", str(root)]) == 0
    assert "stagiaires.json" in capsys.readouterr().out
    assert main(["formation", "effacer", str(root), "--tout"]) == 2
    assert "--oui" in capsys.readouterr().err
    assert (root / "personnel").exists()
    assert main(["formation", "effacer", str(root), "--stagiaire", "s02", "--oui"]) == 0
    assert "Il reste" in capsys.readouterr().out
