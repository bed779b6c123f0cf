"""Une session se prépare d'un coup : chacun son dossier, ni nom ni solution ailleurs, rien d'écrasé."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import page
import pikepdf
import pytest
from office import Convert, read_pdf

from kit.cli import main
from kit.domain.errors import InputError
from kit.knowledge import catalogue
from kit.reading.dossier import read_dossier
from kit.training.carnets import find_notebook_folder
from kit.training.exercises import parse_exercises
from kit.training.layout import MANIFEST, PERSONAL, REGISTER, read_manifest, read_register, write_manifest
from kit.training.pieces import list_prints
from kit.training.preparing import Preparation, PrepareOptions, prepare
from kit.training.questionnaires import build_quiz, list_questions, list_right_answers
from kit.training.sessions import read_session
from kit.training.trainers import list_cards
from kit.writers.cards import Card, write_cards
from kit.writers.pandoc import load_look
from kit.writers.pdf import PdfError

pytestmark = pytest.mark.lent

NAMES = ("Camille Fictive-Alpha", "Zoé ÉTOILE ★ du Tertre", "مريم الخيالية")
SESSION = """\
session:
  formation: catalyseurs-deux-jours
  organisme: Organisme imaginé
  jours: [11/03/2027, 15/04/2027]
  lieu: Salle 2
  formateurs: [Andrea Fictif-Formateur]
  contact: formation@exemple.example
  liste: liste.csv
"""
ROWS = (
    f"{NAMES[0]};élue;Ville imaginée;Les Mureaux",
    f"{NAMES[1]};agent;;Paris Est Marne et Bois",
    f'{NAMES[2]};bénévole;;"Pornic Agglo Pays de Retz ; CC Sud Retz Atlantique"',
)
LATE = "Dernière Minute-Fictive;agente;;Vincennes"


def write_session(folder: Path, *rows: str, text: str = SESSION) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = "\n".join(("Nom;Fonction;Structure;Territoire", *rows))
    (folder / "liste.csv").write_text(f"{lines}\n", encoding="utf-8")
    (folder / "session.yaml").write_text(text, encoding="utf-8")
    return folder / "session.yaml"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_session(tmp_path_factory.mktemp("session"), *ROWS)


@pytest.fixture(scope="module")
def done(source: Path) -> Preparation:
    return prepare(source, source.parent / "pret", PrepareOptions(formats=("ods", "xlsx")))


@pytest.fixture
def copy(done: Preparation, tmp_path: Path) -> Path:
    """Une copie du dossier préparé, que le test peut abîmer."""
    root = tmp_path / "pret"
    shutil.copytree(done.root, root)
    return root


def list_files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def read_parts(path: Path) -> bytes:
    """Les octets d'un fichier, ceux de ses membres si c'est une archive, ceux des flux si c'est un PDF."""
    content = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
            return f"{dict(pdf.docinfo)} {metadata}".encode()
    return content


def read_text(path: Path) -> str:
    """Le texte d'un fichier, balises retirées, apostrophes et espaces ramenées."""
    text = re.sub(r"<[^>]+>", " ", read_parts(path).decode("utf-8", "ignore"))
    return squeeze(text)


def squeeze(text: str) -> str:
    folded = text.replace("’", "'").replace("&apos;", "'").replace("\\", "").replace("*", "").replace("`", "")
    return re.sub(r"[\s\u00a0\u202f]+", " ", folded)


def digest(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in list_files(root)}


# --- Ce qui est écrit -----------------------------------------------------------------------


def test_chaque_stagiaire_a_son_dossier_complet(done: Preparation) -> None:
    """Repère et territoire dans le nom, et tout ce qu'annonce la disposition."""
    folders = [seat.folder for seat in done.manifest.seats]
    assert folders[:2] == ["stagiaires/s01-les-mureaux", "stagiaires/s02-paris-est-marne-et-bois"]
    course = done.session.course
    for seat in done.manifest.seats:
        assert seat.ready
        names = {path.relative_to(done.root).as_posix() for path in list_files(done.root / seat.folder)}
        assert {seat.file("livret", suffix) for suffix in ("docx", "odt", "pdf")} <= names
        pieces = ("dossier", "quiz-avant", "quiz-apres")
        assert {seat.file(piece, suffix) for piece in pieces for suffix in ("ods", "xlsx")} <= names
        # L'évaluation est sans nom : ni dans celui du fichier, ni dedans.
        assert {f"{seat.folder}/evaluation-a-chaud.{suffix}" for suffix in ("ods", "xlsx")} <= names
        assert {seat.notebook(name) for name in course.notebooks} <= names
        assert all(seat.mark in name for name in names if not name.endswith((".ipynb", "LISEZMOI.txt")))


