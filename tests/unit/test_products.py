"""Tous les produits, par leurs commandes : mêmes options, mêmes refus, mêmes signalements."""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from filled_grids import build_answers, save_grid
from played_session import COURSE, SESSION, fill_questionnaire, list_answers, save
from test_observatoire import fill

from kit.cli import build_parser, main
from kit.cli.documents import add_product
from kit.documents.document import Document
from kit.notebooks import open_dossier, open_fragility, open_grids, open_questionnaires
from kit.products.product import DossierCommand, DossierDocument, Product, Reads
from kit.products.registry import BLANKS, PRODUCTS
from kit.sphinxext.directives.command_reference import list_commands
from kit.training.questionnaires import Moment
from kit.writers.formats import FORMATS

ROOT = Path(__file__).parents[2]
RARE = "名"
PERSON = "Personne Fictive-Zed"
MARK = "/* marque d’essai */"
LEAVES = {name.removeprefix("kit "): parser for name, parser, _ in list_commands(build_parser())}
DOSSIER = f"""\
alliance:
  nom: Essai {RARE}
  territoire: [Paris Est Marne et Bois]
  cause: Que chaque élève rencontre le monde du travail.
  publics: [élu]
  date: 01/10/2026
  contact_nom: {PERSON}
partenaires:
  - nom: Lycée du parc
    famille: enseignement et recherche
    engagement: engagé
    contact_nom: {PERSON}
actions:
  - numero: A1
    titre: Faire rencontrer {RARE} élèves et professionnels
    structure_pilote: Direction économie-emploi
    statut: En cours
    debut: 01/09/2026
    fin: 30/06/2027
    personne_pilote: {PERSON}
    elu_referent: {PERSON}
evaluation: []
"""
HEADINGS = ("accès à l’information | moins", "accès au numérique | moins", "compétences numériques | plus")


def takes(option: str) -> list[str]:
    """Les commandes qui ont cette option, lues dans l'analyseur."""
    return [name for name, parser in LEAVES.items() if f"'{option}'" in str(parser._actions)]


