"""Les territoires : ce qu'un texte désigne, sans jamais deviner, et des populations justes."""

from __future__ import annotations

import pytest

from kit.domain.typography import fold, format_number
from kit.domain.values import Place, Population, Territory, TerritoryKind
from kit.knowledge.territories import (
    build_group,
    build_territory_problem,
    describe_trend,
    find_territories,
    list_overlaps,
    load_territories,
    resolve_territory,
)
from kit.knowledge.territories.names import NameTable
from kit.knowledge.territories.search import list_by_code

RETZ = (
    "CA Pornic Agglo Pays de Retz",
    "CC Sud Retz Atlantique",
    "CC du Sud Estuaire",
    "CC Grand Lieu Communauté",
)


def resolve(text: str) -> Territory:
    territory = resolve_territory(text).territory
    assert territory is not None, text
    return territory


def list_years(territory: Territory) -> list[int]:
    return [item.year for item in territory.populations]


# --- Les données livrées --------------------------------------------------------------------


def test_tous_les_territoires_de_2026_sont_la() -> None:
    """Les totaux du millésime 2026."""
    index = load_territories()
    kinds = [item.kind for item in index.groupings]
    assert index.offsets[-1] == 34_969
    assert kinds.count(TerritoryKind.EPCI) == 1_255
    assert kinds.count(TerritoryKind.EPT) == 11
    assert len(index.departments) == 101 + 8
    assert len(index.regions) == 18


def test_la_provenance_accompagne_les_donnees() -> None:
    """Source, millésime, paquet, licence et date de vérification."""
    index = load_territories()
    assert "2026" in index.source.title
    assert index.source.checked_on is not None
    assert index.licence == "Licence Ouverte 2.0"
    assert index.package.endswith("6.0.0")
    assert "recensement" in index.population_note


def test_chaque_territoire_se_construit() -> None:
    """Aucun code, même d'outre-mer, ne fait tomber la lecture."""
    index = load_territories()
    places = [(TerritoryKind.COMMUNE, code) for block in index.blocks for code in block.codes]
    places += [(item.kind, item.code) for item in index.groupings]
    places += [(TerritoryKind.DEPARTMENT, code) for code in index.departments]
    places += [(TerritoryKind.REGION, code) for code in index.regions]
    assert all(index.territory(place).name for place in places)


def test_le_repli_en_bloc_vaut_le_repli_nom_par_nom() -> None:
    """La recherche compare les mêmes clés que ``fold``."""
    table = NameTable(index=load_territories())
    names = [name for block in load_territories().blocks for name in block.names]
    names += [name for name, _ in table.extras]
    assert table.text.decode("ascii").strip("\n").split("\n") == [fold(name) for name in names]


def test_les_communes_font_la_population_du_pays() -> None:
    """La somme des régions est la somme des communes qui en ont une."""
    index = load_territories()
    regions = sum(index.latest_population((TerritoryKind.REGION, code)) for code in index.regions)
    inside = [dep for dep, row in index.departments.items() if row[1]]
    communes = sum(
        index.latest_population((TerritoryKind.COMMUNE, code))
        for dep in inside
        for code in index.block_by_department[dep].codes
    )
    assert regions == communes > 68_000_000


def test_chaque_departement_et_chaque_region_a_la_population_de_ses_communes() -> None:
    """Un par un : une commune rangée ailleurs fausserait deux sommes dont le total reste juste."""
    index = load_territories()
    places = [(TerritoryKind.DEPARTMENT, code) for code in index.departments]
    places += [(TerritoryKind.REGION, code) for code in index.regions]
    assert len(places) > 110
    wrong = [
        place
        for place in places
        if index.latest_population(place)
        != sum(index.latest_population((TerritoryKind.COMMUNE, code)) for code in index.list_communes(place))
    ]
    assert wrong == []


def test_seul_le_rhone_dit_la_metropole_qu_il_contient() -> None:
    """Le département de l'Insee n'est pas ce qu'administre son conseil départemental."""
    index = load_territories()
    notes = {code: resolve_territory(f"département {code}").note for code in index.departments}
    told = {code: note for code, note in notes.items() if note}
    assert list(told) == ["69"]
    whole = index.latest_population((TerritoryKind.DEPARTMENT, "69"))
    inner = index.latest_population((TerritoryKind.EPCI, "200046977"))
    assert 0 < inner < whole
    assert format_number(whole - inner) in told["69"]


