"""Comparer une aide à une action : chaque critère à la main, le rang, les doublons."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.domain.values import Action, Alliance, Dossier, Partner, PartnerKind, Status
from kit.products.aids.aid import (
    Aid,
    AidAudience,
    AidStep,
    AidType,
    Destination,
    Perimeter,
    Recurrence,
    Scale,
)
from kit.products.aids.matching import (
    AidMatch,
    MatchCriterion,
    Need,
    build_needs,
    match_aid,
    match_aids,
)
from kit.products.aids.opening import Opening
from kit.products.aids.perimeters import Verdict, build_reach, judge_perimeter
from kit.products.aids.shipped import load_shipped_aids
from kit.products.aids.subjects import build_subject, find_spending, is_portal, list_tokens, load_thesaurus
from kit.reading.dossier import resolve_names

DAY = dt.date(2026, 11, 23)
MUREAUX = resolve_names("Les Mureaux (78440)")
REACH = build_reach(MUREAUX)
RETZ = resolve_names("Pornic Agglo Pays de Retz ; Nantes Métropole", group_name="Retz et Nantes")
NEED = Need(
    number="A1",
    title="Ouvrir des immersions",
    audiences=(AidAudience.ASSOCIATION,),
    origin="Une association, pilote",
    reach=REACH,
    day=DAY,
    step=AidStep.DELIVERY,
    status="En cours",
    destinations=(Destination.RUNNING,),
    subject=build_subject((("Ouvrir des immersions en entreprise", 1.0),)),
    start=dt.date(2027, 6, 1),
    budget=10_000.0,
    funding=4_000.0,
)
FULL = Aid(
    key="1",
    name="Soutenir les immersions",
    audiences=(AidAudience.ASSOCIATION, AidAudience.COMMUNE),
    perimeter=Perimeter(name="Île-de-France", scale=Scale.REGION),
    steps=(AidStep.DELIVERY,),
    destinations=(Destination.RUNNING,),
    deadline=dt.date(2027, 3, 31),
)


def verdict_of(match: AidMatch, criterion: MatchCriterion) -> Verdict:
    return next(finding.verdict for finding in match.findings if finding.criterion is criterion)


def change(**fields: Any) -> AidMatch:
    return match_aid(replace(FULL, **fields), NEED)


def test_une_aide_qui_dit_tout_convient_en_tout() -> None:
    """Les six critères, et la clôture avant le début de l'action."""
    match = match_aid(FULL, NEED)
    assert {finding.criterion for finding in match.findings} == set(MatchCriterion)
    assert match.count(Verdict.FITS) == 6
    assert (match.opening, match.is_rejected, match.is_before_start) == (Opening.OPEN, False, True)


def test_une_aide_qui_ne_dit_que_son_sujet_n_est_pas_ecartee() -> None:
    """Tout le reste est inconnu, rien n'est refusé."""
    match = match_aid(Aid(key="x", name="Immersions en entreprise"), NEED)
    assert match.count(Verdict.UNKNOWN) == 5
    assert match.is_related
    assert not match.is_rejected


def test_une_aide_d_un_autre_sujet_n_est_pas_proposee() -> None:
    """Le reste a beau convenir : mieux vaut rien que du remplissage."""
    other = replace(
        FULL, name="Restaurer les berges de la rivière", description="Travaux sur les cours d’eau."
    )
    selection = match_aids((other,), (NEED,))[0]
    assert (selection.candidates, len(selection.unrelated)) == ((), 1)
    assert selection.unrelated[0].subject.verdict is Verdict.FAILS


def test_le_sujet_se_lit_aussi_dans_la_description_et_les_thematiques() -> None:
    """Le nom seul ne dit rien."""
    mute = replace(FULL, name="Dispositif A12")
    assert not match_aid(mute, NEED).is_related
    text = "Immersions et embauche de demandeurs d’emploi."
    told = replace(mute, themes=("Emploi / Insertion",), description=text)
    assert match_aid(told, NEED).is_related