def list_positionals(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Une valeur pour chaque argument sans tiret : le premier choix, ou un nom quelconque."""
    for action in parser._actions:
        if not action.option_strings:
            yield str(next(iter(action.choices))) if action.choices else "rien.yaml"
        elif action.required:
            yield from (action.option_strings[0], "rien.yaml")


# --- Ce que chaque commande lit, au plus petit ----------------------------------------------


def write_dossier(folder: Path, name: str = "dossier", text: str = DOSSIER) -> str:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def write_versions(folder: Path) -> list[str]:
    later = DOSSIER.replace("En cours", "Réalisé").replace("01/10/2026", "01/11/2026")
    return [write_dossier(folder, "avant"), write_dossier(folder, "apres", later)]


def write_table(folder: Path) -> str:
    """Trois communes et quatre indicateurs."""
    titles = (*HEADINGS, "compétences administratives | plus")
    head = ";".join(
        ("Code INSEE", "Commune", *(f"Nombre {RARE} {at} | {one}" for at, one in enumerate(titles)))
    )
    communes = (("94015", "Bry-sur-Marne"), ("94017", "Champigny-sur-Marne"), ("94018", "Charenton-le-Pont"))
    rows = [f"{code};{name};{at};{at + 3};{at + 1};{at + 2}" for at, (code, name) in enumerate(communes)]
    path = folder / "tableau.csv"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return str(path)


def write_questionnaires(folder: Path) -> str:
    """Un questionnaire, dont la seule réponse libre porte le caractère rare."""
    return str(fill(folder / "questionnaire.ods", {"domaine": "sport", "attentes": f"Une salle {RARE}."}))


def write_grids(folder: Path) -> str:
    home = folder / "grilles"
    home.mkdir()
    for rank in range(2):
        save_grid(home / f"grille-{rank}.ods", build_answers(rank), name=f"P{rank}")
    return str(home)


def write_session(folder: Path) -> str:
    """Une session d'une personne ; le lieu porte le caractère rare."""
    (folder / "liste.csv").write_text("Nom;Fonction;Territoire\nZoé;agente;Vincennes", encoding="utf-8")
    path = folder / "session.yaml"
    text = SESSION.format(course=COURSE.key).replace("Salle 2", f"Salle {RARE}")
    path.write_text(text, encoding="utf-8")
    return str(path)


def play_session(folder: Path) -> str:
    """Une session préparée, un quiz rendu."""
    assert main(["formation", "preparer", write_session(folder), "--dans", str(folder / "pret")]) == 0
    home = next((folder / "pret" / "stagiaires").glob("s01-*"))
    quiz = fill_questionnaire(Moment.AFTER, list_answers("jjjjjjjjjj"), mark="s01")
    save(home / "quiz-apres-s01.ods", quiz)
    return str(folder / "pret")


WORDS: dict[str, Callable[[Path], list[str]]] = {
    "produire": lambda folder: ["produire", write_dossier(folder)],
    "modele": lambda folder: ["modele", "charte", write_dossier(folder)],
    "argumentaire": lambda folder: ["argumentaire", write_dossier(folder), "--diapositives"],
    "aides": lambda folder: ["aides", write_dossier(folder)],
    "suivre": lambda folder: ["suivre", *write_versions(folder)],
    "fragilite": lambda folder: ["fragilite", write_table(folder)],
    "observatoire reunir": lambda folder: ["observatoire", "reunir", write_questionnaires(folder)],
    "grilles reunir": lambda folder: ["grilles", "reunir", write_grids(folder), "--alliance", RARE],
    "formation preparer": lambda folder: ["formation", "preparer", write_session(folder)],
    "formation bilan": lambda folder: ["formation", "bilan", play_session(folder)],
    "exporter-tet": lambda folder: ["exporter-tet", write_dossier(folder)],
    "convertir": lambda folder: ["convertir", write_dossier(folder)],
    "grilles proposer": lambda folder: [
        *("grilles", "proposer", write_dossier(folder), "--depuis", write_grids(folder))
    ],
}
# Ce qui se remplit : le modèle de sa feuille « Lisez-moi », et de quoi l'écrire.
BLANK_WORDS = {
    "nouveau": ("dossier", ["nouveau", "Les Mureaux", "--formats", "ods", "xlsx"]),
    "grilles vierge": ("grille-repondant", ["grilles", "vierge", "Les Mureaux"]),
    "observatoire vierge": ("questionnaire-associations", ["observatoire", "vierge", "Les Mureaux"]),
    "formation vierge": ("stagiaires", ["formation", "vierge", COURSE.key]),
    "fragilite": ("fragilite-vierge", ["fragilite", "--vierge", "Paris Est Marne et Bois"]),
    "importer": ("dossier", ["importer", "plan.csv"]),
}
LAID_OUT = sorted(set(takes("--modeles")) & WORDS.keys())
FROM_DOSSIER = {"produire", "modele", "argumentaire", "aides", "suivre"}


@dataclass(frozen=True)
class Run:
    """Une commande exécutée : ce qu'elle a dit, ce qu'elle a écrit."""

    said: str
    files: tuple[Path, ...]


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """La commande, avec un dossier de modèles donné par un chemin relatif."""
    folder = tmp_path_factory.mktemp("produit")
    words = WORDS[request.param](folder)
    looks = folder / "mes-modeles" / "references"
    looks.mkdir(parents=True)
    shipped = ROOT / "templates" / "references"
    (looks / "reference.docx").write_bytes((shipped / "reference.docx").read_bytes())
    style = (shipped / "document.css").read_text(encoding="utf-8")
    (looks / "document.css").write_text(f"{style}\n{MARK}\n", encoding="utf-8")
    # Le bilan d'une session n'imprime aucun mot des stagiaires : le caractère y vient du modèle.
    outcome = (ROOT / "templates" / "formation" / "bilan.md.j2").read_text(encoding="utf-8")
    (looks.parent / "formation").mkdir()
    (looks.parent / "formation" / "bilan.md.j2").write_text(f"{outcome}\n{RARE}\n", encoding="utf-8")
    before = {path for path in folder.rglob("*") if path.is_file()}
    out, target = io.StringIO(), ["--dans", "fait"] if "--dans" in str(LEAVES[request.param]._actions) else []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("sys.stdout", out)
        assert main([*words, *target, "--modeles", "mes-modeles"]) == 0
    files = {path for path in folder.rglob("*") if path.is_file()} - before
    return Run(out.getvalue(), tuple(sorted(files)))


def test_chaque_commande_qui_met_en_page_est_essayee() -> None:
    """Une commande de plus, et ce test demande son essai."""
    assert set(takes("--modeles")) | set(takes("--public")) == WORDS.keys() | BLANK_WORDS.keys()


@pytest.mark.parametrize("made", LAID_OUT, indirect=True)
def test_un_caractere_sans_dessin_est_signale(made: Run) -> None:
    """Dans un dossier, un tableau, un questionnaire, une grille ou une session."""
    assert f"« {RARE} » n’a pas de dessin" in made.said.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("made", LAID_OUT, indirect=True)
def test_des_modeles_donnes_par_un_chemin_relatif_servent(made: Run) -> None:
    """Le docx est écrit par un pandoc qui travaille ailleurs ; la page porte notre feuille de style."""
    assert any(path.suffix == ".docx" for path in made.files)
    pages = [path.read_text(encoding="utf-8") for path in made.files if path.suffix == ".html"]
    assert all(MARK in page for page in pages)


@pytest.mark.parametrize("name", BLANK_WORDS)
def test_un_classeur_a_remplir_prend_vos_phrases_et_vos_couleurs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """La feuille « Lisez-moi » et la palette viennent de votre dossier de modèles."""
    template, words = BLANK_WORDS[name]
    (tmp_path / "mes-modeles" / "classeurs").mkdir(parents=True)
    shipped = (ROOT / "templates" / "classeurs" / f"{template}.md.j2").read_text(encoding="utf-8")
    changed = f"{shipped}\n## À nous\n\nUne phrase de chez nous.\n"
    (tmp_path / "mes-modeles" / "classeurs" / f"{template}.md.j2").write_text(changed, encoding="utf-8")
    colours = tmp_path / "mes-modeles" / "references" / "palette.yaml"
    colours.parent.mkdir()
    colours.write_text('main: {light: "#123456", dark: "#93d7e6"}\n', encoding="utf-8")
    (tmp_path / "plan.csv").write_text("Action;Pilote\nSe rencontrer;Ville\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main([*words, "--dans", "fait", "--modeles", "mes-modeles"]) == 0
    sheets = [path for path in (tmp_path / "fait").iterdir() if path.suffix in {".ods", ".xlsx"}]
    assert sheets
    for path in sheets:
        said = read_everything(path)
        assert "Une phrase de chez nous." in said
        assert "123456" in said


def read_day(path: Path) -> str:
    """La date de création d'un fichier, AAAAMMJJ."""
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            return str(pdf.docinfo.CreationDate)[2:10]
    part = {".docx": "docProps/core.xml", ".pptx": "docProps/core.xml", ".odt": "meta.xml"}[path.suffix]
    with zipfile.ZipFile(path) as archive:
        text = archive.read(part).decode()
    found = re.search(r"(?:dcterms:created[^>]*|meta:creation-date)>(\d{4})-(\d\d)-(\d\d)", text)
    assert found, path.name
    return "".join(found.groups())


@pytest.mark.parametrize("made", sorted(FROM_DOSSIER), indirect=True)
def test_un_dossier_une_seule_date_de_creation(made: Run) -> None:
    """Celle du dossier, dans chaque docx, odt, pdf et pptx, quel que soit le produit."""
    dated = {
        path.name: read_day(path) for path in made.files if path.suffix in {".docx", ".odt", ".pdf", ".pptx"}
    }
    assert len(dated) >= 3
    expected = "20261101" if any("bilan" in name for name in dated) else "20261001"
    assert set(dated.values()) == {expected}


@pytest.mark.parametrize("name", takes("--modeles"))
def test_un_dossier_de_modeles_absent_est_refuse(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Par chaque commande qui le prend, avant toute lecture, et rien n'est écrit."""
    monkeypatch.chdir(tmp_path)
    assert main([*name.split(), *list_positionals(LEAVES[name]), "--modeles", "absent"]) == 2
    assert "absent" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def read_everything(path: Path) -> str:
    """Tout le texte d'un fichier, archive ouverte."""
    if path.suffix == ".pdf":
        return ""  # les mêmes phrases que le docx et l'odt, compressées
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


@pytest.mark.parametrize("name", takes("--public"))
def test_rien_de_personnel_dans_un_export_public(name: str, tmp_path: Path) -> None:
    """Ce que « --public » promet, tenu par chaque commande qui le prend."""
    words = WORDS[name](tmp_path)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert main([*words, "--public", "--dans", str(tmp_path / "public")]) == 0
    files = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert files
    assert [path.name for path in files if PERSON in read_everything(path)] == []


def test_tout_produit_qui_part_d_un_dossier_sait_taire_les_personnes() -> None:
    """La liste des produits et celle des commandes disent la même chose."""
    reading = {one.key for one in PRODUCTS if one.reads in {Reads.DOSSIER, Reads.VERSIONS}}
    assert reading == {"dossier", "arguments", "aids", "agreements", "tet", "follow_up"}
    assert {"produire", "argumentaire", "aides", "modele", "exporter-tet", "suivre"} <= set(takes("--public"))


# --- Les carnets ----------------------------------------------------------------------------


def test_un_carnet_signale_le_caractere_que_ses_fichiers_n_ont_pas(tmp_path: Path) -> None:
    """Sous la liste des fichiers, pour chaque porte des carnets."""
    dossier = open_dossier(write_dossier(tmp_path))
    views = (
        dossier.produce(tmp_path / "a", documents=["fiche-argumentaire"], formats=["pdf"]),
        dossier.produce_agreement("charte", tmp_path / "b"),
        open_fragility(write_table(tmp_path)).produce(tmp_path / "c"),
        open_questionnaires(write_questionnaires(tmp_path)).produce(tmp_path / "d"),
    )
    assert all(RARE in view._repr_html_() for view in views)
    clean = open_grids(write_grids(tmp_path)).produce(tmp_path / "e")
    assert "À regarder" not in clean._repr_html_()


# --- Les déclarations -----------------------------------------------------------------------


def test_chaque_produit_a_son_dossier_et_se_declare() -> None:
    """La clé est le nom du dossier ; aucun dossier de produit n'est oublié."""
    folders = {path.parent.name for path in (ROOT / "kit" / "products").glob("*/product.py")}
    assert {one.key for one in PRODUCTS} == folders
    rooms = {path.name for path in (ROOT / "kit" / "products").iterdir() if (path / "__init__.py").is_file()}
    assert rooms - {"registry"} == folders


def test_les_declarations_ne_se_contredisent_pas() -> None:
    """Un nom par document, un format connu, un atelier du livre par exemple."""
    names = [one.name for product in PRODUCTS for one in product.documents]
    assert len(names) == len(set(names))
    assert {name for product in PRODUCTS for name in product.formats} <= set(FORMATS)
    workshops = {path.stem for path in (ROOT / "book" / "ateliers").glob("*.md")}
    assert {one.example.workshop for one in PRODUCTS if one.example} <= workshops
    assert len({blank.key for blank in BLANKS}) == len(BLANKS)


def test_un_produit_de_plus_a_sa_commande_sans_toucher_a_la_ligne_de_commande(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Il se déclare : son document s'écrit dans ses formats, avec les options de tous."""
    card = DossierDocument(
        name="carte",
        title="Carte de visite",
        formats=("html", "docx"),
        build=lambda context: Document(
            name="carte", title=context.dossier.alliance.name, subtitle="", markdown="Bonjour.\n"
        ),
    )
    command = DossierCommand(
        name="carte", summary="écrit la carte", announce="Carte prête", advice="Gardez-la."
    )
    product = Product(key="card", title="La carte", reads=Reads.DOSSIER, documents=(card,), command=command)
    parser = argparse.ArgumentParser()
    add_product(parser.add_subparsers(), product, command)
    words = [
        "carte",
        write_dossier(tmp_path),
        "--dans",
        str(tmp_path / "fait"),
        "--public",
        "--le",
        "2026-11-23",
    ]
    arguments = parser.parse_args(words)
    assert arguments.command(arguments) == 0
    assert sorted(path.name for path in (tmp_path / "fait" / "dossier").glob("[!.]*")) == [
        "carte.docx",
        "carte.html",
    ]
    assert "Gardez-la" in capsys.readouterr().out
