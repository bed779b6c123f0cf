"""Choisir des preuves : les points comptés à la main, la raison, la variété."""

from __future__ import annotations

from kit.domain.values import Action, Alliance, Audience, Dossier, Source, Territory, TerritoryKind
from kit.knowledge.catalogue import Argument, Case, Fact
from kit.products.dossier.choosing import choose_proofs, list_themes

ARGUMENT = Argument(
    audience=Audience.ELECTED,
    purpose="rejoindre",
    message="m",
    proofs=("GUI1",),
    objection="o",
    answer="r",
    ask="d",
    unknown="l",
)


def build_fact(
    key: str,
    *,
    themes: tuple[str, ...] = (),
    audiences: tuple[Audience, ...] = (Audience.ELECTED,),
    case: Case | None = None,
) -> Fact:
    source = Source(title="Un livre")
    return Fact(
        key=key, statement=key, source=source, reference="x", themes=themes, audiences=audiences, case=case
    )


def build_case(territory: str, kind: TerritoryKind = TerritoryKind.COMMUNE) -> Case:
    return Case(territory=territory, kind=kind, lesson="")


DOSSIER = Dossier(
    alliance=Alliance(name="a", territory_names=("Les Mureaux",), purpose="Trouver un emploi"),
    territory=Territory(kind=TerritoryKind.COMMUNE, code="78440", name="Les Mureaux"),
    actions=(Action(number="A1", title="Visiter une entreprise"),),
)


def test_les_sujets_se_lisent_dans_la_cause_et_les_titres() -> None:
    """« entreprises » se reconnaît au singulier ; « numérique » n'y est pas."""
    facts = (build_fact("A1", themes=("emploi", "numérique", "entreprises")),)
    assert list_themes(DOSSIER, facts) == ("emploi", "entreprises")


def test_les_points_s_additionnent() -> None:
    """5 pour le territoire et 2 sujets : 7 ; 3 pour la nature ; 3 pour le conseil du guide ; 1 sujet : 1."""
    facts = (
        build_fact("SUJ1", themes=("emploi",)),
        build_fact("NAT1", case=build_case("Lille")),
        build_fact("GUI1"),
        build_fact("TER1", themes=("emploi", "entreprises"), case=build_case("Les Mureaux")),
        build_fact("RIEN1"),
    )
    chosen = choose_proofs(DOSSIER, ARGUMENT, facts, limit=5)
    assert [(item.fact.key, item.points) for item in chosen] == [
        ("TER1", 7),
        ("GUI1", 3),
        ("NAT1", 3),
        ("SUJ1", 1),
        ("RIEN1", 0),
    ]


def test_la_raison_dit_ce_qui_a_compte() -> None:
    """Le territoire, puis les sujets."""
    fact = build_fact("TER1", themes=("emploi",), case=build_case("Les Mureaux"))
    (chosen,) = choose_proofs(DOSSIER, ARGUMENT, (fact,))
    assert chosen.reason == "il vient de votre territoire et il touche vos sujets (emploi)"


def test_un_fait_destine_a_un_autre_public_n_est_pas_candidat() -> None:
    """Sauf si l'argumentaire le cite."""
    other = build_fact("AUT1", audiences=(Audience.RESIDENT,), case=build_case("Les Mureaux"))
    cited = build_fact("GUI1", audiences=(Audience.RESIDENT,))
    assert [item.fact.key for item in choose_proofs(DOSSIER, ARGUMENT, (other, cited))] == ["GUI1"]


def test_une_seule_preuve_par_serie_tant_qu_il_en_reste_d_une_autre() -> None:
    """TER2 vaut plus que SUJ1, mais TER1 parle déjà pour sa série."""
    home = build_case("Les Mureaux")
    facts = (build_fact("TER1", case=home), build_fact("TER2", case=home), build_fact("SUJ1"))
    two = choose_proofs(DOSSIER, ARGUMENT, facts, limit=2)
    assert [item.fact.key for item in two] == ["TER1", "SUJ1"]
    three = choose_proofs(DOSSIER, ARGUMENT, facts, limit=3)
    assert [item.fact.key for item in three] == ["TER1", "TER2", "SUJ1"]
