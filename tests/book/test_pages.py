"""Les pages construites : français, titres, images, liens, ressources."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from browser.english import ENGLISH, PROPER
from bs4 import BeautifulSoup
from bs4.element import Comment, Tag

from kit.sphinxext.repairs.french_interface import ATTRIBUTES
from kit.sphinxext.repairs.third_parties import list_remote_resources

pytestmark = pytest.mark.livre

PLAIN_SPACE = re.compile(r"« | »|\S [;!?:](?=\s|$)|\d [%€]")


def read_page(path: Path) -> BeautifulSoup:
    """Une page partagée entre les essais, à ne pas modifier : chacun relit tout le livre."""
    return _share_page(path, path.stat().st_mtime_ns)


@cache
def _share_page(path: Path, _written: int) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def list_texts(part: Tag, *, outside: str) -> list[str]:
    """Les textes d'une partie de page, hors de certaines zones et des commentaires."""
    hidden = {id(text) for zone in part.select(outside) for text in zone.find_all(string=True)}
    texts = part.find_all(string=True)
    return [text for text in texts if id(text) not in hidden and not isinstance(text, Comment)]


def name_of(book, path: Path) -> str:
    """Le chemin d'une page dans le livre : deux dossiers ont des pages de même nom."""
    return path.relative_to(book.folder).as_posix()


def list_interface_texts(page: BeautifulSoup) -> set[str]:
    """Les attributs lus à voix haute, et les textes hors de l'article."""
    found = {str(tag[name]) for name in ATTRIBUTES for tag in page.select(f"[{name}]")}
    found |= {text.strip() for text in list_texts(page, outside="article, script, style")}
    return {PROPER.sub("", text) for text in found if text}


def test_chaque_page_se_declare_en_francais(book) -> None:
    """Un lecteur d'écran lit la page avec la bonne voix."""
    assert {name_of(book, path) for path in book.pages if read_page(path).html["lang"] != "fr"} == set()


def test_aucun_mot_anglais_ne_reste_dans_l_interface(book) -> None:
    """Ni à l'écran, ni à voix haute."""
    texts = {text for path in book.pages for text in list_interface_texts(read_page(path))}
    assert len(texts) > 20
    assert sorted(text for text in texts if ENGLISH.search(text)) == []


def test_chaque_page_a_un_seul_titre_principal(book) -> None:
    """Un h1, ni zéro ni deux."""
    counts = {name_of(book, path): len(read_page(path).find_all("h1")) for path in book.pages}
    assert {name: count for name, count in counts.items() if count != 1} == {}


def test_aucun_niveau_de_titre_n_est_saute(book) -> None:
    """On passe de h2 à h3, jamais de h2 à h4."""
    jumps = {}
    for path in book.pages:
        levels = [int(tag.name[1]) for tag in read_page(path).select("article :is(h1, h2, h3, h4, h5, h6)")]
        jumps[name_of(book, path)] = [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1]
    assert {name: found for name, found in jumps.items() if found} == {}


def test_chaque_image_a_un_texte_de_remplacement(book) -> None:
    """Et ce n'est pas son nom de fichier."""
    bare = {
        f"{name_of(book, path)} : {image['src'][:60]}"
        for path in book.pages
        for image in read_page(path).find_all("img")
        if image.get("alt") is None or re.search(r"\.(png|svg|jpe?g)$|_images/", image["alt"])
    }
    assert bare == set()


def test_chaque_entete_de_tableau_dit_ce_qu_elle_commande(book) -> None:
    """Chaque th a son scope."""
    bare = {
        name_of(book, path)
        for path in book.pages
        for tag in read_page(path).find_all("th")
        if not tag.get("scope")
    }
    assert bare == set()


def test_chaque_tableau_a_une_legende(book) -> None:
    """Un tableau de données se présente avant de se lire ; une fiche action a son titre."""
    bare = {
        name_of(book, path)
        for path in book.pages
        for table in read_page(path).select("article table:not(.indextable, .kit-document .fiche table)")
        if table.caption is None or not table.caption.get_text(strip=True)
    }
    assert bare == set()


def test_aucun_identifiant_n_est_double(book) -> None:
    """Un lien interne mène à un seul endroit."""
    doubles = {}
    for path in book.pages:
        names = [tag["id"] for tag in read_page(path).select("[id]")]
        doubles[name_of(book, path)] = {name for name in names if names.count(name) > 1}
    assert {name: found for name, found in doubles.items() if found} == {}