# --- Trouver par un nom ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Les Mureaux",
        "les mureaux",
        "LES MUREAUX",
        "Les-Mureaux",
        " Les  Mureaux ",
        "Mureaux",
        "ville des Mureaux",
    ],
)
def test_la_casse_et_la_ponctuation_ne_comptent_pas(text: str) -> None:
    """Le même nom, écrit autrement."""
    assert resolve(text).code == "78440"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("l'hay les roses", "94038"),
        ("L’Haÿ-les-Roses", "94038"),
        ("St Nazaire (44)", "44184"),
        ("ste pazanne", "44186"),
        ("st-cyr s/ loire", "37214"),
        ("oeuf en ternois", "62633"),
        ("Havre", "76351"),
    ],
)
def test_les_accents_et_les_abreviations_ne_comptent_pas(text: str, code: str) -> None:
    """Accents, ligatures, « st », « ste », « s/ », article oublié."""
    assert resolve(text).code == code


def test_un_homonyme_donne_un_choix_et_jamais_un_territoire() -> None:
    """Quatre communes s'appellent Saint-Denis."""
    found = resolve_territory("saint denis")
    assert found.territory is None
    assert len(found.choices) == 4
    assert any("93066" in choice and "Seine-Saint-Denis" in choice for choice in found.choices)


@pytest.mark.parametrize(
    "name", ["Saint-Denis", "Sainte-Colombe", "La Réunion", "Guadeloupe", "04", "78440", "44"]
)
def test_chaque_choix_recopie_designe_un_seul_territoire(name: str) -> None:
    """La personne copie la ligne proposée, et c'est réglé."""
    found = resolve_territory(name)
    entries = [match.entry for match in find_territories(name, limit=50)][: len(found.choices)]
    assert len(found.choices) > 1
    assert all(resolve_territory(entry).territory is not None for entry in entries)
    assert len({(resolve(entry).kind, resolve(entry).code) for entry in entries}) == len(found.choices)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Saint-Denis (93)", "93066"),
        ("Saint-Denis (Seine-Saint-Denis)", "93066"),
        ("Saint-Denis, Réunion", "97411"),
        ("Saint-Denis, Plaine Commune", "93066"),
        ("Saint-Denis (93200)", "93066"),
        ("93200 Saint-Denis", "93066"),
        ("Saint-Denis (93066)", "93066"),
    ],
)
def test_une_precision_separe_les_homonymes(text: str, code: str) -> None:
    """Département, région, intercommunalité, code postal ou code Insee."""
    assert resolve(text).code == code


def test_une_precision_fausse_ne_designe_rien() -> None:
    """Il n'y a pas de Nantes dans le Nord."""
    assert resolve_territory("Nantes (59)").territory is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CA Pornic Agglo Pays de Retz", "200067346"),
        ("Pornic Agglo Pays de Retz", "200067346"),
        ("communauté d'agglomération Pornic Agglo Pays de Retz", "200067346"),
        ("CC Grand Lieu", "244400438"),
        ("communauté de communes du Sud Estuaire", "244400586"),
        ("Sud Estuaire", "244400586"),
        ("CARENE", "244400644"),
        ("métropole de Nantes", "244400404"),
        ("Nantes Métropole", "244400404"),
        ("Grand Paris", "200054781"),
        ("EPT Paris Est Marne et Bois", "200057941"),
        ("paris est marne & bois", "200057941"),
        ("CC de Yenne", "247300262"),
        ("CA du Sud", "249740085"),
        ("CC Forêts, Seine et Suzon", "200039063"),
    ],
)
def test_une_intercommunalite_se_trouve_avec_ou_sans_son_prefixe(text: str, code: str) -> None:
    """« CC », forme entière, particule, sigle, « Communauté » final."""
    assert resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("Nantes", TerritoryKind.COMMUNE, "44109"),
        ("Paris", TerritoryKind.COMMUNE, "75056"),
        ("département Paris", TerritoryKind.DEPARTMENT, "75"),
        ("Paris (département)", TerritoryKind.DEPARTMENT, "75"),
        ("Mayotte", TerritoryKind.DEPARTMENT, "976"),
        ("région Réunion", TerritoryKind.REGION, "04"),
        ("département de la Loire-Atlantique", TerritoryKind.DEPARTMENT, "44"),
        ("région Bretagne", TerritoryKind.REGION, "53"),
        ("Lyon", TerritoryKind.COMMUNE, "69123"),
        ("Métropole de Lyon", TerritoryKind.EPCI, "200046977"),
    ],
)
def test_le_mot_de_nature_separe_les_niveaux(text: str, kind: TerritoryKind, code: str) -> None:
    """Un nom porté par deux niveaux."""
    found = resolve(text)
    assert (found.kind, found.code) == (kind, code)


