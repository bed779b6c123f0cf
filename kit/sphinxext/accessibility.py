"""Défauts d'accessibilité du thème et de ses extensions, corrigés dans le HTML de chaque page."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag


def repair(soup: BeautifulSoup) -> None:
    """Toutes les corrections, sur place."""
    _keep_one_title(soup)
    _scope_headers(soup)
    _label_search(soup)
    _clean_summaries(soup)
    _drop_invalid_attributes(soup)
    _name_landmarks(soup)
    _silence_ornaments(soup)
    _unlink_local_files(soup)


def _keep_one_title(soup: BeautifulSoup) -> None:
    """Le thème double le h1 pour l'impression : ce second titre devient un paragraphe, ou disparaît."""
    for title in soup.select("#jb-print-docs-body h1"):
        if title.get_text(strip=True):
            title.name = "p"
            title["class"] = "titre-imprime"
        else:
            title.decompose()
    for heading in soup.select("#jb-print-docs-body h2"):
        heading.name = "p"


def _scope_headers(soup: BeautifulSoup) -> None:
    """Chaque entête de tableau dit ce qu'elle commande ; une entête vide devient une cellule."""
    for header in soup.select("table th:not([scope])"):
        if not header.get_text(strip=True):
            header.name = "td"
            continue
        header["scope"] = "col" if header.find_parent("thead") else "row"


def _label_search(soup: BeautifulSoup) -> None:
    for form in soup.select("form.bd-search, form#searchform, form.search"):
        form["role"] = "search"
        if form.find("button", type="submit") is None and form.find("input", type="submit") is None:
            button = soup.new_tag("button", attrs={"type": "submit", "class": "btn btn-sm bouton-rechercher"})
            button.string = "Rechercher"
            form.append(button)


def _clean_summaries(soup: BeautifulSoup) -> None:
    """Un bloc repliable porte le nom qu'on lit ; un paragraphe n'a pas sa place dans ``summary``."""
    for summary in soup.select("details > summary"):
        if summary.get_text(strip=True):
            del summary["aria-label"]
        for paragraph in summary.find_all("p"):
            paragraph.name = "span"
    for summary in soup.select("nav li > details > summary"):
        link = summary.find_parent("li")
        page = link.find("a") if link else None
        summary["aria-label"] = f"Sous-pages de « {page.get_text(strip=True)} »" if page else "Sous-pages"


def _drop_invalid_attributes(soup: BeautifulSoup) -> None:
    for label in soup.select("label[aria-controls]"):
        del label["aria-controls"]
    for table in soup.select("table[border]"):
        del table["border"]


def _silence_ornaments(soup: BeautifulSoup) -> None:
    """Un raccourci affiché ou un pictogramme ne fait pas partie du nom de son bouton."""
    for shortcut in soup.select(".search-button__kbd-shortcut"):
        shortcut["aria-hidden"] = "true"
    for button in soup.select("button.search-button-field[aria-label]"):
        del button["aria-label"]
    for icon in soup.select("button i.theme-switch"):
        del icon["title"]
        icon["aria-hidden"] = "true"


def _name_landmarks(soup: BeautifulSoup) -> None:
    """Un tableau ou un code qui défile se parcourt au clavier."""
    for scroller in soup.select("div.pst-scrollable-table-container"):
        _make_focusable(scroller, _caption_of(scroller))


def _caption_of(scroller: Tag) -> str:
    caption = scroller.find("caption")
    return caption.get_text(" ", strip=True) if caption else "Tableau"


def _make_focusable(zone: Tag, name: str) -> None:
    zone["tabindex"] = "0"
    zone["role"] = "region"
    zone["aria-label"] = name


def _unlink_local_files(soup: BeautifulSoup) -> None:
    """Un carnet écrit ses fichiers hors du livre : dans la page, leur nom n'est pas un lien."""
    for link in soup.select(".cell_output a[href]"):
        if not str(link["href"]).startswith(("#", "http:", "https:", "mailto:")):
            link.unwrap()
