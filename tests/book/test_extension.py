"""Les composantes de l'extension du livre, prises une à une."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import docutils.core
import pytest
from bs4 import BeautifulSoup

from kit.domain.errors import KINDS
from kit.sphinxext.directives.command_reference import list_commands
from kit.sphinxext.directives.message_list import BLANKS, fill_blanks
from kit.sphinxext.downloads.productions import list_examples, list_productions
from kit.sphinxext.repairs.execution_cache import is_stale
from kit.sphinxext.repairs.fingerprint import compute_fingerprint, list_watched_files, read_fingerprint
from kit.sphinxext.repairs.french_interface import TRANSLATIONS
from kit.sphinxext.repairs.french_search import AccentBlindFrench
from kit.sphinxext.repairs.page_lints import list_page_faults, list_ragged_rows, list_unknown_keys
from kit.sphinxext.repairs.page_repairs import repair_page
from kit.sphinxext.repairs.third_parties import list_remote_resources
from kit.sphinxext.theme.page_footer import build_footer


def repair(body: str) -> BeautifulSoup:
    return BeautifulSoup(repair_page(f"<!DOCTYPE html><html><body>{body}</body></html>"), "html.parser")


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("evaluation", "évaluations"),
        ("elu", "élus"),
        ("reunir", "réunir"),
        ("oeuvre", "œuvre"),
        ("ELUS", "élu"),
    ],
)
def test_un_mot_sans_accent_retrouve_le_mot_accentue(asked: str, written: str) -> None:
    """La racine cherchée est celle de l'index."""
    language = AccentBlindFrench({})
    if hasattr(language, "init"):
        language.init({})
    assert language.stem(asked) == language.stem(written)


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://exemple.fr/a.js"></script>',
        '<link rel="stylesheet" href="//exemple.fr/a.css">',
        '<link rel="preconnect" href="https://exemple.fr">',
        '<img src="http://exemple.fr/a.png" alt="">',
        '<iframe src="https://exemple.fr"></iframe>',
        "<style>@font-face { src: url(https://exemple.fr/a.woff2) }</style>",
        '<script type="module">import("https://exemple.fr/a.mjs")</script>',
    ],
)
def test_une_ressource_distante_est_vue(page: str) -> None:
    """Script, style, police, image ou cadre : rien ne passe."""
    assert len(list_remote_resources(page)) == 1


@pytest.mark.parametrize(
    "page",
    [
        '<a href="https://exemple.fr">un lien que l’on choisit de suivre</a>',
        '<script src="_static/a.js"></script>',
        '<link rel="license" href="https://exemple.fr">',
        '<img src="data:image/png;base64,AAAA" alt="">',
    ],
)
def test_ce_qui_n_est_pas_charge_n_est_pas_signale(page: str) -> None:
    """Un lien ordinaire ou un fichier du livre ne sont pas des requêtes."""
    assert list_remote_resources(page) == ()


def test_une_cle_de_reglage_mal_ecrite_est_vue() -> None:
    """Jupyter Book l'ignorerait en silence."""
    assert list_unknown_keys({"title": "Livre", "html": {"favico": "a"}, "titre": 1}) == (
        "titre",
        "html.favico",
    )


def test_une_image_sans_alternative_et_un_second_titre_sont_vus() -> None:
    """Deux défauts que Sphinx laisse passer."""
    source = "Un\n==\n\n.. image:: a.png\n\nDeux\n====\n\ntexte\n"
    document = docutils.core.publish_doctree(source, settings_overrides={"doctitle_xform": False})
    faults = [fault for _, fault in list_page_faults(document)]
    assert faults == ["image sans texte de remplacement", "plus d’un titre de premier niveau dans la page"]


def test_un_tableau_bancal_est_vu_avec_sa_ligne() -> None:
    """Une case de moins ou de trop ; un trait dans du code n'est pas une limite."""
    table = "| a | b |\n|:--|--:|\n| `x|y` | 2 |\n| 3 |\n| 4 | 5 | 6 |\n"
    assert list(list_ragged_rows(table)) == [(4, 1, 2), (5, 3, 2)]
    assert list(list_ragged_rows(f"```text\n{table}```\n")) == []
    assert list(list_ragged_rows(f"```{{table}} Titre\n{table}```\n")) == [(5, 1, 2), (6, 3, 2)]


def test_une_entete_de_tableau_recoit_sa_portee() -> None:
    """Colonne dans thead, ligne ailleurs."""
    page = repair(
        "<table><thead><tr><th>A</th></tr></thead><tbody><tr><th>b</th><td>1</td></tr></tbody></table>"
    )
    assert [header["scope"] for header in page.find_all("th")] == ["col", "row"]


def test_l_interface_anglaise_est_traduite_sans_toucher_au_texte() -> None:
    """Le bouton change, le texte de l'article non."""
    page = repair('<article><button title="Search"></button><p>Search</p></article>')
    assert page.button["title"] == TRANSLATIONS["Search"]
    assert page.p.text == "Search"


def test_hors_de_l_article_la_page_reste_celle_du_gabarit() -> None:
    """Seul l'article est relu : le sommaire et l'entête sont déjà justes, et pèsent autant que lui."""
    shell = '<!DOCTYPE html><body><nav id="a" class="b"></nav><article>{}</article></body>'
    page = repair_page(shell.format("<table><tr><th>a</th></tr></table>"))
    before, after = shell.split("{}")
    assert page.startswith(before)
    assert page.endswith(after)
    assert BeautifulSoup(page, "html.parser").th["scope"] == "row"