def test_deux_collectivites_de_meme_nom_restent_un_choix() -> None:
    """La Guadeloupe a un département et une région distincts."""
    assert len(resolve_territory("Guadeloupe").choices) == 2


def test_une_ancienne_commune_mene_a_la_nouvelle_et_le_dit() -> None:
    """La note nomme l'ancienne commune, son statut et la nouvelle."""
    found = resolve_territory("Annecy-le-Vieux")
    assert found.territory is not None
    assert found.territory.code == "74010"
    assert "Annecy-le-Vieux" in found.note
    assert "commune déléguée" in found.note


def test_un_arrondissement_municipal_mene_a_sa_ville() -> None:
    """Paris, Lyon et Marseille."""
    found = resolve_territory("Marseille 1er Arrondissement")
    assert found.territory is not None
    assert found.territory.code == "13055"
    assert "arrondissement municipal" in found.note


def test_un_ancien_nom_porte_aussi_ailleurs_est_signale() -> None:
    """Larche est en Corrèze ; une ancienne Larche est dans le Val d'Oronaye."""
    found = resolve_territory("Larche")
    assert found.territory is not None
    assert found.territory.code == "19107"
    assert "Val d'Oronaye" in found.note


# --- Trouver par un code --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("44109", "44109"),
        ("2a004", "2A004"),
        ("commune 78440", "78440"),
        ("INSEE 78440", "78440"),
        ("217804400", "78440"),
        ("217 804 400", "78440"),
        ("200 067 346", "200067346"),
        ("SIREN 200067346", "200067346"),
        ("44000", "44109"),
        ("75012", "75056"),
        ("code postal 69003", "69123"),
        ("CP 13001", "13055"),
        ("974", "974"),
        ("région 04", "04"),
        ("27058", "27676"),
    ],
)
def test_un_code_designe_son_territoire(text: str, code: str) -> None:
    """Code Insee (même disparu), SIREN, code postal, département, région."""
    assert resolve(text).code == code


def test_un_code_postal_partage_donne_un_choix() -> None:
    """78130 dessert Chapet et Les Mureaux."""
    found = resolve_territory("78130")
    assert found.territory is None
    assert ["Chapet" in found.choices[0], "Les Mureaux" in found.choices[1]] == [True, True]


def test_un_nombre_a_la_fois_insee_et_postal_donne_un_choix() -> None:
    """78440 : code Insee des Mureaux, code postal de Gargenville."""
    choices = resolve_territory("78440").choices
    assert any("Les Mureaux" in choice for choice in choices)
    assert any("Gargenville" in choice for choice in choices)


