"""Défauts d'accessibilité de Sphinx et de ses extensions, corrigés dans le HTML de chaque page."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from bs4 import BeautifulSoup, Tag

_REPAIRED: Final = ("th", "summary", "label", "table", "a")


def repair(soup: BeautifulSoup) -> None:
    """Toutes les corrections, sur place, en une lecture de la page."""
    tags: dict[str, list[Tag]] = defaultdict(list)
    for tag in soup.find_all(_REPAIRED):
        tags[tag.name].append(tag)
    _scope_headers(tags["th"])
    _clean_summaries(tags["summary"])
    _drop_invalid_attributes(tags["label"], tags["table"])
    _scroll_tables(soup, tags["table"])
    _name_permalinks(tags["a"])
    _unlink_local_files(tags["a"])


def _scope_headers(headers: list[Tag]) -> None:
    """Chaque entête de tableau dit ce qu'elle commande ; une entête vide devient une cellule."""
    for header in headers:
        if header.has_attr("scope") or header.find_parent("table") is None:
            continue
        if not header.get_text(strip=True):
            header.name = "td"
            continue
        header["scope"] = "col" if header.find_parent("thead") else "row"


def _clean_summaries(summaries: list[Tag]) -> None:
    """Un bloc repliable porte le nom qu'on lit ; un paragraphe n'a pas sa place dans ``summary``."""
    for summary in summaries:
        if summary.get_text(strip=True):
            del summary["aria-label"]
        for paragraph in summary.find_all("p"):
            paragraph.name = "span"


def _drop_invalid_attributes(labels: list[Tag], tables: list[Tag]) -> None:
    for label in labels:
        del label["aria-controls"]
    for table in tables:
        del table["border"]


def _name_permalinks(links: list[Tag]) -> None:
    """Le lien permanent d'un titre dit de quel titre : « # » seul ne dit rien."""
    for link in links:
        if "headerlink" not in link.get_attribute_list("class"):
            continue
        holder = link.parent
        text = holder.get_text(" ", strip=True).removesuffix(link.get_text()).strip() if holder else ""
        link["aria-label"] = f"Lien permanent vers « {text} »"
        del link["title"]


def _scroll_tables(soup: BeautifulSoup, tables: list[Tag]) -> None:
    """Un tableau trop large défile dans son cadre, et s'y parcourt au clavier ; la page, elle, tient."""
    for table in tables:
        if "indextable" in table.get_attribute_list("class"):
            continue
        if table.find_parent(["table", "div"], class_=["scrolling-table", "kit-document"]):
            continue
        caption = table.find("caption")
        name = caption.get_text(" ", strip=True).removesuffix("#").strip() if caption else "Tableau"
        attributes = {"class": "scrolling-table", "tabindex": "0", "role": "region", "aria-label": name}
        table.wrap(soup.new_tag("div", attrs=attributes))


def _unlink_local_files(links: list[Tag]) -> None:
    """Un carnet écrit ses fichiers hors du livre : dans la page, leur nom n'est pas un lien."""
    for link in links:
        if not link.has_attr("href") or str(link["href"]).startswith(("#", "http:", "https:", "mailto:")):
            continue
        if link.find_parent(class_="cell_output"):
            link.unwrap()