def test_le_dossier_est_prerempli_pour_le_territoire(done: Preparation) -> None:
    """Un territoire, ou un groupe ; les échelons publics y sont proposés, jamais inscrits."""
    grid = catalogue.load_grid()
    for seat in done.manifest.seats:
        draft = read_dossier(done.root / seat.file("dossier", "ods"), grid).draft
        assert draft.territory.name == seat.territory_name
        assert draft.partners == ()
        with zipfile.ZipFile(done.root / seat.file("dossier", "ods")) as archive:
            assert "Région (" in archive.read("content.xml").decode()
    assert len(draft.territory.members) == 2


def test_chaque_carnet_ouvre_un_fichier_qui_est_la(done: Preparation) -> None:
    """Le chemin du carnet mène au dossier du stagiaire, ou à ses grilles."""
    for path in done.root.rglob("carnets/*.ipynb"):
        found = re.search(r'chemin = \\"([^"\\]+)\\"', path.read_text(encoding="utf-8"))
        if found:
            assert (path.parent / found[1]).exists(), path


def test_le_formateur_a_ses_pieces(done: Preparation) -> None:
    """Du guide à la liste d'impression, dans les formats annoncés."""
    for name in ("guide-formateur", "fiche-de-stage", "quiz", "quiz-corrige", "a-imprimer"):
        for suffix in ("docx", "odt", "pdf"):
            assert (done.root / "formateur" / f"{name}.{suffix}").stat().st_size > 5_000
    for name in ("diapositives.pptx", "diapositives.html", "cartes.pdf", "solutions/plan-action.ipynb"):
        assert (done.root / "formateur" / name).exists()
    for name in ("emargement.pdf", "convocations/convocation-s01.docx", "attestations/attestation-s03.odt"):
        assert (done.root / PERSONAL / name).exists()


def test_les_quantites_suivent_le_groupe(source: Path) -> None:
    """Deux quiz par personne, un jeu de cartes par table, des papillons pour chacun."""
    session = read_session(source).session
    prints = {one.what: one.count for one in list_prints(session)}
    assert prints["Quiz d'entrée et de sortie"] == 6
    assert prints["Cartes"] == session.tables == 1
    sticky = next(one for one in session.course.equipment if one.name == "Papillons adhésifs")
    assert sticky.total(trainees=13, tables=3) == 390
    assert session.course.count_tables(13) == 3


def test_les_cartes_viennent_du_catalogue_avec_leur_source(source: Path) -> None:
    """Une carte par fiche citée ; chacune dit sa clé."""
    course = read_session(source).session.course
    cards = list_cards(course)
    assert len(cards) == sum(len(one.entries) * one.per_table for one in course.cards)
    assert all(re.match(r"[A-Z0-9-]+\. .+", card.source) for card in cards)