def test_chaque_siren_de_commune_retrouve_sa_commune() -> None:
    """Le SIREN recalculé est le bon, pour un échantillon de chaque département."""
    index = load_territories()
    kinds = frozenset(TerritoryKind)
    for block in index.blocks:
        siren = block.siren(block.count // 2)
        found = [hit.reference[1] for hit in list_by_code(index, siren, kinds)]
        assert not siren or found == [block.codes[block.count // 2]]


def test_un_zero_mange_par_le_tableur_est_propose() -> None:
    """1053 est lu comme 01053, sans être pris pour tel."""
    found = resolve_territory("1053")
    assert found.territory is None
    assert found.suggestions[0] == "Bourg-en-Bresse (01053)"


# --- Ne rien trouver ------------------------------------------------------------------------


def test_un_nom_mal_ecrit_est_rapproche_sans_etre_pris() -> None:
    """La suggestion peut s'écrire telle quelle."""
    found = resolve_territory("les muraux")
    assert found.territory is None
    assert found.suggestions[0] == "Les Mureaux (78440)"
    assert resolve(found.suggestions[0]).code == "78440"


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01\x0b", "«»", "\ud800", "?" * 50])
def test_une_recherche_vide_ne_designe_rien(text: str) -> None:
    """Ni territoire, ni choix, ni suggestion."""
    found = resolve_territory(text)
    assert (found.territory, found.choices, found.suggestions) == (None, (), ())
    assert find_territories(text) == ()


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "(" * 10_000, "1" * 10_000, "Nantes " * 2_000, "é\x00" * 5_000]
)
def test_une_recherche_hostile_est_refusee_sans_chercher(text: str) -> None:
    """Le texte rendu est coupé, pour tenir dans un message."""
    found = resolve_territory(text)
    assert found.territory is None
    assert len(found.query) <= 200
    assert find_territories(text) == ()


def test_un_caractere_de_controle_dans_un_nom_ne_gene_pas() -> None:
    """Comme une espace."""
    assert resolve("Les\x0bMureaux").code == "78440"


def test_le_probleme_a_signaler_dit_les_choix() -> None:
    """Ambigu, inconnu, ou rien à dire."""
    where = Place(file="dossier.ods")
    ambiguous = build_territory_problem(resolve_territory("Saint-Denis"), where)
    unknown = build_territory_problem(resolve_territory("les muraux"), where)
    assert ambiguous is not None
    assert (ambiguous.code, "93066" in ambiguous.message) == ("territoire-ambigu", True)
    assert unknown is not None
    assert (unknown.code, "Les Mureaux (78440)" in unknown.message) == ("territoire-inconnu", True)
    assert build_territory_problem(resolve_territory("Nantes"), where) is None


# --- Proposer -------------------------------------------------------------------------------


def test_le_nom_exact_vient_en_tete_des_propositions() -> None:
    """Puis les noms qui commencent ainsi, du plus peuplé au moins peuplé."""
    found = find_territories("Nantes", limit=5)
    assert found[0].territory.code == "44109"
    assert len(found) <= 5


def test_un_mot_du_nom_suffit_pour_une_proposition() -> None:
    """« retz » propose Pornic Agglo Pays de Retz."""
    codes = [match.territory.code for match in find_territories("retz", limit=10)]
    assert "200067346" in codes


def test_les_propositions_se_limitent_a_une_nature() -> None:
    """Seulement des départements."""
    found = find_territories("loire", kinds=[TerritoryKind.DEPARTMENT], limit=20)
    assert {match.territory.kind for match in found} == {TerritoryKind.DEPARTMENT}
    assert found[0].territory.name == "Loire"


# --- Les territoires eux-mêmes --------------------------------------------------------------


def test_une_commune_connait_ses_codes_et_ses_appartenances() -> None:
    """Les Mureaux."""
    town = resolve("Les Mureaux")
    assert (town.siren, town.postcodes) == ("217804400", ("78130",))
    assert [code for _, code, _ in town.parents] == ["200059889", "78", "11"]
    assert town.population == 34_632


def test_la_serie_des_mureaux_est_celle_des_populations_en_vigueur() -> None:
    """Vérifiée contre les publications annuelles."""
    series = [item.inhabitants for item in resolve("Les Mureaux").populations]
    assert series == [32_949, 33_203, 33_543, 33_977, 34_151, 34_632]


def test_un_ept_appartient_aussi_a_la_metropole() -> None:
    """Paris Est Marne et Bois : 13 communes, dans la Métropole du Grand Paris."""
    ept = resolve("Paris Est Marne et Bois")
    assert len(ept.members) == 13
    assert ept.legal_form == "établissement public territorial"
    assert (TerritoryKind.EPCI, "200054781", "Métropole du Grand Paris") in ept.parents
    assert [kind for kind, _, _ in resolve("Vincennes").parents][:2] == [
        TerritoryKind.EPT,
        TerritoryKind.EPCI,
    ]


def test_la_population_d_un_epci_est_la_somme_de_ses_communes() -> None:
    """Chaque année, pour Pornic Agglo Pays de Retz."""
    epci = resolve("Pornic Agglo Pays de Retz")
    members = [resolve(f"commune {code}") for code, _ in epci.members]
    for item in epci.populations:
        known = [
            count.inhabitants for town in members for count in town.populations if count.year == item.year
        ]
        assert sum(known) == item.inhabitants


def test_une_annee_incomplete_est_laissee_de_cote() -> None:
    """L'Île-d'Yeu n'a pas de valeur pour 2021 et 2024 : la Vendée non plus."""
    assert list_years(resolve("L'Île-d'Yeu")) == [2022, 2023, 2025, 2026]
    assert list_years(resolve("Vendée")) == [2022, 2023, 2025, 2026]


def test_une_commune_issue_d_une_division_n_a_pas_l_annee_d_avant() -> None:
    """L'Oie a quitté Essarts-en-Bocage en 2024 ; l'EPCI, qui les réunit, garde toutes ses années."""
    town = resolve("commune 85165")
    epci = next(code for kind, code, _ in town.parents if kind is TerritoryKind.EPCI)
    assert list_years(town) == [2024, 2025, 2026]
    assert list_years(resolve("commune 85084")) == [2024, 2025, 2026]
    assert list_years(resolve(epci)) == [2021, 2022, 2023, 2024, 2025, 2026]


@pytest.mark.parametrize("text", ["Mayotte", "Nouméa", "Polynésie française", "Saint-Martin (978)"])
def test_sans_serie_verifiable_une_seule_annee_est_donnee(text: str) -> None:
    """Mayotte et les collectivités d'outre-mer."""
    assert list_years(resolve(text)) == [2026]
    assert describe_trend(resolve(text)) is None


def test_un_territoire_sans_habitant_n_a_pas_de_population() -> None:
    """Les terres australes."""
    assert resolve("Archipel des Kerguelen").population is None


# --- Les groupes ----------------------------------------------------------------------------


def test_un_groupe_additionne_ses_membres() -> None:
    """Le Pays de Retz, quatre intercommunalités."""
    parts = [resolve(name) for name in RETZ]
    group = build_group("Pays de Retz", parts)
    assert (group.kind, group.code, group.name) == (TerritoryKind.GROUP, "", "Pays de Retz")
    assert group.members == tuple((part.code, part.name) for part in parts)
    assert group.population == sum(part.population or 0 for part in parts) == 170_170
    assert [code for _, code, _ in group.parents] == ["44", "52"]
    assert list_overlaps(parts) == ()


def test_une_commune_deja_dans_un_epci_du_groupe_n_est_pas_comptee_deux_fois() -> None:
    """Pornic est dans Pornic Agglo Pays de Retz ; le recouvrement est dit."""
    parts = [resolve("Pornic"), resolve(RETZ[0]), resolve(RETZ[0])]
    group = build_group("Groupe", parts)
    assert group.members == (("200067346", "Pornic Agglo Pays de Retz"),)
    assert group.population == resolve(RETZ[0]).population
    assert list_overlaps(parts)[0].communes == 1


def test_deux_territoires_a_cheval_ne_comptent_chaque_commune_qu_une_fois() -> None:
    """Redon Agglomération déborde de l'Ille-et-Vilaine."""
    epci, department = resolve("Redon Agglomération"), resolve("Ille-et-Vilaine")
    group = build_group("Groupe", [epci, department])
    shared = sum(
        resolve(f"commune {code}").population or 0 for code, _ in epci.members if not code.startswith("35")
    )
    assert group.population == (department.population or 0) + shared


def test_un_groupe_peut_entrer_dans_un_groupe() -> None:
    """Ses membres y entrent à sa place."""
    inner = build_group("Retz", [resolve(name) for name in RETZ])
    outer = build_group("Estuaire", [inner, resolve("CARENE")])
    assert len(outer.members) == 5
    assert outer.population == (inner.population or 0) + (resolve("CARENE").population or 0)


def test_un_groupe_vide_n_a_pas_de_population() -> None:
    """Ni zéro, ni année."""
    assert build_group("Personne", []).populations == ()


# --- L'évolution ----------------------------------------------------------------------------


def test_l_evolution_se_calcule_a_la_main() -> None:
    """De 1 000 à 1 210 habitants en deux ans : 10 % par an."""
    place = Territory(
        kind=TerritoryKind.COMMUNE,
        code="",
        name="Essai",
        populations=(Population(year=2021, inhabitants=1000), Population(year=2023, inhabitants=1210)),
    )
    trend = describe_trend(place)
    assert trend is not None
    assert (trend.first.year, trend.last.year) == (2021, 2023)
    assert trend.annual_rate == pytest.approx(0.10)


def test_l_evolution_demande_deux_annees_et_un_depart_habite() -> None:
    """Une seule année, ou zéro habitant au départ."""
    assert describe_trend(resolve("Bezonvaux")) is None
    alone = Territory(
        kind=TerritoryKind.COMMUNE, code="", name="Essai", populations=(Population(year=2026, inhabitants=5),)
    )
    assert describe_trend(alone) is None
