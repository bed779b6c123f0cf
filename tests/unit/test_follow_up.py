"""Le suivi : deux versions d'un plan et d'une grille, comparées à la main."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kit.domain.values import Action, Alliance, Answer, Dossier, Status, SubAction, Territory, TerritoryKind
from kit.knowledge.catalogue import load_grid
from kit.products.follow_up.answers import LevelMove, compare_answers
from kit.products.follow_up.plans import (
    DecisionKind,
    MatchKind,
    PlanChanges,
    compare_plans,
    is_same_alliance,
    share_title_words,
)

TODAY = dt.date(2027, 6, 21)
TITLE = "Ouvrir quarante immersions par an"


def build_dossier(*actions: Action, name: str = "Jouer ensemble", place: str = "Les Mureaux") -> Dossier:
    territory = Territory(kind=TerritoryKind.COMMUNE, code="78440", name=place)
    alliance = Alliance(name=name, territory_names=(place,), purpose="Agir")
    return Dossier(alliance=alliance, territory=replace(territory, code=place), actions=actions)


def compare(before: tuple[Action, ...], after: tuple[Action, ...]) -> PlanChanges:
    return compare_plans(build_dossier(*before), build_dossier(*after), TODAY)


def numbers(actions: tuple[Action, ...]) -> list[str]:
    return [action.number for action in actions]


def test_le_meme_plan_n_a_pas_change() -> None:
    """Comparé à lui-même, un plan ne bouge pas."""
    plan = (Action(number="A1", title=TITLE), Action(number="A2", title="Autre chose"))
    assert compare(plan, plan).is_empty


def test_une_action_ajoutee_et_une_retiree_sont_dites() -> None:
    """Ni le numéro ni le titre ne se retrouvent : A2 s'en va, A3 arrive."""
    before = (Action(number="A1", title=TITLE), Action(number="A2", title="Publier une carte"))
    after = (Action(number="A1", title=TITLE), Action(number="A3", title="Former des tuteurs"))
    changes = compare(before, after)
    assert (numbers(changes.added), numbers(changes.removed)) == (["A3"], ["A2"])


def test_un_glissement_se_compte_en_jours() -> None:
    """Du 31 octobre 2026 au 31 décembre 2027 : 365 jours, puis 30 de novembre et 31 de décembre."""
    action = Action(number="A1", title=TITLE, status=Status.ONGOING, end=dt.date(2026, 10, 31))
    (change,) = compare((action,), (replace(action, end=dt.date(2027, 12, 31)),)).slipped
    assert change.slip_days == 365 + 30 + 31


def test_une_echeance_avancee_n_est_pas_un_glissement() -> None:
    """Elle change, en négatif, sans être comptée comme un retard."""
    action = Action(number="A1", title=TITLE, end=dt.date(2028, 1, 10))
    changes = compare((action,), (replace(action, end=dt.date(2028, 1, 3)),))
    assert changes.slipped == ()
    assert [change.slip_days for change in changes.changed] == [-7]


def test_une_echeance_retiree_est_un_changement_sans_jours() -> None:
    """On ne peut pas compter des jours vers rien."""
    action = Action(number="A1", title=TITLE, end=dt.date(2028, 1, 10))
    (change,) = compare((action,), (replace(action, end=None),)).changed
    assert (change.has_deadline_toggled, change.slip_days) == (True, 0)


def test_ce_qui_est_realise_depuis_compte_aussi_les_nouvelles() -> None:
    """A1 passe à « Réalisé », A3 arrive déjà réalisée ; A2 l'était avant, elle ne compte pas."""
    ongoing = Action(number="A1", title=TITLE, status=Status.ONGOING)
    done = Action(number="A2", title="Publier une carte", status=Status.DONE)
    new = Action(number="A3", title="Former des tuteurs", status=Status.DONE)
    changes = compare((ongoing, done), (replace(ongoing, status=Status.DONE), done, new))
    assert numbers(changes.done_since) == ["A1", "A3"]