@pytest.mark.parametrize("key", catalogue.list_courses())
def test_chaque_carte_tient_dans_son_quart_de_page(tmp_path: Path, key: str) -> None:
    """Quatre cartes par page, aucune coupée ; le PDF est balisé."""
    cards = list_cards(catalogue.load_course(key))
    path = tmp_path / "cartes.pdf"
    path.write_bytes(write_cards(cards, title="Cartes", look=load_look(), day=dt.date(2027, 3, 11)))
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == -(-len(cards) // 4)
    assert page.validate_pdf(str(path), profile="ua1").failures == []


def test_une_carte_trop_longue_est_nommee_plutot_que_coupee() -> None:
    """Le corps rapetisse jusqu'à dix points, puis la carte est refusée."""
    card = Card(group="Jeu", title="La carte bavarde", text="mot " * 900)
    with pytest.raises(PdfError, match="La carte bavarde"):
        write_cards([card], title="Cartes", look=load_look(), day=dt.date(2027, 3, 11))


def test_le_chemin_de_chaque_fichier_tient_en_ascii(done: Preparation) -> None:
    """Un carnet et une vieille clé USB s'en trouvent mieux."""
    assert all(path.relative_to(done.root).as_posix().isascii() for path in list_files(done.root))


# --- Aucune solution ------------------------------------------------------------------------


def list_secrets() -> Iterator[str]:
    """Ce qu'un stagiaire ne doit pas lire avant la fin : corrigés des carnets et retours du quiz."""
    for key in catalogue.list_courses():
        course = catalogue.load_course(key)
        for name in course.notebooks:
            content = (find_notebook_folder() / f"{name}.ipynb").read_bytes()
            for exercise in parse_exercises(content, name=name):
                for solution in exercise.solutions:
                    lines = [
                        line for line in solution.splitlines() if not line.startswith(("from ", "import "))
                    ]
                    yield from (line for line in lines if len(line) > 20)
        for question in list_questions(course):
            yield question.explanation
            yield from (option.feedback for option in question.options)


def test_aucun_fichier_de_stagiaire_ne_porte_de_solution(done: Preparation) -> None:
    """Chaque fichier est ouvert : carnets, classeurs, docx, odt, textes."""
    secrets = [squeeze(text)[:60] for text in list_secrets()]
    assert len(secrets) > 60
    opened = 0
    for path in list_files(done.root / "stagiaires"):
        if path.suffix == ".pdf":
            continue
        text = read_text(path)
        assert [secret for secret in secrets if secret in text] == [], path
        opened += 1
        if path.suffix == ".ipynb":
            tags = [cell["metadata"].get("tags", []) for cell in json.loads(path.read_text("utf-8"))["cells"]]
            assert not {"solution", "formateur"} & {tag for one in tags for tag in one}
    assert opened > 50


def test_les_secrets_cherches_sont_bien_chez_le_formateur(done: Preparation) -> None:
    """Le contrôle d'au-dessus sait trouver ce qu'il cherche."""
    questions = list_questions(done.session.course)
    text = read_text(done.root / "formateur" / "quiz-corrige.docx")
    assert all(squeeze(question.explanation)[:60] in text for question in questions)
    notebook = (done.root / "formateur" / "solutions" / "plan-action.ipynb").read_text(encoding="utf-8")
    assert '"solution"' in notebook


@pytest.mark.libreoffice
def test_aucun_pdf_de_stagiaire_ne_porte_de_solution(done: Preparation) -> None:
    """Le texte du livret imprimable, lu page par page."""
    secrets = [squeeze(text)[:40] for text in list_secrets()]
    for path in (done.root / "stagiaires").rglob("*.pdf"):
        text = read_pdf(path)
        assert len(text) > 500
        assert [secret for secret in secrets if secret in squeeze(text)] == []


def test_le_quiz_des_stagiaires_ne_dit_pas_la_bonne_reponse(done: Preparation) -> None:
    """Les mêmes lettres pour tous, « je ne sais pas » compris, et rien de coché."""
    course = done.session.course
    for item, question in zip(build_quiz(course), list_questions(course), strict=True):
        assert item.answers[-1] == "je ne sais pas"
        assert set(list_right_answers(question)) < set(item.answers)
    text = read_text(done.root / "formateur" / "quiz.docx")
    assert "juste" not in text.replace("sont justes", "")


# --- Les noms -------------------------------------------------------------------------------


def test_aucun_nom_hors_du_dossier_personnel(done: Preparation) -> None:
    """Ni dans un texte, ni dans un membre d'archive, ni dans des métadonnées, ni dans un chemin."""
    words = ["Fictive-Alpha", "Fictif-Formateur", "ÉTOILE", "مريم", "Ville imaginée"]
    for path in list_files(done.root):
        if path.relative_to(done.root).parts[0] == PERSONAL:
            continue
        content = read_parts(path)
        found = [
            word for word in words if word.encode() in content or json.dumps(word)[1:-1].encode() in content
        ]
        assert found == [], path


def test_aucun_nom_dans_les_metadonnees_des_pieces_nominatives(done: Preparation) -> None:
    """Titre, sujet et auteur ne désignent personne : une pièce s'envoie, ses métadonnées aussi."""
    checked = 0
    for path in list_files(done.root / PERSONAL):
        if path.suffix == ".pdf":
            metadata = read_parts(path)
        elif path.suffix in {".docx", ".odt", ".ods", ".xlsx"}:
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if re.search(r"docProps|meta\.xml", name)]
                metadata = b"".join(archive.read(name) for name in names)
        else:
            continue
        checked += 1
        assert not any(name.encode() in metadata for name in (*NAMES, "Fictif-Formateur")), path
    assert checked > 15


def test_les_pieces_nominatives_portent_le_nom_entier(done: Preparation) -> None:
    """La convocation, l'attestation et l'émargement, lettres rares comprises."""
    for rank, name in enumerate(NAMES, start=1):
        for piece in (
            f"convocations/convocation-s{rank:02d}.docx",
            f"attestations/attestation-s{rank:02d}.odt",
        ):
            assert name in read_text(done.root / PERSONAL / piece)
    text = read_text(done.root / PERSONAL / "emargement.docx")
    assert all(name in text for name in NAMES)
    assert text.count(NAMES[0]) == len(done.session.half_days)


