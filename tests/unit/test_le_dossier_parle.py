"""Le dossier parle d'abord : l'ordre, la demande de chaque public, les faits qui vont à la cause."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from itertools import combinations
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from said import count_words, measure_likeness, measure_share, strip

from kit.documents.document import Document
from kit.documents.templates import unescape_markdown
from kit.domain.typography import fold
from kit.domain.values import (
    Action,
    Alliance,
    Audience,
    Priority,
    Source,
    Status,
    Territory,
    TerritoryKind,
    name_ask,
)
from kit.knowledge.catalogue import Case, Fact, load_arguments
from kit.products.arguments.page import PageChoices, build_argument_page
from kit.products.arguments.slides import build_argument_slides, share_out
from kit.products.context import Context, build_context
from kit.products.dossier.action_cards import choose_actions
from kit.products.dossier.argument_sheet import build_argument_sheet
from kit.products.dossier.asks import choose_ask, list_parts
from kit.products.dossier.choosing import match_fact
from kit.products.dossier.finding import Tile, read_finding
from kit.products.dossier.pitch import tell_choices
from kit.products.dossier.producing import produce
from kit.products.options import Options
from kit.reading.checks import check_file
from kit.reading.forms import ACTIONS, ALLIANCE, PARTNERS
from kit.writers.pandoc import write_documents

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 27)
GUIDE = ROOT / "book" / "remplir-son-dossier.md"
COUNCIL_ASK = "Que le conseil communautaire vote deux ans d’animation et désigne un élu référent."

MINIMAL: dict[str, Any] = {
    "nom": "Vieillir chez soi",
    "territoire": "Thouars",
    "cause": "Que chaque personne âgée seule reçoive une visite par semaine.",
}
DOSSIERS = ROOT / "tests" / "data" / "dossiers"
MARSH, RIVER = (
    yaml.safe_load((DOSSIERS / f"{name}.yaml").read_text("utf-8")) for name in ("marais", "reparer")
)


def open_context(folder: Path, content: dict[str, Any]) -> Context:
    """Le contexte d'un dossier écrit dans ce dossier."""
    whole = content if "alliance" in content else {"alliance": content}
    path = folder / "dossier.yaml"
    path.write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
    return build_context(check_file(path, today=TODAY), Options(today=TODAY))


def read_page(context: Context, audience: Audience = Audience.ELECTED) -> str:
    """Le Markdown de la page de ce public, sans échappement."""
    choices = PageChoices(audience=audience, has_sources=False)
    return unescape_markdown(build_argument_page(context, choices).markdown)


def read_plain(context: Context, audience: Audience = Audience.ELECTED) -> str:
    """Les mots de la page, espaces ramenées à une."""
    return re.sub(r"[\s\]\[]+", " ", strip(read_page(context, audience)))


