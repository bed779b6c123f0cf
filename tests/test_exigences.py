"""Ce que les pages promettent d'énumérer l'est : les points des ateliers, les volets, les quatre grilles."""

from __future__ import annotations

import re
from pathlib import Path

from kit.knowledge.catalogue import list_grids, load_catalogue, load_grid
from kit.sphinxext.directives.programmes import name_strands

BOOK = Path(__file__).parents[1] / "book"
WORKSHOPS = {
    "ATE-VITRINE": "numerique-vitrine",
    "ATE-PEDAGOGIE": "numerique-pedagogie",
    "ATE-CAPITALISATION": "numerique-capitalisation",
    "ATE-ECHANGES": "numerique-echanges",
}
# Une ligne de l'atelier qui n'est pas un point : elle décrit une image de la page d'alors.
NOT_REQUIRED = {"VIT6"}


def read_page(name: str) -> str:
    """Le texte d'une page du livre."""
    return (BOOK / f"{name}.md").read_text(encoding="utf-8")


def list_required(key: str) -> list[str]:
    """Les points d'un atelier, dans l'ordre du catalogue."""
    return [
        detail.key for detail in load_catalogue().get_entry(key).details if detail.key not in NOT_REQUIRED
    ]


def test_chaque_point_a_sa_reponse_une_seule_fois() -> None:
    """Ni oubli, ni doublon, et chaque point dans la page de son atelier."""
    answered = {
        key: re.findall(r"\*\*Ce que dit l’atelier\.\*\* \{enonce\}`(\w+)`", read_page(f"autour/{page}"))
        for key, page in WORKSHOPS.items()
    }
    assert {key: sorted(found) for key, found in answered.items()} == {
        key: sorted(list_required(key)) for key in WORKSHOPS
    }
    assert sum(len(found) for found in answered.values()) == 28


def test_chaque_point_a_un_conseil_et_un_aveu() -> None:
    """Après le point, comment y répondre, puis ce que le livre en fait."""
    for page in WORKSHOPS.values():
        labels = re.findall(
            r"^\*\*(Ce que dit l’atelier|Comment y répondre|Ce que ce livre en fait)\.\*\*",
            read_page(f"autour/{page}"),
            re.MULTILINE,
        )
        assert labels == ["Ce que dit l’atelier", "Comment y répondre", "Ce que ce livre en fait"] * (
            len(labels) // 3
        )
        assert labels


def test_le_tableau_des_fonctions_compte_juste() -> None:
    """Le nombre écrit en face de chaque fonction est celui du catalogue."""
    text = read_page("autour/numerique")
    for key, page in WORKSHOPS.items():
        row = re.search(rf"\]\({page}\.md\).*\| (\d+) \|$", text, re.MULTILINE)
        assert row, page
        assert int(row[1]) == len(list_required(key))


def test_chaque_volet_a_son_tableau() -> None:
    """Aucun programme du catalogue n'échappe aux trois pages."""
    pages = ("urgence", "relance", "territoires")
    text = "".join(read_page(f"sortie-de-crise/programmes-{page}") for page in pages)
    assert re.findall(r"^:volet: (\w+)$", text, re.MULTILINE) == list(name_strands(load_catalogue()))


def test_chaque_grille_livree_est_proposee() -> None:
    """La page du choix nomme les quatre, par leur titre et par leur clé."""
    text = read_page("autour/choisir-sa-grille")
    assert [key for key in list_grids() if load_grid(key).title not in text] == []
    assert [key for key in list_grids() if key != "qualite-alliance" and f"--grille {key}" not in text] == []
