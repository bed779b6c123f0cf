"""La carte d'un territoire : légère, la même à chaque fois, et dite en phrases."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from conftest import ROOT, TODAY
from lxml import etree

from kit.documents import territory_map
from kit.documents.templates import unescape_markdown
from kit.documents.territory_map import MOST_BYTES, TerritoryMap, build_territory_map
from kit.domain.values import Territory, TerritoryKind
from kit.knowledge.territories import build_group, likeness, load_territories, resolve_territory
from kit.knowledge.territories.contours import load_contours
from kit.notebooks.dossiers import open_dossier
from kit.products.context import build_context
from kit.products.dossier.action_plan import build_action_plan
from kit.products.dossier.argument_sheet import build_argument_sheet
from kit.products.options import Options
from kit.reading.checks import check_file

QUERCY = "Quercy – Bouriane (244600482)"
SALVIAC, PAYRAC = "46297", "46215"
SVG = "{http://www.w3.org/2000/svg}"


def resolve(text: str) -> Territory:
    territory = resolve_territory(text).territory
    assert territory is not None, text
    return territory


def draw(territory: Territory, *outside: str) -> TerritoryMap:
    found = build_territory_map(territory, outside)
    assert found is not None
    return found


def read_svg(drawn: TerritoryMap) -> etree._Element:
    assert drawn.chart is not None
    return etree.fromstring(drawn.chart.svg.encode())


def list_texts(drawn: TerritoryMap) -> list[str]:
    return [item.text or "" for item in read_svg(drawn).iter(f"{SVG}text")]


def list_largest() -> list[Territory]:
    index = load_territories()
    epci = [(item.kind, item.code) for item in index.groupings if item.kind is TerritoryKind.EPCI]
    by_communes = sorted(epci, key=lambda one: (-len(index.list_communes(one)), one[1]))[:10]
    by_people = sorted(epci, key=lambda one: (-index.latest_population(one), one[1]))[:10]
    return [index.territory(one) for one in dict.fromkeys((*by_communes, *by_people))]


@pytest.mark.parametrize("territory", list_largest(), ids=lambda one: one.code)
def test_la_carte_des_plus_grandes_intercommunalites_tient_en_15_ko(territory: Territory) -> None:
    chart = draw(territory).chart
    assert chart is not None
    assert len(chart.svg.encode()) <= MOST_BYTES


@pytest.mark.parametrize(
    "name",
    [
        "département Pas-de-Calais (62)",
        "département Lot (46)",
        "région Nouvelle-Aquitaine (75)",
        "région Auvergne-Rhône-Alpes (84)",
        "région Bretagne (53)",
        "département Guyane (973)",
        "CINOR",
        "Les Mureaux",
        "75056",
    ],
)
def test_la_carte_de_chaque_sorte_de_territoire_tient_en_15_ko(name: str) -> None:
    drawn = draw(resolve(name))
    assert drawn.chart is not None
    assert len(drawn.chart.svg.encode()) <= MOST_BYTES
    assert read_svg(drawn).find(f"{SVG}title") is not None
    assert "var(--" not in drawn.chart.svg


def test_la_carte_est_la_meme_a_chaque_fois() -> None:
    assert draw(resolve(QUERCY), SALVIAC) == draw(resolve(QUERCY), SALVIAC)


def test_le_jumeau_en_phrases_dit_les_communes_la_plus_peuplee_et_la_source() -> None:
    place, main, credit = draw(resolve(QUERCY)).lines
    assert place.startswith("Quercy – Bouriane, Lot (Occitanie)")
    assert "20\u00a0communes" in place
    assert "Saint-Germain-du-Bel-Air" in place
    assert main == "La commune la plus peuplée, Gourdon, porte un losange."
    assert credit == f"{load_contours().credit}."


def test_l_alternative_dit_la_carte_sans_sa_source() -> None:
    drawn = draw(resolve(QUERCY), SALVIAC)
    assert drawn.chart is not None
    assert "Gourdon" in drawn.chart.alternative
    assert "Salviac" in drawn.chart.alternative
    assert "Licence" not in drawn.chart.alternative


def test_une_commune_citee_hors_du_territoire_est_en_tirete_et_nommee() -> None:
    drawn = draw(resolve(QUERCY), SALVIAC, PAYRAC)
    assert drawn.chart is not None
    dashed = [item for item in read_svg(drawn).iter(f"{SVG}path") if item.get("stroke-dasharray")]
    assert max(item.get("d", "").count("M") for item in dashed) == 2
    assert {"Salviac", "Payrac"} <= set(list_texts(drawn))
    assert "En tireté, Salviac et Payrac sont citées par l’alliance hors de ce territoire." in drawn.lines
    without = draw(resolve(QUERCY)).chart
    assert without is not None
    assert "stroke-dasharray" not in without.svg


def test_une_commune_citee_tres_loin_est_dite_sans_retrecir_la_carte() -> None:
    far, near = draw(resolve(QUERCY), "75056"), draw(resolve(QUERCY))
    assert "En tireté, Paris est citée par l’alliance hors de ce territoire." not in far.lines
    assert "Paris est citée par l’alliance, trop loin de ce territoire pour la carte." in far.lines
    assert far.chart is not None
    assert near.chart is not None
    assert far.chart.svg.count("<path") == near.chart.svg.count("<path")


@pytest.mark.parametrize("name", [QUERCY, "Paris Est Marne et Bois", "CINOR", "département Lot (46)"])
def test_les_noms_ne_se_touchent_pas(name: str) -> None:
    names = [item for item in read_svg(draw(resolve(name))).iter(f"{SVG}text") if item.get("paint-order")]
    boxes = []
    for item in names:
        width = 7.2 * len(item.text or "")
        shift = {"start": 0, "middle": width / 2, "end": width}[item.get("text-anchor", "start")]
        boxes.append((float(item.get("x", 0)) - shift, float(item.get("y", 0)), width))
    assert len(boxes) >= 3
    for (x1, y1, wide1), (x2, y2, wide2) in combinations(boxes, 2):
        assert abs(y1 - y2) > 12 or x1 + wide1 < x2 or x2 + wide2 < x1


def test_un_groupe_montre_les_limites_de_ses_intercommunalites() -> None:
    group = build_group("Retz", [resolve("CA Pornic Agglo Pays de Retz"), resolve("CC Sud Retz Atlantique")])
    drawn = draw(group)
    assert any("intercommunalités" in text for text in list_texts(drawn))
    assert "2\u00a0territoires" in drawn.lines[0]


def test_l_outre_mer_a_son_cadre() -> None:
    group = build_group("Deux rives", [resolve(QUERCY), resolve("CINOR"), resolve("97302")])
    texts = list_texts(draw(group))
    assert {"La Réunion", "Guyane"} <= set(texts)
    assert sum(text.endswith("km") for text in texts) == 3


def test_une_commune_seule_se_voit_dans_son_departement() -> None:
    texts = list_texts(draw(resolve("79049")))
    assert {"Bressuire", "la commune", "le reste du"} <= set(texts)


def test_une_commune_sans_contour_a_un_point_et_on_le_dit() -> None:
    drawn = draw(resolve("15031"))
    assert "Celles" in list_texts(drawn)
    assert any(re.match("Dans la source, Celles n’a pas encore son contour", line) for line in drawn.lines)


def test_un_territoire_que_la_source_ne_dessine_pas_garde_ses_phrases() -> None:
    drawn = draw(load_territories().territory((TerritoryKind.COMMUNE, "98818")))
    assert drawn.chart is None
    assert drawn.charts == ()
    assert any(line.startswith("Sans contour dans la source") for line in drawn.lines)


def test_le_nom_d_un_groupe_n_est_jamais_pris_pour_une_couleur() -> None:
    drawn = draw(build_group("Nous <var(--rien)>", [resolve(QUERCY)]))
    assert drawn.chart is not None
    assert read_svg(drawn).find(f"{SVG}title").text == "Carte\u00a0: Nous <var(--rien)>"


# --- Dans les documents ---------------------------------------------------------------------


def test_les_documents_montrent_la_carte_et_ce_qu_elle_dit() -> None:
    reading = check_file(ROOT / "exemples" / "pays-de-retz.yaml", today=TODAY)
    context = build_context(reading, Options(today=TODAY))
    for document in (build_action_plan(context), build_argument_sheet(context)):
        drawn = next(chart for chart in document.charts if chart.key.startswith("carte"))
        assert f"]({drawn.key}.svg)" in document.markdown
        assert "ADMIN EXPRESS COG" in unescape_markdown(document.markdown)


def test_la_fiche_nomme_les_territoires_qui_ressemblent_et_le_calcul() -> None:
    reading = check_file(ROOT / "exemples" / "paris-est-marne-et-bois.yaml", today=TODAY)
    told = unescape_markdown(build_argument_sheet(build_context(reading, Options(today=TODAY))).markdown)
    assert "Des territoires qui vous ressemblent" in told
    assert "- Paris Ouest La Défense, écart 0,29" in told


def test_un_carnet_montre_la_carte_et_les_territoires_qui_ressemblent() -> None:
    opened = open_dossier(ROOT / "exemples" / "les-mureaux.yaml", today=TODAY)
    assert "<svg" in opened.map.html
    assert "Les Mureaux, Yvelines (Île-de-France)." in opened.map.text
    assert "Savigny-le-Temple" in opened.similar_territories.html


def test_sans_les_contours_les_documents_se_font_sans_carte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comme dans la page, où les contours ne sont pas du premier lot."""
    for module in (territory_map, likeness):
        monkeypatch.setattr(module, "has_contours", lambda: False)
    reading = check_file(ROOT / "exemples" / "pays-de-retz.yaml", today=TODAY)
    sheet = build_argument_sheet(build_context(reading, Options(today=TODAY)))
    assert not any(chart.key.startswith("carte") for chart in sheet.charts)
    assert "ressemblent" not in sheet.markdown
    assert "Il réunit 4" in sheet.markdown