def test_aucune_page_ne_charge_de_ressource_distante(book) -> None:
    """Ni police, ni script, ni image venus d'ailleurs."""
    remote = {
        address for path in book.pages for address in list_remote_resources(path.read_text(encoding="utf-8"))
    }
    assert remote == set()


def test_aucun_lien_interne_n_est_mort(book) -> None:
    """Chaque lien relatif mène à un fichier du livre, et à une ancre qui existe."""
    anchors = {path: {tag["id"] for tag in read_page(path).select("[id]")} for path in book.pages}
    dead = set()
    for path in book.pages:
        for link in read_page(path).select("a[href]"):
            address, anchor = urldefrag(link["href"])
            if re.match(r"[a-z]+:", address):
                continue
            target = (path.parent / unquote(address)).resolve() if address else path
            if not target.is_file() or (
                anchor and target in anchors and unquote(anchor) not in anchors[target]
            ):
                dead.add(f"{name_of(book, path)} → {link['href']}")
    assert dead == set()


def test_chaque_page_mene_a_la_declaration_d_accessibilite(book) -> None:
    """L'état d'accessibilité se lit en pied de chaque page."""
    states = {
        path.name: [
            link.text for link in read_page(path).select(".footer-links a") if "conforme" in link.text
        ]
        for path in book.pages
    }
    assert {name for name, texts in states.items() if texts != ["Accessibilité\u00a0: non conforme"]} == set()


def test_l_accueil_dit_d_ou_vient_le_guide_et_son_independance(book) -> None:
    """La source et l'indépendance se lisent sans ouvrir une autre page."""
    text = read_page(book.folder / "index.html").select_one("article").get_text(" ")
    assert "Actes de la 6e rencontre des pionniers des alliances en Territoire" in text
    assert "indépendant du RAMEAU, du CNFPT et de l’ANCT" in text


def test_la_ponctuation_est_precedee_d_une_espace_insecable(book) -> None:
    """Aucune espace ordinaire devant « : ; ! ? » ni dans les guillemets, hors code."""
    faults = {}
    for path in book.pages:
        article = read_page(path).select_one("article")
        if article is None:
            continue
        # Le document montré par un carnet porte les mots de la personne, laissés comme elle les a tapés.
        text = "".join(list_texts(article, outside="pre, code, script, style, .kit-document"))
        faults[name_of(book, path)] = PLAIN_SPACE.findall(text)
    assert {name: found for name, found in faults.items() if found} == {}


def test_l_accueil_offre_les_fichiers_produits(book) -> None:
    """Les trois documents se téléchargent depuis l'accueil, avec leur format et leur taille."""
    links = read_page(book.folder / "index.html").select("ul.downloads a.download")
    labels = [link.get_text() for link in links]
    assert {Path(link["href"]).stem for link in links} >= {
        "paris-est-marne-et-bois",
        "fiche-argumentaire",
        "plan-action",
        "grille-evaluation",
    }
    assert all(re.search(r"\.\w+ \([\d,\u202f]+\u00a0[KM]o\)$", label) for label in labels), labels


def test_les_carnets_montrent_leurs_resultats(book) -> None:
    """Chaque carnet a été exécuté pendant la construction, sur le dossier d'exemple."""
    for path in sorted((book.folder / "carnets").glob("*.html")):
        outputs = read_page(path).select(".cell_output")
        assert len(outputs) >= 2, path.name


def test_la_liste_des_champs_vient_du_code(book) -> None:
    """Chaque champ déclaré a sa ligne."""
    from kit.reading.forms import FORMS

    page = read_page(book.folder / "reference" / "champs.html")
    rows = [len(table.select("tbody tr")) for table in page.select("table.kit-table")]
    assert rows == [len(form.fields) for form in FORMS]


def test_tous_les_messages_sont_sur_leur_page(book) -> None:
    """Chaque code de message a sa ligne, et aucun trou n'y reste ouvert."""
    from kit.domain.errors import KINDS

    page = read_page(book.folder / "reference" / "messages.html")
    codes = {
        code.get_text()
        for code in page.select("table.kit-table tbody th code, table.kit-table td:first-child code")
    }
    assert codes == set(KINDS)
    assert "{" not in page.select_one("article").get_text()


def test_toutes_les_commandes_sont_sur_leur_page(book) -> None:
    """Chaque commande de l'outil a sa section."""
    page = read_page(book.folder / "reference" / "ligne-de-commande.html")
    titles = {title.get_text() for title in page.select("article h2 code")}
    assert {"kit nouveau", "kit verifier", "kit produire"} <= titles