def test_effacer_le_dossier_personnel_efface_les_noms(copy: Path) -> None:
    """Le reste se lit encore, et un nouveau stagiaire ne prend la place de personne."""
    shutil.rmtree(copy / PERSONAL)
    manifest = read_manifest(copy)
    assert manifest is not None
    assert [seat.mark for seat in manifest.seats] == ["s01", "s02", "s03"]
    assert read_register(copy) == ()


# --- Relancer -------------------------------------------------------------------------------


def test_relancer_ne_change_rien_et_le_dit(done: Preparation, source: Path, copy: Path) -> None:
    """Mêmes octets partout ; les pièces gardées sont comptées."""
    before = digest(copy)
    again = prepare(source, copy, PrepareOptions(formats=("ods", "xlsx")))
    assert digest(copy) == before
    assert again.newcomers == 0
    assert "pieces-gardees" in [problem.code for problem in again.problems]
    assert done.files


def test_un_nouveau_stagiaire_s_ajoute_sans_toucher_au_travail_fait(copy: Path, tmp_path: Path) -> None:
    """Un dossier rempli, un livret supprimé, un fichier en plus : rien n'y est refait."""
    work = copy / "stagiaires" / "s01-les-mureaux"
    (work / "dossier-s01.ods").write_bytes(b"mon travail")
    (work / "livret-s01.docx").unlink()
    (work / "notes.txt").write_text("mes notes", encoding="utf-8")
    before = digest(copy)
    again = prepare(write_session(tmp_path / "s", LATE, *ROWS), copy)
    after = digest(copy)
    assert again.newcomers == 1
    assert (copy / "stagiaires" / "s04-vincennes" / "dossier-s04.ods").exists()
    assert {name for name in before if before[name] != after[name]} == {MANIFEST, REGISTER}
    assert "stagiaires/s01-les-mureaux/livret-s01.docx" not in after


def test_remplacer_refait_le_formateur_et_jamais_un_stagiaire(copy: Path, tmp_path: Path) -> None:
    """L'émargement accueille la nouvelle personne ; les dossiers des autres restent tels quels."""
    (copy / "stagiaires" / "s01-les-mureaux" / "dossier-s01.ods").write_bytes(b"mon travail")
    (copy / "formateur" / "guide-formateur.docx").write_bytes(b"mes notes de guide")
    before = digest(copy)
    source = write_session(tmp_path / "s", *ROWS, LATE)
    prepare(source, copy, PrepareOptions(formats=("ods", "xlsx"), replace_files=True))
    after = digest(copy)
    assert "Dernière Minute-Fictive" in read_text(copy / PERSONAL / "emargement.docx")
    assert after["formateur/guide-formateur.docx"] != before["formateur/guide-formateur.docx"]
    assert all(after[name] == before[name] for name in before if name.startswith("stagiaires/"))


def test_une_preparation_interrompue_se_reprend(done: Preparation, source: Path, copy: Path) -> None:
    """Ce qui manque est écrit, ce qui est là reste."""
    manifest = read_manifest(copy)
    assert manifest is not None
    seats = tuple(type(seat)(**{**as_values(seat), "ready": False}) for seat in manifest.seats)
    (copy / MANIFEST).write_bytes(write_manifest(manifest.with_seats(seats)))
    folder = copy / "stagiaires" / "s02-paris-est-marne-et-bois"
    (folder / "quiz-avant-s02.ods").unlink()
    (folder / "dossier-s02.ods").write_bytes(b"commence")
    prepare(source, copy, PrepareOptions(formats=("ods", "xlsx")))
    assert (folder / "quiz-avant-s02.ods").exists()
    assert (folder / "dossier-s02.ods").read_bytes() == b"commence"
    resumed = read_manifest(copy)
    assert resumed is not None
    assert resumed.seats == done.manifest.seats


def as_values(seat: object) -> dict[str, object]:
    return {name: getattr(seat, name) for name in type(seat).__slots__}  # type: ignore[attr-defined]


def test_un_fichier_a_vous_n_est_jamais_ecrase(tmp_path: Path, source: Path) -> None:
    """Un « fiche-de-stage.docx » qui était là avant reste, même avec --remplacer, et c'est dit."""
    mine = tmp_path / "pret" / "formateur" / "fiche-de-stage.docx"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"la mienne")
    done = prepare(source, tmp_path / "pret", PrepareOptions(replace_files=True))
    assert mine.read_bytes() == b"la mienne"
    assert [problem.code for problem in done.problems].count("session-nom-pris") == 1