def test_les_scripts_d_execution_a_distance_sont_retires() -> None:
    """Jupyter Book les charge même désactivés."""
    page = repair(
        '<script>let THEBE_JS_URL = "x"</script><script src="_static/sphinx-thebe.js"></script><p>a</p>'
    )
    assert page.find("script") is None


def test_un_fichier_ecrit_par_un_carnet_n_est_pas_un_lien() -> None:
    """Il n'est pas dans le livre construit."""
    page = repair('<div class="cell_output"><a href="sortie/a.docx">a.docx</a> <a href="#b">b</a></div>')
    assert [link["href"] for link in page.find_all("a")] == ["#b"]
    assert "a.docx" in page.text


def test_l_empreinte_change_avec_un_seul_octet() -> None:
    """Et avec le nom d'un fichier."""
    marks = {compute_fingerprint(files) for files in ([("a", b"1")], [("a", b"2")], [("b", b"1")])}
    assert len(marks) == 3


def test_l_empreinte_suit_le_code_les_gabarits_et_les_exemples(tmp_path: Path) -> None:
    """Un gabarit corrigé périme l'exécution des carnets."""
    for folder in ("kit", "templates", "exemples"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "fichier").write_text("avant", encoding="utf-8")
    before = read_fingerprint(tmp_path)
    (tmp_path / "templates" / "fichier").write_text("après", encoding="utf-8")
    assert len(list_watched_files(tmp_path)) == 3
    assert read_fingerprint(tmp_path) != before


def test_un_cache_d_un_autre_etat_est_perime(tmp_path: Path) -> None:
    """Absent ou différent : périmé ; identique : bon."""
    stamp = tmp_path / "empreinte"
    assert is_stale(stamp, "abc")
    stamp.write_text("abc", encoding="ascii")
    assert not is_stale(stamp, "abc")
    assert is_stale(stamp, "abd")


def test_chaque_trou_d_un_message_a_un_nom_francais() -> None:
    """Aucun nom de variable anglais n'arrive sur la page."""
    sentences = " ".join(f"{kind.message} {kind.remedy}" for kind in KINDS.values())
    assert set(re.findall(r"\{(\w+)\}", sentences)) <= set(BLANKS)
    assert fill_blanks("« {found} » manque{suggestion}") == "« [ce qui est écrit] » manque"


def test_le_pied_de_page_mene_a_l_accessibilite_depuis_toute_page() -> None:
    """L'adresse est relative à la page."""
    footer = BeautifulSoup(build_footer(lambda page: f"../{page}.html"), "html.parser")
    assert "../accessibilite.html" in [link["href"] for link in footer.find_all("a")]
    assert "CC BY 4.0" in footer.text


def test_les_commandes_sont_lues_dans_l_analyseur() -> None:
    """Nom complet et résumé."""
    parser = argparse.ArgumentParser(prog="outil")
    parser.add_subparsers().add_parser("faire", help="fait", description="Fait tout.")
    assert [(name, summary) for name, _, summary in list_commands(parser)] == [("outil faire", "Fait tout.")]


def test_une_commande_qui_en_reunit_d_autres_laisse_la_place_a_celles_ci() -> None:
    """À toute profondeur, avec le résumé de chacune."""
    parser = argparse.ArgumentParser(prog="outil")
    groups = parser.add_subparsers()
    groups.add_parser("seule", help="agit seule")
    parts = groups.add_parser("donnees", description="Réunit.").add_subparsers()
    parts.add_parser("compter", help="compte")
    parts.add_parser("ranger").add_subparsers().add_parser("ici", description="Range ici.")
    assert [(name, summary) for name, _, summary in list_commands(parser)] == [
        ("outil seule", "agit seule"),
        ("outil donnees compter", "compte"),
        ("outil donnees ranger ici", "Range ici."),
    ]


def test_un_autre_nom_d_une_commande_ne_la_repete_pas() -> None:
    """Un raccourci mène à la même commande, et à une seule section."""
    parser = argparse.ArgumentParser(prog="outil")
    parser.add_subparsers().add_parser("grilles", aliases=("grille",), description="Réunit les grilles.")
    assert [name for name, _, _ in list_commands(parser)] == ["outil grilles"]


def test_les_fichiers_produits_sont_ranges_par_document_puis_par_format(tmp_path: Path) -> None:
    """Les textes d'abord, dans l'ordre des trois documents."""
    for name in ("plan-action.pdf", "plan-action.docx", "fiche-argumentaire.odt", "zut.txt"):
        (tmp_path / name).write_bytes(b"x")
    found = [path.name for path in list_productions(tmp_path)]
    assert found == ["fiche-argumentaire.odt", "plan-action.docx", "plan-action.pdf", "zut.txt"]


def test_un_exemple_present_en_deux_formats_ne_compte_qu_une_fois(tmp_path: Path) -> None:
    """Le classeur passe avant le texte."""
    for name in ("a.yaml", "a.ods", "b.yaml", "LISEZMOI.md"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in list_examples(tmp_path)] == ["a.ods", "b.yaml"]