def test_un_blocage_nouveau_garde_sa_condition_et_sa_date_de_rappel() -> None:
    """C'est ce que les élus doivent lire."""
    action = Action(number="A1", title=TITLE, status=Status.TO_DISCUSS)
    stuck = replace(action, status=Status.BLOCKED, unlock_condition="Un bureau", reminder=dt.date(2027, 7, 1))
    changes = compare((action,), (stuck,))
    (change,) = changes.newly_blocked
    assert (change.after.unlock_condition, change.after.reminder) == ("Un bureau", dt.date(2027, 7, 1))
    assert changes.blocked == (stuck,)


@pytest.mark.parametrize(
    ("status", "expected"), [(Status.ONGOING, True), (Status.DONE, True), (Status.DROPPED, False)]
)
def test_une_action_debloquee_ne_l_est_pas_si_on_l_abandonne(*, status: Status, expected: bool) -> None:
    """Abandonner n'est pas débloquer."""
    action = Action(number="A1", title=TITLE, status=Status.BLOCKED)
    assert bool(compare((action,), (replace(action, status=status),)).unblocked) is expected


def test_les_moyens_se_comparent_un_montant_absent_vaut_zero() -> None:
    """De rien à 12 000 € de budget ; de 8 000 à 5 000 € acquis."""
    action = Action(number="A1", title=TITLE, funding=8000)
    (change,) = compare((action,), (replace(action, budget=12000, funding=5000),)).refunded
    assert (change.budget_change, change.funding_change) == (12000, -3000)


def test_une_action_renumerotee_se_reconnait_a_son_titre() -> None:
    """Quatre mots sur cinq en commun : 0,8, au-dessus de 0,75."""
    before = Action(number="A1", title="Ouvrir quarante immersions par an")
    after = Action(number="B7", title="Ouvrir vingt immersions par an")
    changes = compare((before,), (after,))
    assert [change.match for change in changes.reworded] == [MatchKind.TITLE]
    assert (changes.added, changes.removed) == ((), ())


def test_deux_actions_qui_echangent_leurs_numeros_restent_elles_memes() -> None:
    """Le titre l'emporte quand le numéro désigne tout autre chose."""
    one, two = Action(number="A1", title=TITLE), Action(number="A2", title="Publier une carte")
    changes = compare((one, two), (replace(two, number="A1"), replace(one, number="A2")))
    assert {(change.before.number, change.after.number) for change in changes.kept} == {
        ("A1", "A2"),
        ("A2", "A1"),
    }


def test_un_titre_tout_a_fait_reecrit_est_signale() -> None:
    """Le même numéro, aucun mot commun : rapproché, mais à confirmer."""
    before, after = Action(number="A1", title=TITLE), Action(number="a1", title="Former des tuteurs")
    assert [change.match for change in compare((before,), (after,)).reworded] == [MatchKind.NUMBER_ONLY]


def test_les_retards_se_jugent_le_jour_dit() -> None:
    """Échéance passée et ouverte, ou statut « En retard » ; jamais une action close."""
    past = dt.date(2027, 6, 20)
    plan = (
        Action(number="A1", title="Un", end=past),
        Action(number="A2", title="Deux", end=TODAY),
        Action(number="A3", title="Trois", status=Status.LATE),
        Action(number="A4", title="Quatre", end=past, status=Status.DONE),
    )
    assert numbers(compare(plan, plan).late) == ["A1", "A3"]


def test_les_decisions_sont_rangees_et_une_seule_par_action() -> None:
    """Débloquer d'abord, puis redonner une échéance, trancher, reprendre."""
    past = dt.date(2027, 6, 1)
    plan = (
        Action(number="A1", title="Un", status=Status.PAUSED, reminder=past),
        Action(number="A2", title="Deux", status=Status.TO_DISCUSS),
        Action(number="A3", title="Trois", status=Status.ONGOING, end=past),
        Action(number="A4", title="Quatre", status=Status.BLOCKED, end=past),
        Action(number="A5", title="Cinq", status=Status.PAUSED),
    )
    decisions = [(item.kind, item.action.number) for item in compare(plan, plan).list_decisions()]
    assert decisions == [
        (DecisionKind.UNLOCK, "A4"),
        (DecisionKind.RESCHEDULE, "A3"),
        (DecisionKind.SETTLE, "A2"),
        (DecisionKind.RESUME, "A1"),
    ]