def test_les_mots_qui_ont_fait_proposer_une_aide_sont_dits() -> None:
    """Ceux de l'action et ceux de l'aide, quand ils diffèrent."""
    need = replace(NEED, subject=build_subject((("Un repas local dans les cantines", 1.0),)))
    match = match_aid(replace(FULL, name="Restauration collective de proximité"), need)
    assert "« cantines »" in match.subject.reason
    assert "« restauration collective »" in match.subject.reason
    assert "l’alimentation" in match.subject.reason


@pytest.mark.parametrize(
    ("action", "aid"),
    [
        ("Restauration scolaire faite sur place", "Restauration des cours d’eau"),
        ("Mobilité des personnes sans permis", "Mobilité internationale des jeunes"),
        ("Isoler l’école", "Rompre l’isolement des aînés"),
        ("Un concert par trimestre", "Appui à la concertation publique"),
        ("Publier un bilan franc", "Soutien aux projets de territoire innovants"),
    ],
)
def test_un_mot_a_deux_sens_ne_suffit_pas(action: str, aid: str) -> None:
    """Ni un mot que toutes les aides emploient."""
    need = replace(NEED, subject=build_subject(((action, 1.0),)))
    assert not match_aid(replace(FULL, name=aid), need).is_related


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Le portail des aides aux projets", ""),
        ("Annuaire des fondations", "Ce site recense les financements ouverts aux associations."),
        ("Aides-territoires", "Le moteur public qui rassemble les aides aux projets des collectivités."),
    ],
)
def test_un_portail_n_est_pas_une_aide(name: str, description: str) -> None:
    """Il se reconnaît à son nom ou au début de sa description."""
    assert is_portal(name, description)


def test_une_aide_qui_finance_un_portail_est_une_aide() -> None:
    """Le mot seul ne suffit pas."""
    assert not is_portal("Créer un portail pour les habitants", "Subvention au développement d’un site.")


def test_le_catalogue_livre_met_les_portails_a_part() -> None:
    """Aides-territoires, et une ligne qui cite quatre programmes à la fois."""
    assert {aid.key for aid in load_shipped_aids().aids if aid.apart} == {"A32", "A33"}


def test_ce_qui_n_est_pas_une_aide_est_mis_a_part() -> None:
    """Ni candidate, ni perdu."""
    portal = replace(FULL, key="p", name="Toutes les immersions", apart="une page qui rassemble des aides")
    selection = match_aids((portal, FULL), (NEED,))[0]
    kept = [[match.aid.key for match in part] for part in (selection.candidates, selection.apart)]
    assert kept == [["1"], ["p"]]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Recruter une animatrice", Destination.RUNNING),
        ("Acheter et rénover une maison", Destination.INVESTMENT),
        ("Former vingt cuisiniers et acheter un four", None),
        ("Se réunir", None),
    ],
)
def test_la_depense_se_devine_aux_verbes(title: str, kind: Destination | None) -> None:
    """Les deux à la fois, ou aucun : on ne devine pas."""
    assert find_spending(title)[0] is kind


def test_une_depense_devinee_n_ecarte_jamais() -> None:
    """Elle se dit, avec le mot qui l'a fait deviner, et demande un sujet plus proche."""
    need = replace(NEED, destinations=(), spending=Destination.INVESTMENT, spending_word="acheter")
    match = match_aid(FULL, need)
    assert verdict_of(match, MatchCriterion.EXPENSE) is Verdict.UNKNOWN
    assert match.weight < match_aid(FULL, replace(need, spending=None)).weight
    assert not match.is_rejected


def test_a_sujet_egal_la_cloture_la_plus_proche_puis_le_plus_local() -> None:
    """L'alphabet ne vient qu'après."""
    later = replace(FULL, key="later", name="A immersions", deadline=dt.date(2027, 6, 1))
    sooner = replace(FULL, key="sooner", name="Z immersions", deadline=dt.date(2027, 1, 1))
    local = replace(
        later, key="local", name="B immersions", perimeter=Perimeter(name="Yvelines", scale=Scale.DEPARTMENT)
    )
    selection = match_aids((later, local, sooner), (NEED,))[0]
    assert [match.aid.key for match in selection.candidates] == ["sooner", "local", "later"]