# --- Ce qui est refusé ----------------------------------------------------------------------


def test_une_autre_session_ne_se_mele_pas_a_celle_ci(copy: Path, tmp_path: Path) -> None:
    """D'autres jours, ou une autre fiche, dans le même dossier : refusé, rien n'est écrit."""
    before = digest(copy)
    other = write_session(tmp_path / "s", *ROWS, text=SESSION.replace("15/04/2027", "16/04/2027"))
    with pytest.raises(InputError) as caught:
        prepare(other, copy)
    assert caught.value.problems[0].code == "session-autre"
    assert digest(copy) == before


@pytest.mark.parametrize("name", ["stagiaires", "formateur", "personnel"])
def test_un_dossier_qui_est_un_lien_est_refuse(tmp_path: Path, source: Path, name: str) -> None:
    """Rien n'est écrit là où le lien mène, ni ailleurs."""
    root, outside = tmp_path / "pret", tmp_path / "dehors"
    root.mkdir()
    outside.mkdir()
    (root / name).symlink_to(outside, target_is_directory=True)
    with pytest.raises(InputError) as caught:
        prepare(source, root)
    assert {problem.code for problem in caught.value.problems} == {"session-hors-dossier"}
    assert list(outside.iterdir()) == []
    assert [path.name for path in root.iterdir()] == [name]


def test_une_liste_fausse_n_ecrit_rien(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """La commande dit toutes les lignes, rend 1, et le dossier n'existe pas."""
    source = write_session(tmp_path, "A;;;Les Mureau", "B;;;Nulle-Part-sur-Rien")
    assert main(["formation", "preparer", str(source), "--dans", str(tmp_path / "pret")]) == 1
    said = capsys.readouterr().err
    assert "ligne 2" in said
    assert "ligne 3" in said
    assert not (tmp_path / "pret").exists()


def test_la_commande_dit_ce_qui_est_pret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Vierge, remplie à la main, préparée : trois commandes."""
    assert main(["formation", "vierge", "elus-demi-journee", "--dans", str(tmp_path)]) == 0
    text = (tmp_path / "session.yaml").read_text(encoding="utf-8").replace("stagiaires.ods", "liste.csv")
    for name, value in (
        ("organisme", "Organisme imaginé"),
        ("jours", "11/03/2027"),
        ("lieu", "Salle 2"),
        ("formateurs", "Andrea Fictif"),
        ("contact", "formation@exemple.example"),
    ):
        text = text.replace(f"  {name}:\n", f'  {name}: "{value}"\n')
    write_session(tmp_path, "Camille Fictive;élue;;Les Mureaux", text=text)
    assert main(["formation", "preparer", str(tmp_path / "session.yaml"), "--dans", str(tmp_path / "p")]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "1 stagiaire, 1 dossier écrit" in said
    assert "Territoire, ligne 2 : Les Mureaux (78440), commune, Yvelines, " in said
    assert "Camille" not in said
    assert not (tmp_path / "p" / "stagiaires" / "s01-les-mureaux" / "carnets").exists()


# --- L'accès --------------------------------------------------------------------------------


def test_les_pdf_sont_conformes_a_pdf_ua(done: Preparation) -> None:
    """Toutes les pièces imprimables : balisées, titrées, en français."""
    files = [path for path in list_files(done.root) if path.suffix == ".pdf"]
    assert len(files) > 15
    faults = {path.name: page.validate_pdf(str(path), profile="ua1").failures for path in files}
    assert {name: found for name, found in faults.items() if found} == {}
    for path in files:
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) == "fr-FR"


@pytest.mark.libreoffice
def test_libreoffice_ouvre_chaque_piece(done: Preparation, tmp_path: Path, libreoffice: Convert) -> None:
    """Une de chaque : textes, classeurs et diaporama se convertissent, avec du texte dedans."""
    kept: dict[tuple[str, str], Path] = {}
    for path in list_files(done.root):
        if path.suffix in {".docx", ".odt", ".ods", ".xlsx", ".pptx"} and "solutions" not in path.parts:
            kept.setdefault((re.sub(r"-s\d\d", "", path.stem), path.suffix), path)
    copies = []
    for (stem, suffix), path in kept.items():
        copies.append(tmp_path / f"{stem}-{suffix[1:]}{suffix}")
        copies[-1].write_bytes(path.read_bytes())
    for one in libreoffice(copies, "pdf", tmp_path):
        assert len(read_pdf(one)) > 200, one.name
