"""Les figures : lisibles, complètes, et dites en phrases."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from kit.documents.charts import GanttRow, build_gantt, build_radar
from kit.documents.document import Chart
from kit.documents.status_shapes import STATUS_PAINTS, draw_status_shape

SVG = "{http://www.w3.org/2000/svg}"
TODAY = dt.date(2026, 5, 12)


def read_texts(chart: Chart) -> list[str]:
    return [element.text or "" for element in ET.fromstring(chart.svg).iter(f"{SVG}text")]  # noqa: S314 - notre propre dessin


def build_rows(count: int) -> list[GanttRow]:
    start = dt.date(2026, 1, 1)
    return [
        GanttRow(
            label=f"A{rank} – Une action au titre assez long pour tenir sur deux lignes",
            start=start + dt.timedelta(days=7 * rank),
            end=start + dt.timedelta(days=7 * rank + 90),
            status="En cours",
        )
        for rank in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", range(3, 13))
def test_le_radar_dessine_de_trois_a_douze_axes_sans_deborder(count):
    """Chaque axe a son étiquette et sa valeur, dans le cadre."""
    labels = [f"Dimension {rank} au libellé plutôt long et détaillé" for rank in range(count)]
    chart = build_radar(labels, [2.5] * count, maximum=4, title="Grille")
    root = ET.fromstring(chart.svg)  # noqa: S314 - notre propre dessin
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert read_texts(chart).count("2,5") == count
    for text in root.iter(f"{SVG}text"):
        x, y, size = float(text.attrib["x"]), float(text.attrib["y"]), 7.9 * len(text.text or "")
        left = {"start": x, "middle": x - size / 2, "end": x - size}[text.attrib["text-anchor"]]
        assert left >= -1
        assert left + size <= width + 1
        assert 10 <= y <= height


@pytest.mark.parametrize("count", range(3, 13))
def test_deux_etiquettes_du_radar_ne_se_touchent_pas(count):
    """Chaque ligne de texte a sa place."""
    labels = [f"Dimension {rank} partagée" for rank in range(count)]
    chart = build_radar(labels, [2.5] * count, maximum=4, title="Grille")
    boxes = []
    for text in ET.fromstring(chart.svg).iter(f"{SVG}text"):  # noqa: S314 - notre propre dessin
        x, y, size = float(text.attrib["x"]), float(text.attrib["y"]), 7.4 * len(text.text or "")
        left = {"start": x, "middle": x - size / 2, "end": x - size}[text.attrib["text-anchor"]]
        boxes.append((left, left + size, y - 12, y))
    for rank, (left, right, top, bottom) in enumerate(boxes):
        for other in boxes[rank + 1 :]:
            assert right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top


def test_le_radar_a_un_titre_une_description_et_un_role():
    """Un lecteur d'écran a le nom et le contenu de la figure."""
    chart = build_radar(["A", "B", "C"], [1, 2, 3], maximum=4, title="Où en est l’alliance")
    root = ET.fromstring(chart.svg)  # noqa: S314 - notre propre dessin
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "radar-titre radar-desc"
    assert root.findtext(f"{SVG}title") == "Où en est l’alliance"
    assert root.findtext(f"{SVG}desc") == chart.alternative


def test_l_alternative_du_radar_dit_le_plus_haut_le_plus_bas_et_ce_qui_manque():
    """L'alternative remplace le dessin."""
    chart = build_radar(["Moyens", "Suivi", "Durée", "Lien"], [1, 3.5, None, 3.5], maximum=4, title="T")
    assert chart.alternative == (
        "Radar de 4 axes, notés de 0 à 4\u00a0: Moyens, 1\u00a0; Suivi, 3,5\u00a0; Lien, 3,5. "
        "Le plus haut\u00a0: Suivi et Lien (3,5). Le plus bas\u00a0: Moyens (1). Non évalué\u00a0: Durée."
    )


def test_un_radar_sans_aucune_valeur_le_dit():
    """Rien d'évalué n'est pas zéro."""
    chart = build_radar(["A", "B", "C"], [None] * 3, maximum=4, title="T")
    assert chart.alternative == "Radar de 3 axes, notés de 0 à 4 : aucun n’est encore évalué."
    assert read_texts(chart).count("non évalué") == 3


def test_un_radar_de_niveaux_egaux_le_dit():
    """Ni plus haut ni plus bas quand tout est égal."""
    chart = build_radar(["A", "B", "C"], [2, 2, 2], maximum=4, title="T")
    assert "Tous les axes évalués sont au même niveau." in chart.alternative


@pytest.mark.parametrize(
    ("labels", "values"),
    [(["A", "B"], [1, 2]), (["A"] * 13, [1] * 13), (["A", "B", "C"], [1, 2]), (["A", "B", "C"], [1, 2, 5])],
)
def test_un_radar_impossible_est_refuse(labels, values):
    """Trop peu ou trop d'axes, ou une valeur hors échelle : une faute de programmation."""
    with pytest.raises(ValueError, match=r"radar|échelle"):
        build_radar(labels, values, maximum=4, title="T")