def count_pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def check_layout(content: bytes) -> None:
    """Aucun mot hors de la page, aucun sur un autre."""
    command = ["pdftotext", "-bbox", "-", "-"]
    told = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    for page in told.split("<page ")[1:]:
        wide, high = (float(value) for value in re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
        words = [
            tuple(map(float, found))
            for found in re.findall(
                r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"', page
            )
        ]
        assert words
        assert all(x >= 0 and y >= 0 and right <= wide and low <= high for x, y, right, low in words)
        for one, two in combinations(words, 2):
            across = min(one[2], two[2]) - max(one[0], two[0])
            down = min(one[3], two[3]) - max(one[1], two[1])
            # La boîte d'un mot dépasse un peu son encre, en haut et en bas.
            assert across < 2 or down < 0.45 * min(one[3] - one[1], two[3] - two[1]), (one, two)


# --- L'ordre et la voix ------------------------------------------------------------------------


def test_la_page_suit_l_ordre_de_la_charte(tmp_path: Path) -> None:
    """Constat, cause, actions, objection, réponse, demande, tour de table, ce que l'on ne sait pas."""
    page = read_page(open_context(tmp_path, MARSH))
    order = [
        *("## Ce que nous constatons", "## Ce que nous voulons ensemble", "## Ce que nous faisons"),
        *("## On nous dit", "## Nous répondons", "## Ce que nous vous demandons", "## Autour de la table"),
        *("**Ce que nous ne savons pas encore", "**Sources."),
    ]
    places = [page.index(title) for title in order]
    assert places == sorted(places)


@pytest.mark.parametrize("content", [MARSH, RIVER], ids=["marais", "réparer"])
@pytest.mark.parametrize("audience", [Audience.ELECTED, Audience.COMPANY, Audience.RESIDENT])
def test_six_mots_sur_dix_au_moins_viennent_du_dossier(
    content: dict[str, Any], audience: Audience, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Titres, mots de liaison, proposition, fait et sources sont à nous ; le reste est au groupe."""
    choices = PageChoices(audience=audience, has_sources=False)
    assert measure_share(open_context(tmp_path, content), choices, monkeypatch) >= 0.6


@pytest.mark.parametrize("name", ["les-mureaux", "paris-est-marne-et-bois", "pays-de-retz"])
def test_les_exemples_parlent_aussi_d_abord(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = check_file(ROOT / "exemples" / f"{name}.yaml", today=TODAY)
    context = build_context(reading, Options(today=TODAY))
    choices = PageChoices(audience=Audience.ELECTED, has_sources=False)
    assert measure_share(context, choices, monkeypatch) >= 0.6


def test_deux_alliances_sans_rapport_n_ont_pas_la_meme_page(tmp_path: Path) -> None:
    """Mots communs sur mots de l'une ou de l'autre ; puis les mots de quatre lettres et plus."""
    pages = []
    for name, content in (("a", MARSH), ("b", RIVER)):
        (tmp_path / name).mkdir()
        pages.append(read_page(open_context(tmp_path / name, content)))
    for name in ("les-mureaux", "pays-de-retz"):
        reading = check_file(ROOT / "exemples" / f"{name}.yaml", today=TODAY)
        pages.append(read_page(build_context(reading, Options(today=TODAY))))
    for first, second in combinations(pages[:3], 2):
        assert measure_likeness(first, second)[0] <= 0.4
    for first, second in combinations(pages, 2):
        one, two = (count_words(" ".join(re.findall(r"\w{4,}", strip(page)))) for page in (first, second))
        assert (one & two).total() / min(one.total(), two.total()) <= 0.5


# --- La demande --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "audience", [Audience.COMPANY, Audience.RESIDENT, Audience.ASSOCIATION, Audience.FUNDER]
)
def test_ce_qu_un_conseil_decide_ne_se_demande_qu_a_lui(audience: Audience) -> None:
    """La demande commune va aux élus ; les autres lisent une proposition, dite comme telle."""
    alliance = Alliance(name="a", territory_names=("x",), purpose="y", ask=COUNCIL_ASK)
    assert choose_ask(alliance, Audience.ELECTED, "p").lines == (COUNCIL_ASK,)
    ask = choose_ask(alliance, audience, "Venir une fois.")
    assert ask.is_proposed
    assert ask.lines == ("Venir une fois.",)


def test_chaque_public_lit_sa_part_de_la_demande_commune() -> None:
    """Une part adressée, une part à tous ; ce qui va à d'autres n'est à personne d'ici."""
    text = (
        "Aux villes membres : désigner un référent. Aux entreprises : une demi-journée. À tous : en parler. "
        "Aux lycées : ouvrir une salle. Pour 2027 : commencer en mars."
    )
    alliance = Alliance(name="a", territory_names=("x",), purpose="y", ask=text)
    assert choose_ask(alliance, Audience.ELECTED, "").lines == (
        "Désigner un référent.",
        "En parler.",
        "Pour 2027 : commencer en mars.",
    )
    assert choose_ask(alliance, Audience.COMPANY, "").lines == (
        "Une demi-journée.",
        "En parler.",
        "Pour 2027 : commencer en mars.",
    )
    assert [part.addressee for part in list_parts(text) if not part.audiences] == ["lycées"]


def test_une_demande_sans_destinataire_va_a_tous() -> None:
    """« Pour 2027 : » ne nomme personne."""
    (part,) = list_parts("Pour 2027 : prêter une salle.")
    assert part.text == "Pour 2027 : prêter une salle."
    assert Audience.RESIDENT in part.audiences


def test_une_liste_ouverte_par_son_destinataire_lui_reste() -> None:
    text = "Aux habitants :\n- venir\n- en parler\nAux élus :\n- voter"
    alliance = Alliance(name="a", territory_names=("x",), purpose="y", ask=text)
    assert choose_ask(alliance, Audience.RESIDENT, "").lines == ("Venir", "En parler")
    assert choose_ask(alliance, Audience.ELECTED, "").lines == ("Voter",)


@pytest.mark.parametrize("audience", Audience)
def test_la_demande_ecrite_pour_un_public_passe_avant_tout(audience: Audience) -> None:
    asks: dict[str, Any] = {name_ask(audience): "• Ceci\n• Cela", "ask": "Autre chose."}
    alliance = Alliance(name="a", territory_names=("x",), purpose="y", **asks)
    assert choose_ask(alliance, audience, "p").lines == ("Ceci", "Cela")


def test_la_proposition_est_marquee_et_dite_a_qui_est_au_clavier(tmp_path: Path) -> None:
    """Le mot est sur la page ; la case à remplir, dans ce que dit la commande."""
    context = open_context(tmp_path, MARSH)
    page = read_page(context, Audience.RESIDENT)
    assert "Une demande à préciser" in page
    assert "[Proposition]{.etiquette}" in page
    assert "conseil communautaire" not in page
    (problem,) = tell_choices(context, (Audience.RESIDENT,))
    assert problem.code == "demande-proposee"
    assert "Votre demande\u00a0: habitant" in problem.remedy


# --- Les faits et les objections du guide ------------------------------------------------------


def build_fact(*, themes: tuple[str, ...], audiences: tuple[Audience, ...], case: Case | None) -> Fact:
    source = Source(title="Un livre")
    return Fact(
        key="F1", statement="s", source=source, reference="x", themes=themes, audiences=audiences, case=case
    )


def test_un_fait_ne_s_imprime_que_si_le_sujet_le_public_et_le_lieu_vont_a_la_cause() -> None:
    """Un seul des trois manque, et rien ne s'imprime ; une enquête nationale n'a pas de lieu."""
    reading = check_file(ROOT / "exemples" / "les-mureaux.yaml", today=TODAY)
    dossier = build_context(reading, Options(today=TODAY)).dossier
    here = Case(territory="Les Mureaux", kind=TerritoryKind.COMMUNE, lesson="")
    there = Case(territory="Quelque part", kind=TerritoryKind.DEPARTMENT, lesson="")
    company = (Audience.COMPANY,)
    right = build_fact(themes=("emploi",), audiences=company, case=here)
    chosen = match_fact(dossier, Audience.COMPANY, (right,))
    assert chosen
    assert chosen.reason == "il vient de votre territoire et sa cause touche emploi"
    wrong = (
        build_fact(themes=("numérique",), audiences=company, case=here),
        build_fact(themes=("emploi",), audiences=(Audience.FUNDER,), case=here),
        build_fact(themes=("emploi",), audiences=company, case=there),
        build_fact(themes=("emploi",), audiences=company, case=None),
    )
    assert all(match_fact(dossier, Audience.COMPANY, (fact,)) is None for fact in wrong)


def test_la_raison_d_un_fait_se_dit_au_clavier_et_pas_sur_la_page(tmp_path: Path) -> None:
    source = ROOT / "exemples" / "les-mureaux.yaml"
    options = Options(formats=("html",), today=TODAY, documents=("fiche-argumentaire",))
    made = produce(source, tmp_path, options=options)
    assert "fait-imprime" in {problem.code for problem in made.problems}
    page = made.files[0].read_text(encoding="utf-8").split("Annexe, pour la personne")[0]
    assert "il vient de votre territoire" not in page


def test_une_objection_du_guide_va_a_la_nature_et_a_la_taille_du_territoire() -> None:
    """La petite commune n'est dite petite que si elle l'est ; une métropole ne l'est jamais."""
    argument = load_arguments()[Audience.ELECTED]

    def tell(kind: TerritoryKind, people: int) -> str:
        from kit.domain.values import Population

        populations = (Population(year=2026, inhabitants=people),)
        territory = Territory(kind=kind, code="1", name="x", populations=populations)
        return " ".join(objection for objection, _ in argument.list_objections(territory))

    assert "petite commune" in tell(TerritoryKind.COMMUNE, 900)
    assert "petite commune" not in tell(TerritoryKind.COMMUNE, 20_000)
    assert "petite" not in tell(TerritoryKind.EPCI, 480_000)
    assert "doublon" in tell(TerritoryKind.EPCI, 480_000)


def test_aucune_phrase_du_guide_ne_parle_d_une_autre_nature_de_territoire(tmp_path: Path) -> None:
    """Fiche et diaporama d'une métropole, annexe et notes comprises."""
    context = open_context(tmp_path, RIVER)
    texts = [build_argument_sheet(context).markdown]
    texts += [build_argument_slides(context, audience).markdown for audience in Audience]
    for text in texts:
        said = fold(unescape_markdown(text))
        assert "petite commune" not in said
        assert "plusieurs communes" not in said
        assert "deux autres communes" not in said


def test_les_objections_du_guide_ne_sont_que_dans_les_notes(tmp_path: Path) -> None:
    context = open_context(tmp_path, MARSH)
    argument = load_arguments()[Audience.ELECTED]
    canned = fold(argument.objection)
    sheet, annex = unescape_markdown(build_argument_sheet(context).markdown).split("# Annexe")
    assert canned not in fold(sheet)
    assert canned in fold(annex)
    slides = unescape_markdown(build_argument_slides(context, Audience.ELECTED).markdown)
    notes = " ".join(re.findall(r"::: notes\n(.*?)\n:::", slides, re.DOTALL))
    assert canned in fold(notes)
    assert canned not in fold(re.sub(r"::: notes\n.*?\n:::", "", slides, flags=re.DOTALL))


def test_la_fiabilite_n_est_que_dans_le_detail_des_sources(tmp_path: Path) -> None:
    sheet, annex = unescape_markdown(build_argument_sheet(open_context(tmp_path, MARSH)).markdown).split(
        "# Annexe"
    )
    assert "lu tel quel" not in sheet
    assert "fiabilité" not in sheet.casefold()
    assert "lu tel quel" in annex


# --- Le constat et les actions -----------------------------------------------------------------


def test_les_chiffres_d_une_liste_font_des_tuiles() -> None:
    finding = read_finding(MARSH["alliance"]["constat"])
    assert finding.lead == "Relevé des factures de septembre, avec les trois cuisiniers."
    assert finding.tiles == (
        Tile(figure="11 %", text="des légumes servis viennent du canton"),
        Tile(figure="2 sur 9", text="maraîchers livrent déjà une école"),
        Tile(figure="640", text="repas par jour, préparés dans une cuisine sans légumerie."),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Les jeunes partent.",
        "- 12 fermes\n- des bois",
        "- une seule ligne",
        "• 3 ;\n• 4",
        "2 écoles ferment.\nPersonne ne vient.",
    ],
)
def test_un_constat_sans_chiffres_en_tete_reste_en_phrases(text: str) -> None:
    """Rien n'est inventé, rien n'est perdu."""
    finding = read_finding(text)
    assert finding.tiles == ()
    said = " ".join((finding.lead, *finding.points, *finding.paragraphs))
    assert fold(said).split() == fold(text).split()


def test_les_trois_actions_sont_celles_de_la_regle() -> None:
    """La priorité, puis la première date, puis l'ordre ; jamais une action abandonnée."""
    day = dt.date(2027, 1, 1)
    actions = (
        Action(number="1", title="a"),
        Action(number="2", title="b", priority=Priority.LOW, start=day),
        Action(number="3", title="c", priority=Priority.HIGH, start=day),
        Action(number="4", title="d", priority=Priority.HIGH, end=dt.date(2026, 6, 1)),
        Action(number="5", title="e", priority=Priority.HIGH, start=day, status=Status.DROPPED),
        Action(number="6", title="f", priority=Priority.MEDIUM),
    )
    assert [action.number for action in choose_actions(actions)] == ["4", "3", "6"]


def test_ce_que_l_on_ne_sait_pas_est_ce_que_ce_dossier_ne_sait_pas(tmp_path: Path) -> None:
    """Un départ inconnu, une somme à trouver (2 400 + 38 000), une action à discuter, un partenaire."""
    page = read_plain(open_context(tmp_path, MARSH))
    unknown = page.split("Ce que nous ne savons pas encore")[1]
    assert "D’où partent « Kilos épluchés par semaine »" in unknown
    assert "40 400 €" in unknown
    assert "Si nous ferons « Équiper la légumerie »" in unknown
    assert "Ce que décideront Parents d’élèves des écoles publiques" in unknown


# --- Peu de cases, une page courte -------------------------------------------------------------


def test_avec_deux_cases_la_page_est_courte_et_dit_la_suite(tmp_path: Path) -> None:
    """Ni compte à zéro, ni fait, ni titre vide ; trois cases nommées telles que le dossier les nomme."""
    context = open_context(tmp_path, MINIMAL)
    page = read_plain(context)
    assert not re.search(r"\b0 (?:engagé|action|partenaire)", page)
    for absent in ("constatons", "faisons", "On nous dit", "Autour de la table", "ne savons pas", "(1)"):
        assert absent not in page
    cells = re.findall(r"« ([^»]+) », feuille (\w+)", page)
    titles = {
        (fold(field.label), form.title) for form in (ALLIANCE, ACTIONS, PARTNERS) for field in form.fields
    }
    assert len(cells) == 3
    assert {(fold(label), sheet) for label, sheet in cells} <= titles
    content = write_documents((build_argument_sheet(context),), ("pdf",))
    assert count_pages(next(iter(content.values()))) == 2
    slides = build_argument_slides(context, Audience.ELECTED).markdown
    assert len(re.findall(r"^# ", slides, re.MULTILINE)) == 2


def list_promises() -> list[tuple[str, tuple[str, ...], str]]:
    """Les lignes du tableau du guide : la feuille, ses cases, ce que l'on lit sur la page."""
    rows = re.findall(
        r"^\| (Alliance|Partenaires|Actions) \|([^|]*)\|[^|]*\|([^|]*)\|$",
        GUIDE.read_text("utf-8"),
        re.MULTILINE,
    )
    return [
        (sheet, tuple(cell.strip() for cell in cells.split(" ; ")), seen.strip())
        for sheet, cells, seen in rows
    ]


@pytest.mark.parametrize(("sheet", "cells", "seen"), list_promises())
def test_chaque_case_du_tableau_du_guide_change_la_page(
    sheet: str, cells: tuple[str, ...], seen: str, tmp_path: Path
) -> None:
    """Remplie de l'exemple que le dossier donne, elle montre ce que le guide promet ; vide, non."""
    form = next(form for form in (ALLIANCE, PARTNERS, ACTIONS) if form.title == sheet)
    filled = {
        field.name: field.example
        for field in form.fields
        if fold(field.label) in {fold(cell) for cell in cells}
    }
    assert len(filled) == len(cells)
    required = {
        "Alliance": MINIMAL,
        "Partenaires": {"nom": "Lycée", "famille": "enseignement et recherche"},
        "Actions": {"numero": "A1"} if "titre" in filled else {"numero": "A1", "titre": "Agir"},
    }[sheet]
    pages = []
    for values in ({}, filled):
        line = required | values
        whole: dict[str, Any] = {"alliance": MINIMAL}
        if sheet == "Alliance":
            whole = {"alliance": line}
        elif line.keys() >= ({"titre"} if sheet == "Actions" else set()):
            whole[form.name] = [line]
        pages.append(fold(read_plain(open_context(tmp_path, whole))))
    empty, full = pages
    assert fold(seen) not in empty
    assert fold(seen) in full


# --- Ce que les gens écrivent vraiment ---------------------------------------------------------


def stretch(words: str, length: int) -> str:
    return (words * (1 + length // len(words)))[:length].strip()


ODD_DOSSIERS: dict[str, dict[str, Any]] = {
    "deux mots": {"alliance": MINIMAL | {"cause": "Mieux vivre"}},
    "cause de six cents signes": {
        "alliance": MARSH["alliance"] | {"cause": stretch("bien vivre ici, ", 590)}
    },
    "demande de mille signes": {
        "alliance": MARSH["alliance"] | {"demande": stretch("voter puis agir, ", 990)}
    },
    "constat de quatre mille signes": {
        "alliance": MARSH["alliance"] | {"constat": stretch("Rien ne va. ", 3900)}
    },
    "aucune action": MARSH | {"actions": []},
    "quarante actions": MARSH
    | {"actions": [{"numero": f"{n}", "titre": f"Agir {n}", "budget": 1000} for n in range(1, 41)]},
    "soixante partenaires": MARSH
    | {
        "partenaires": [
            {"nom": f"P{n}", "famille": kind, "engagement": "engagé"}
            for n, kind in enumerate(["commune", "association", "entreprise", "habitants"] * 15)
        ]
    },
    "noms très longs": MARSH
    | {
        "alliance": MARSH["alliance"] | {"nom": stretch("Alliance ", 118)},
        "actions": [MARSH["actions"][0] | {"titre": "Très" + "long" * 40, "structure_pilote": "P" * 120}],
    },
    "outre-mer": MARSH | {"alliance": MARSH["alliance"] | {"territoire": "Saint-Laurent-du-Maroni"}},
    "un groupe": MARSH
    | {
        "alliance": MARSH["alliance"]
        | {"territoire": "Luçon ; Saint-Laurent-du-Maroni", "groupe": "Les deux"}
    },
}


@pytest.mark.parametrize("name", ODD_DOSSIERS)
def test_une_page_se_remet_quel_que_soit_le_dossier(name: str, tmp_path: Path) -> None:
    """Tous les formats se font ; ce qui tient sur une page y tient, le reste continue et rien ne manque."""
    context = open_context(tmp_path, ODD_DOSSIERS[name])
    page = build_argument_page(context, PageChoices(audience=Audience.ELECTED))
    slides = build_argument_slides(context, Audience.ELECTED)
    written = write_documents((page,), ("pdf", "html", "docx", "odt"))
    assert count_pages(written[(page.name, "pdf")]) <= (
        3 if "quatre mille" in name else 2 if "mille" in name else 1
    )
    check_layout(written[(page.name, "pdf")])
    html = written[(page.name, "html")].decode()
    for text in (context.dossier.alliance.purpose, *(line for line in context.dossier.alliance.ask.split())):
        assert fold(text) in fold(re.sub(r"<[^>]+>", " ", html))
    content = write_documents((slides,), ("pptx",))[(slides.name, "pptx")]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        bodies = [archive.read(one).decode() for one in archive.namelist() if "slides/slide" in one]
    for body in bodies:
        shapes = re.findall(r'<p:ph idx="1"[^>]*/>.*?</p:txBody>', body, re.DOTALL)
        assert all(len(re.sub(r"<[^>]+>", "", shape)) < 800 for shape in shapes)


def test_un_texte_long_se_partage_en_diapositives_sans_rien_perdre() -> None:
    text = stretch("Une phrase courte. ", 2000)
    pages = share_out((text,), 300)
    assert all(sum(map(len, page)) <= 300 for page in pages)
    assert " ".join(line for page in pages for line in page) == text


def test_un_mot_sans_fin_ne_sort_pas_de_la_page() -> None:
    """Dans un titre comme dans un texte ; une adresse garde son texte, sans rien dedans."""
    long = "Anticonstitutionnellement" * 5
    address = f"https://exemple.example/{'a/' * 30}"
    document = Document(name="essai", title=f"Un titre {long}", subtitle="", markdown=f"{long} {address}")
    content = write_documents((document,), ("pdf",))[("essai", "pdf")]
    check_layout(content)
    text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
    assert address in re.sub(r"\s", "", text.decode())