def test_une_alliance_se_reconnait_a_son_nom_et_a_son_territoire() -> None:
    """Les accents et la casse ne comptent pas ; le territoire, si."""
    one = build_dossier(name="Élèves et entreprises")
    assert is_same_alliance(one, build_dossier(name="ELEVES ET ENTREPRISES"))
    assert not is_same_alliance(one, build_dossier(name="Élèves et entreprises", place="Lille"))
    assert not is_same_alliance(one, build_dossier(name="Autre alliance"))


def test_une_etape_franchie_se_retrouve_meme_si_son_action_change_de_numero() -> None:
    """L'étape « Choisir » est faite depuis ; « Écrire » l'était déjà, sous l'ancien numéro."""
    old = replace(
        build_dossier(Action(number="A1", title=TITLE)),
        sub_actions=(
            SubAction(action="A1", title="Écrire", status=Status.DONE),
            SubAction(action="A1", title="Choisir", status=Status.ONGOING),
        ),
    )
    new = replace(
        build_dossier(Action(number="B7", title=TITLE)),
        sub_actions=(
            SubAction(action="B7", title="Écrire", status=Status.DONE),
            SubAction(action="B7", title="Choisir", status=Status.DONE),
        ),
    )
    assert [step.title for step in compare_plans(old, new, TODAY).steps_done] == ["Choisir"]


def test_mille_actions_toutes_renommees_se_comparent_vite() -> None:
    """Le pire cas : aucun numéro commun ; chaque titre garde trois mots sur quatre."""
    before = tuple(Action(number=f"A{rank}", title=f"a{rank} b{rank} c{rank} d") for rank in range(1000))
    after = tuple(Action(number=f"B{rank}", title=f"a{rank} b{rank} c{rank} e") for rank in range(1000))
    changes = compare(before, after)
    assert len(changes.reworded) == 1000
    assert all(change.before.number[1:] == change.after.number[1:] for change in changes.kept)


def test_la_part_de_mots_communs_se_compte_sur_le_plus_long() -> None:
    """Deux mots sur quatre ; sans aucun mot, rien n'est commun."""
    assert share_title_words("Ouvrir la porte", "Ouvrir en grand la") == 0.5
    assert share_title_words("", "") == 0.0


def test_la_grille_se_compare_critere_par_critere_sans_note() -> None:
    """A vaut plus que B, B plus que C ; « non concerné » n'est ni plus haut ni plus bas."""
    grid = load_grid()
    first, second = grid.dimensions[:2]
    keys = [criterion.key for criterion in (*first.criteria[:3], *second.criteria[:3])]
    before = [Answer(criterion=key, level=level) for key, level in zip(keys, "BBACCC", strict=True)]
    before[2] = Answer(criterion=keys[2], level="NC")
    before[3] = Answer(criterion=keys[3], level=None)
    after = [
        Answer(criterion=keys[0], level="A"),
        Answer(criterion=keys[1], level="C"),
        Answer(criterion=keys[2], level="B"),
        Answer(criterion=keys[3], level="C"),
        Answer(criterion=keys[4], level=None),
        Answer(criterion=keys[5], level="C"),
    ]
    one, two = compare_answers(grid, before, after)[:2]
    assert [change.move for change in one.criteria[:3]] == [
        LevelMove.RAISED,
        LevelMove.LOWERED,
        LevelMove.SCOPE,
    ]
    assert [change.move for change in two.criteria[:3]] == [
        LevelMove.ANSWERED,
        LevelMove.WITHDRAWN,
        LevelMove.SAME,
    ]
    assert (one.count(LevelMove.RAISED), len(one.moved), len(two.moved)) == (1, 3, 2)
