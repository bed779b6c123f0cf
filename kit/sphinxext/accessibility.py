"""Défauts d'accessibilité de Sphinx et de ses extensions, corrigés dans le HTML de chaque page."""

from __future__ import annotations

from bs4 import BeautifulSoup


def repair(soup: BeautifulSoup) -> None:
    """Toutes les corrections, sur place."""
    _scope_headers(soup)
    _clean_summaries(soup)
    _drop_invalid_attributes(soup)
    _scroll_tables(soup)
    _name_permalinks(soup)
    _unlink_local_files(soup)


def _scope_headers(soup: BeautifulSoup) -> None:
    """Chaque entête de tableau dit ce qu'elle commande ; une entête vide devient une cellule."""
    for header in soup.select("table th:not([scope])"):
        if not header.get_text(strip=True):
            header.name = "td"
            continue
        header["scope"] = "col" if header.find_parent("thead") else "row"


def _clean_summaries(soup: BeautifulSoup) -> None:
    """Un bloc repliable porte le nom qu'on lit ; un paragraphe n'a pas sa place dans ``summary``."""
    for summary in soup.select("details > summary"):
        if summary.get_text(strip=True):
            del summary["aria-label"]
        for paragraph in summary.find_all("p"):
            paragraph.name = "span"


def _drop_invalid_attributes(soup: BeautifulSoup) -> None:
    for label in soup.select("label[aria-controls]"):
        del label["aria-controls"]
    for table in soup.select("table[border]"):
        del table["border"]


def _name_permalinks(soup: BeautifulSoup) -> None:
    """Le lien permanent d'un titre dit de quel titre : « # » seul ne dit rien."""
    for link in soup.select("a.headerlink"):
        holder = link.parent
        text = holder.get_text(" ", strip=True).removesuffix(link.get_text()).strip() if holder else ""
        link["aria-label"] = f"Lien permanent vers « {text} »"
        del link["title"]


def _scroll_tables(soup: BeautifulSoup) -> None:
    """Un tableau trop large défile dans son cadre, et s'y parcourt au clavier ; la page, elle, tient."""
    for table in soup.select("article table:not(.indextable)"):
        if table.find_parent(["table", "div"], class_=["tableau-defilant", "kit-document"]):
            continue
        caption = table.find("caption")
        name = caption.get_text(" ", strip=True).removesuffix("#").strip() if caption else "Tableau"
        attributes = {"class": "tableau-defilant", "tabindex": "0", "role": "region", "aria-label": name}
        table.wrap(soup.new_tag("div", attrs=attributes))


def _unlink_local_files(soup: BeautifulSoup) -> None:
    """Un carnet écrit ses fichiers hors du livre : dans la page, leur nom n'est pas un lien."""
    for link in soup.select(".cell_output a[href]"):
        if not str(link["href"]).startswith(("#", "http:", "https:", "mailto:")):
            link.unwrap()