def test_les_mots_des_sujets_se_tiennent() -> None:
    """Aucun ne se réduit à rien, et une suite de mots n'en perd pas au point de changer de sens."""
    for roots in load_thesaurus().words:
        assert roots
    for phrase in ("cour d’école", "cours d’eau", "faute de voiture"):
        assert len(list_tokens(phrase)) == 2


@pytest.mark.parametrize(
    ("fields", "criterion"),
    [
        ({"audiences": (AidAudience.COMPANY,)}, MatchCriterion.AUDIENCE),
        ({"perimeter": Perimeter(name="Bretagne", scale=Scale.REGION)}, MatchCriterion.PERIMETER),
        ({"destinations": (Destination.INVESTMENT,)}, MatchCriterion.EXPENSE),
    ],
)
def test_public_perimetre_et_depense_ecartent(fields: dict[str, Any], criterion: MatchCriterion) -> None:
    """Et la raison dit lequel."""
    match = change(**fields)
    assert match.is_rejected
    assert verdict_of(match, criterion) is Verdict.FAILS


def test_un_autre_moment_du_projet_n_ecarte_pas() -> None:
    """L'aide reste, avec ce qui ne convient pas."""
    match = change(steps=(AidStep.DESIGN,))
    assert verdict_of(match, MatchCriterion.STEP) is Verdict.FAILS
    assert not match.is_rejected


def test_une_valeur_mal_lue_ne_suffit_pas_a_ecarter() -> None:
    """Un public non reconnu pourrait être le bon."""
    match = change(audiences=(AidAudience.COMPANY,), unread=("targeted_audiences",))
    assert verdict_of(match, MatchCriterion.AUDIENCE) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("perimeter", "verdict"),
    [
        (None, Verdict.UNKNOWN),
        (Perimeter(name="France", scale=Scale.COUNTRY), Verdict.FITS),
        (Perimeter(name="Union européenne", scale=Scale.CONTINENT), Verdict.FITS),
        (Perimeter(name="France métropolitaine", scale=Scale.MAINLAND), Verdict.FITS),
        (Perimeter(name="Outre-mer", scale=Scale.OVERSEAS), Verdict.FAILS),
        (Perimeter(name="Yvelines", scale=Scale.DEPARTMENT), Verdict.FITS),
        (Perimeter(name="Val-de-Marne", scale=Scale.DEPARTMENT), Verdict.FAILS),
        (Perimeter(name="Les Mureaux", scale=Scale.COMMUNE), Verdict.FITS),
        (Perimeter(name="Mureaux", scale=Scale.COMMUNE, code="78440"), Verdict.FITS),
        (Perimeter(name="Grand Paris Seine et Oise", scale=Scale.EPCI), Verdict.FITS),
        (Perimeter(name="Bassin inventé", scale=Scale.BASIN), Verdict.UNKNOWN),
        (Perimeter(name="Pays de nulle part", scale=Scale.EPCI), Verdict.UNKNOWN),
        (Perimeter(name="Yvelines"), Verdict.FITS),
        (Perimeter(name="Bretagne"), Verdict.FAILS),
        (Perimeter(name="Littoral inventé"), Verdict.UNKNOWN),
    ],
)
def test_le_perimetre_se_juge_par_les_communes(perimeter: Perimeter | None, verdict: Verdict) -> None:
    """Les Mureaux : Yvelines, Île-de-France, Grand Paris Seine et Oise."""
    assert judge_perimeter(perimeter, REACH)[0] is verdict


def test_un_perimetre_qui_ne_couvre_qu_une_partie_du_groupe_reste_a_verifier() -> None:
    """Nantes Métropole n'est qu'une partie du groupe ; la Loire-Atlantique le contient."""
    reach = build_reach(RETZ)
    assert judge_perimeter(Perimeter(name="Nantes Métropole", scale=Scale.EPCI), reach)[0] is Verdict.UNKNOWN
    assert (
        judge_perimeter(Perimeter(name="Loire-Atlantique", scale=Scale.DEPARTMENT), reach)[0] is Verdict.FITS
    )


