"""Le registre des familles : chaque fichier, sa forme, et la fiche figée qu'on en fait.

Une famille nouvelle s'ajoute ici : une ligne si elle est simple, une forme et une fonction sinon.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from kit.domain.values import Audience, PartnerKind, Stage
from kit.knowledge.catalogue import family_shapes as shapes
from kit.knowledge.catalogue.entries import (
    CaseStudy,
    Choice,
    Detail,
    Entry,
    Facets,
    Lever,
    Method,
    Option,
    Programme,
    Question,
    Quiz,
    Survey,
    Table,
    TableRow,
    Target,
    Uncertainty,
)
from kit.knowledge.catalogue.readers import References, build_figures, build_source
from kit.knowledge.catalogue.records import Record, Shape

# Les clés communes d'une fiche déjà construites ; le type de chacune est garanti par la forme.
Common = Mapping[str, Any]
Build = Callable[[Record, Common], Entry]

PLAIN_FAMILIES: Final = (
    "anpp",
    "ateliers",
    "besoins",
    "cgedd",
    "comite21",
    "echelons",
    "enseignements",
    "etapes-fonda",
    "formation",
    "global-compact",
    "indice-fragilite",
    "ingenieries",
    "metiers",
    "outils-covid",
    "portes",
    "prismes",
    "profils",
    "programme-rencontre",
    "themes-leviers",
    "volets-covid",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Une famille du catalogue : la forme de son fichier et la fabrique de ses fiches."""

    name: str
    shape: Shape
    build: Build

    @property
    def is_sourced(self) -> bool:
        """Vrai si ses fiches citent une source ; faux si ce guide les a écrites."""
        fiche = self.shape.keys[-1].shape
        return fiche is not None and "fiabilite" in fiche.list_names()


def build_entry(record: Record, family: Family, sources: References) -> Entry:
    """La fiche figée d'un enregistrement sans défaut."""
    source = build_source(record, sources) if family.is_sourced else None
    common = {
        "key": record["cle"],
        "family": family.name,
        "title": record["titre"],
        "statement": record["enonce"],
        "facets": _build_facets(record),
        "source": source,
        "reference": record.find("source", ""),
        "remark": record.find("remarque", ""),
        "details": tuple(
            Detail(key=detail["cle"], statement=detail["enonce"]) for detail in record.find("details", ())
        ),
        "figures": build_figures(record),
    }
    return family.build(record, common)


def _build_facets(record: Record) -> Facets:
    return Facets(
        themes=record.find("themes", ()),
        audiences=tuple(Audience(value) for value in record.find("publics", ())),
        stages=tuple(Stage(value) for value in record.find("etapes", ())),
        odd=record.find("odd", ()),
        territory_kinds=record.find("territoires", ()),
        actors=tuple(PartnerKind(value) for value in record.find("acteurs", ())),
    )


def _build_plain(_record: Record, common: Common) -> Entry:
    return Entry(**common)


def _build_survey(record: Record, common: Common) -> Survey:
    table = record.find("tableau", None)
    return Survey(**common, table=_build_table(table) if table else None)


def _build_table(record: Record) -> Table:
    return Table(
        columns=record["colonnes"],
        rows=tuple(TableRow(label=row["libelle"], values=row["valeurs"]) for row in record["lignes"]),
        base=record.find("base", None),
    )


def _build_quiz(record: Record, common: Common) -> Quiz:
    choices = tuple(
        Choice(
            key=choice["cle"],
            label=choice["libelle"],
            share=choice.find("part", None),
            is_right=choice.find("juste", None),
        )
        for choice in record["reponses"]
    )
    return Quiz(**common, question=record["question"], choices=choices, explanation=record["explication"])


def _build_question(record: Record, common: Common) -> Question:
    options = tuple(
        Option(label=choice["libelle"], is_right=choice["juste"], feedback=choice["retour"])
        for choice in record["choix"]
    )
    return Question(
        **common,
        question=record["question"],
        options=options,
        explanation=record["explication"],
        objective=record["objectif"],
        links=record["renvois"],
    )


def _build_case(record: Record, common: Common) -> CaseStudy:
    return CaseStudy(
        **common,
        territory=record["territoire"],
        kind=record["nature"],
        deed=record["fait"],
        lesson=record["lecon"],
        code=record.find("code_territoire", ""),
    )


def _build_target(record: Record, common: Common) -> Target:
    return Target(
        **common,
        number=record["numero"],
        label=record["etiquette"],
        official_text=record["texte"],
        reading=record["lecture"],
        scope=record["portee"],
    )


def _build_programme(record: Record, common: Common) -> Programme:
    figures = (*common["figures"], *build_figures(record, "montants"))
    return Programme(
        **{**common, "figures": figures},
        strands=record["volet"],
        operator=record["operateur"],
        applicants=record["publics_vises"],
        purpose=record["objet"],
        period=record["periode"],
        status=record["statut"],
        status_checked_on=record["statut_verifie_le"],
        status_reference=record["statut_source"],
        is_engineering=record["ingenierie"],
        start=record.find("debut", ""),
        end=record.find("fin", ""),
    )


def _build_method(record: Record, common: Common) -> Method:
    return Method(
        **common,
        purpose=record["but"],
        crafts=record["metier"],
        remote=record["distance"],
        equipment=record["materiel"],
        steps=record["deroule"],
        caution=record["attention"],
        group_min=record.find("groupe_min", None),
        group_max=record.find("groupe_max", None),
        minutes_min=record.find("duree_min", None),
        minutes_max=record.find("duree_max", None),
    )


def _build_lever(record: Record, common: Common) -> Lever:
    return Lever(
        **common,
        lever_theme=record["theme"],
        question=record["question"],
        deed=record["quoi"],
        who=record["qui"],
        time=record["temps"],
        product=record["produit"],
        cases=record.find("cas", ()),
        basis=record["appui"],
        author=record["auteur"],
    )


def _build_uncertainty(record: Record, common: Common) -> Uncertainty:
    return Uncertainty(**common, reason=record["pourquoi"], reading=record["lecture_retenue"])


_declare_plain = partial(Family, shape=shapes.PLAIN, build=_build_plain)
_DECLARED: Final = (
    *(_declare_plain(name=name) for name in PLAIN_FAMILIES),
    Family(name="enquetes", shape=shapes.SURVEY, build=_build_survey),
    Family(name="quiz", shape=shapes.QUIZ, build=_build_quiz),
    Family(name="questions", shape=shapes.QUESTION, build=_build_question),
    Family(name="cas", shape=shapes.CASE_STUDY, build=_build_case),
    Family(name="cibles", shape=shapes.TARGET, build=_build_target),
    Family(name="programmes", shape=shapes.PROGRAMME, build=_build_programme),
    Family(name="methodes", shape=shapes.METHOD, build=_build_method),
    Family(name="leviers", shape=shapes.LEVER, build=_build_lever),
    Family(name="incertitudes", shape=shapes.UNCERTAINTY, build=_build_uncertainty),
)
FAMILIES: Final[Mapping[str, Family]] = MappingProxyType({family.name: family for family in _DECLARED})
UNCERTAIN: Final = "incertitudes"