def test_une_etiquette_hostile_reste_du_texte():
    """Une étiquette ne devient jamais une balise."""
    hostile = '</text><script>alert("1")</script>&amp;'
    chart = build_radar([hostile, "B", "C"], [1, 2, 3], maximum=4, title=hostile)
    root = ET.fromstring(chart.svg)  # noqa: S314 - notre propre dessin
    assert not list(root.iter(f"{SVG}script"))
    assert root.findtext(f"{SVG}title") == hostile


def test_le_calendrier_donne_a_chaque_statut_sa_forme_et_son_mot():
    """Le statut ne tient pas à la seule couleur : deux statuts n'ont ni la même forme, ni le même mot."""
    statuses = list(STATUS_PAINTS)
    shapes = {re.sub(r'"var\(--[a-z-]+\)"', "", draw_status_shape(one, 5, 5, 4)) for one in statuses}
    assert len(shapes) == len(statuses)
    rows = [GanttRow(label=one, end=TODAY, status=one) for one in statuses]
    (chart,) = build_gantt(rows, today=TODAY, title="Calendrier")
    assert all(read_texts(chart).count(one) == 2 for one in statuses)


def test_quarante_actions_et_leurs_axes_tiennent_sur_une_page():
    """Titres de 120 lettres compris : coupés à un mot, entiers dans la description."""
    long = "Faire se rencontrer " + "mot " * 24
    rows = [
        replace(row, label=f"{row.label} {long}", group=f"Axe {at // 7}")
        for at, row in enumerate(build_rows(40))
    ]
    (chart,) = build_gantt(rows, today=TODAY, title="Calendrier")
    assert float(ET.fromstring(chart.svg).attrib["height"]) <= 880  # noqa: S314 - notre propre dessin
    texts = read_texts(chart)
    assert sum(text.endswith("…") for text in texts) == 40
    assert sum("· " in text for text in texts) == 6
    assert all(row.label in chart.alternative for row in rows)


def test_une_page_de_calendrier_se_coupe_entre_deux_axes():
    """Quarante-deux actions et quatre axes : le dernier axe passe entier à la page suivante."""
    groups = ["Un"] * 20 + ["Deux"] * 14 + ["Trois"] * 16
    rows = [replace(row, group=group) for row, group in zip(build_rows(50), groups, strict=True)]
    first, second = build_gantt(rows, today=TODAY, title="Calendrier")
    assert not any(text.startswith("Trois") for text in read_texts(first))
    assert any(text.startswith("Trois") for text in read_texts(second))


@pytest.mark.parametrize("count", [1, 12, 60])
def test_un_long_calendrier_se_partage_en_pages(count):
    """Aucune figure ne dépasse la page et aucune action ne se perd."""
    charts = build_gantt(build_rows(count), today=TODAY, title="Calendrier")
    heights = [float(ET.fromstring(chart.svg).attrib["height"]) for chart in charts]  # noqa: S314 - notre propre dessin
    assert max(heights) <= 880
    assert sum(sum(text.startswith("A") for text in read_texts(chart)) for chart in charts) == count
    assert len({chart.key for chart in charts}) == len(charts)


def test_une_seule_date_fait_un_jalon_et_aucune_est_dite():
    """Une action à une date est un losange ; sans date, elle est nommée."""
    rows = [GanttRow(label="A1", end=dt.date(2026, 7, 4)), GanttRow(label="A2")]
    (chart,) = build_gantt(rows, today=TODAY, title="Calendrier")
    assert "<polygon" in chart.svg
    assert "A1, pour le 4\u00a0juillet 2026" in chart.alternative
    assert "Dates à fixer\u00a0: A2." in chart.alternative
    assert "dates à fixer" in read_texts(chart)


def test_l_alternative_du_calendrier_nomme_les_echeances_passees():
    """Ce qui saute aux yeux est dit."""
    rows = [
        GanttRow(label="A1", start=dt.date(2026, 1, 1), end=dt.date(2026, 2, 1), status="En cours"),
        GanttRow(label="A2", start=dt.date(2026, 1, 1), end=dt.date(2026, 2, 1), status="Réalisé"),
    ]
    (chart,) = build_gantt(rows, today=TODAY, title="Calendrier")
    assert "Échéance passée\u00a0: A1." in chart.alternative
    assert "Il va du 1er\u00a0janvier 2026 au 1er\u00a0février 2026." in chart.alternative


def test_sans_action_datee_il_n_y_a_pas_de_calendrier():
    """Un cadre vide n'aide personne."""
    assert build_gantt([GanttRow(label="A1")], today=TODAY, title="Calendrier") == ()


def test_un_calendrier_de_plusieurs_siecles_reste_dessine():
    """Une faute de frappe sur l'année n'arrête rien."""
    rows = [GanttRow(label="A1", start=dt.date(1026, 1, 1), end=dt.date(9999, 12, 31))]
    (chart,) = build_gantt(rows, today=TODAY, title="Calendrier")
    assert len(read_texts(chart)) < 60