@pytest.mark.parametrize(
    ("fields", "opening"),
    [
        ({"deadline": DAY}, Opening.OPEN),
        ({"deadline": DAY - dt.timedelta(days=1)}, Opening.CLOSED),
        ({"deadline": DAY - dt.timedelta(days=1), "recurrence": Recurrence.ONGOING}, Opening.OPEN),
        ({"deadline": DAY - dt.timedelta(days=1), "recurrence": Recurrence.RECURRING}, Opening.CLOSED),
        ({"deadline": None, "recurrence": Recurrence.RECURRING}, Opening.UNKNOWN),
        ({"deadline": None}, Opening.UNKNOWN),
        ({"is_live": False}, Opening.CLOSED),
        ({"deadline": None, "status": "actif", "status_on": "2026-05"}, Opening.OPEN),
        ({"deadline": None, "status": "actif", "status_on": "2025-04-09"}, Opening.UNKNOWN),
        ({"deadline": None, "status": "à vérifier", "status_on": "2024"}, Opening.UNKNOWN),
        ({"status": "clos", "status_on": "2021", "is_history": True}, Opening.HISTORY),
    ],
)
def test_l_ouverture_se_juge_au_jour_dit(fields: dict[str, Any], opening: Opening) -> None:
    """Le jour de la clôture compte ; un statut ne vaut qu'un an."""
    assert change(**fields).opening is opening


def test_une_aide_fermee_est_gardee_et_marquee() -> None:
    """Dans sa propre liste, jamais perdue."""
    shut = replace(FULL, key="2", name="Autres immersions", deadline=dt.date(2026, 1, 1))
    selection = match_aids((FULL, shut), (NEED,))[0]
    assert [match.aid.key for match in selection.candidates] == ["1"]
    assert [match.aid.key for match in selection.closed] == ["2"]


def test_le_rang_compte_ce_qui_convient_puis_ce_qui_ne_convient_pas() -> None:
    """À sujet égal : rien de contraire d'abord, et sans date après les autres ; d'un autre sujet, jamais."""
    unknown_step = replace(FULL, key="u", name="Suivre les immersions", steps=())
    other_step = replace(FULL, key="o", name="Aider les immersions", steps=(AidStep.USE,))
    silent = Aid(key="s", name="Aaa")
    selection = match_aids((silent, other_step, unknown_step, FULL), (NEED,))[0]
    assert [match.aid.key for match in selection.candidates] == ["1", "u", "o"]


def test_une_aide_nationale_et_sa_declinaison_ne_font_qu_une() -> None:
    """La locale ouverte passe devant ; fermée ou d'ailleurs, elle laisse la place à la nationale."""
    generic = replace(FULL, key="9", perimeter=Perimeter(name="France", scale=Scale.COUNTRY))
    local = replace(FULL, key="10", generic="9")
    shut = replace(local, deadline=dt.date(2026, 1, 1))
    away = replace(local, perimeter=Perimeter(name="Bretagne", scale=Scale.REGION))
    for one, kept, other in ((local, "10", "9"), (shut, "9", "10"), (away, "9", "10")):
        selection = match_aids((generic, one), (NEED,))[0]
        assert [match.aid.key for match in selection.everything] == [kept]
        assert [aid.key for aid in selection.candidates[0].others] == [other]


def test_deux_fiches_identiques_ne_font_qu_une() -> None:
    """Même nom, même porteur, même périmètre ; un autre porteur est une autre aide."""
    twin = replace(FULL, key="2")
    other = replace(FULL, key="3", operators=("Autre porteur",))
    selection = match_aids((FULL, twin, other), (NEED,))[0]
    assert sorted(match.aid.key for match in selection.candidates) == ["1", "3"]


def test_une_aide_en_ingenierie_sans_taux_reste_candidate() -> None:
    """L'absence de montant n'est pas un critère."""
    assert not change(types=(AidType.TECHNICAL,), rate_high=None).is_rejected


# --- Le besoin ------------------------------------------------------------------------------


def build_dossier(**fields: Any) -> Dossier:
    lead = Partner(name="Mission locale", kind=PartnerKind.ASSOCIATION)
    action = Action(number="A1", title="Agir", **fields)
    alliance = Alliance(name="X", territory_names=(), purpose="Y")
    return Dossier(alliance=alliance, territory=MUREAUX, partners=(lead,), actions=(action,))


def test_le_public_vient_du_pilote_sinon_du_territoire() -> None:
    """Une association pilote ; sans pilote connu, la commune."""
    led = build_needs(build_dossier(lead="mission locale"), day=DAY)[0]
    alone = build_needs(build_dossier(lead="Inconnu"), day=DAY)[0]
    assert (led.audiences, alone.audiences) == ((AidAudience.ASSOCIATION,), (AidAudience.COMMUNE,))
    assert "pilote" in led.origin
    assert "faute de pilote" in alone.origin


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (Status.UPCOMING, AidStep.DESIGN),
        (Status.TO_DISCUSS, AidStep.DESIGN),
        (Status.ONGOING, AidStep.DELIVERY),
        (Status.DONE, AidStep.USE),
        (Status.BLOCKED, None),
        (None, None),
    ],
)
def test_le_moment_vient_du_statut(status: Status | None, step: AidStep | None) -> None:
    """Un statut qui ne dit pas le moment le laisse inconnu."""
    assert build_needs(build_dossier(status=status), day=DAY)[0].step is step


def test_une_action_abandonnee_ne_cherche_rien() -> None:
    """Elle n'apparaît pas."""
    assert build_needs(build_dossier(status=Status.DROPPED), day=DAY) == ()


def test_le_reste_a_financer_n_est_jamais_negatif_ni_invente() -> None:
    """10 000 − 4 000 = 6 000 ; sans budget, inconnu ; trop financée, zéro."""
    assert NEED.missing == 6_000
    assert replace(NEED, budget=None).missing is None
    assert replace(NEED, funding=12_000.0).missing == 0


# --- Propriété ------------------------------------------------------------------------------

ERASED: dict[str, Any] = {
    "audiences": (),
    "perimeter": None,
    "steps": (),
    "destinations": (),
    "deadline": None,
    "recurrence": None,
    "is_live": None,
}
Aids = tuple[Aid, ...]
PLACES = ("France", "Île-de-France", "Bretagne", "Bassin inventé")


@st.composite
def build_aids(draw: st.DrawFn) -> tuple[Aid, ...]:
    """Des aides de noms distincts, dont les champs varient."""
    count = draw(st.integers(1, 5))
    return tuple(
        replace(
            FULL,
            key=str(rank),
            name=f"Immersions en entreprise {rank}",
            audiences=tuple(draw(st.sets(st.sampled_from(AidAudience), max_size=3))),
            perimeter=Perimeter(name=draw(st.sampled_from(PLACES)), scale=draw(st.sampled_from(Scale))),
            steps=tuple(draw(st.sets(st.sampled_from(AidStep)))),
            destinations=tuple(draw(st.sets(st.sampled_from(Destination)))),
            deadline=draw(st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2028, 1, 1))),
            recurrence=draw(st.none() | st.sampled_from(Recurrence)),
        )
        for rank in range(count)
    )


@given(build_aids(), st.sets(st.sampled_from(sorted(ERASED)), min_size=1))
def test_rendre_un_champ_inconnu_ne_retire_jamais_une_candidate(
    aids: tuple[Aid, ...], names: set[str]
) -> None:
    """Moins on en sait, plus il reste d'aides à étudier."""
    vague = tuple(replace(aid, **{name: ERASED[name] for name in names}) for aid in aids)
    before, after = (match_aids(listed, (NEED,))[0].candidates for listed in (aids, vague))
    kept = {match.aid.key for match in after}
    still_open = {match.aid.key for match in before}
    if "recurrence" in names and "deadline" not in names:
        # Une aide permanente dont on efface la récurrence redevient datée : c'est sa date qui décide.
        still_open -= {aid.key for aid in aids if aid.recurrence is Recurrence.ONGOING}
    assert still_open <= kept


@given(build_aids(), st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3))
def test_un_champ_que_le_kit_ne_connait_pas_ne_change_rien(
    aids: tuple[Aid, ...], extra: dict[str, str]
) -> None:
    """Ni la liste, ni le rang."""
    more = tuple(replace(aid, aside=tuple(extra.items())) for aid in aids)
    before, after = (match_aids(listed, (NEED,))[0].everything for listed in (aids, more))
    assert [match.aid.key for match in before] == [match.aid.key for match in after]
