"""Les fiches du catalogue : une vue commune à toutes les familles, et ce que chacune a en propre.

Chaque champ déclare sa clé une fois (:mod:`kit.domain.declaring`) : la forme du fichier, la fiche, la
recherche, les lignes de la page et les colonnes de l'export en viennent.
Une clé nouvelle est un champ nouveau.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Final, Literal

from kit.domain.declaring import flat, keyed
from kit.domain.typography import format_partial_date, format_range
from kit.domain.values import Audience, PartnerKind, Reliability, Source, Stage, TerritoryKind
from kit.knowledge.catalogue.values import Cited, Figure

KEY: Final = r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*"
DAY: Final = r"\d{4}(-\d{2}){0,2}"
_TERRITORY_CODE: Final = r"\d[0-9AB]\d{3}|\d{9}|\d{2,3}|2[AB]"

OwnWork = Literal["ce guide"]
Strand = Literal["U1", "U2", "U3", "R1", "R2", "R3", "T"]
ProgrammeStatus = Literal["clos", "actif", "en extinction", "à vérifier"]
Remote = Literal["oui", "non", "possible"]
Scope = Literal["États", "transposable"]
Applicant = Literal[
    "commune",
    "epci",
    "department",
    "region",
    "special",
    "association",
    "private_person",
    "farmer",
    "private_sector",
    "public_cies",
    "public_org",
    "researcher",
]


class Wide(StrEnum):
    """Plus large que tout territoire."""

    NATIONAL = "national"
    INTERNATIONAL = "international"


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyText:
    """Le titre d'une famille et ce qu'elle est, pour la présenter."""

    name: str = field(metadata=keyed("famille"))
    title: str = field(metadata=keyed("titre"))
    introduction: str = field(metadata=keyed("presentation"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Un élément d'une fiche : tâche, sous-étape, question, point."""

    key: str = field(metadata=keyed("cle", "Clé", about="Clé de l’élément.", pattern=KEY, is_promised=True))
    statement: str = field(
        metadata=keyed("enonce", "Énoncé", about="L’élément, en nos mots.", is_promised=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Ce par quoi une fiche se choisit ; ``territory_kinds`` suit le vocabulaire français des fichiers."""

    themes: tuple[str, ...] = field(
        default=(), metadata=keyed("themes", "Thèmes", can_be_empty=True, cites=Cited.THEME)
    )
    audiences: tuple[Audience, ...] = field(
        default=(), metadata=keyed("publics", "Publics", can_be_empty=True)
    )
    stages: tuple[Stage, ...] = field(default=(), metadata=keyed("etapes", "Étapes", can_be_empty=True))
    odd: tuple[int, ...] = field(
        default=(),
        metadata=keyed(
            "odd",
            "ODD",
            about="Numéros. Valeurs séparées par « | ».",
            can_be_empty=True,
            choices=tuple(str(number) for number in range(1, 18)),
        ),
    )
    territory_kinds: tuple[TerritoryKind | Wide, ...] = field(
        default=(), metadata=keyed("territoires", "Natures de territoire", can_be_empty=True)
    )
    actors: tuple[PartnerKind, ...] = field(
        default=(), metadata=keyed("acteurs", "Acteurs", can_be_empty=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Une fiche, telle que toutes les familles la montrent.

    ``source`` est vide pour ce que ce guide a écrit lui-même ; ``reference`` est alors vide aussi.
    ``is_sourced`` est faux pour une sorte de fiche qui ne s'écrit qu'ainsi.
    """

    is_sourced: ClassVar[bool] = True

    family: str
    key: str = field(
        metadata=keyed("cle", "Clé", about="Identifiant stable de la fiche.", pattern=KEY, is_promised=True)
    )
    title: str = field(
        metadata=keyed("titre", "Titre", about="Nom court de la fiche.", is_searched=False, is_promised=True)
    )
    statement: str = field(
        metadata=keyed(
            "enonce", "Énoncé", about="L’énoncé, en nos mots.", is_searched=False, is_promised=True
        )
    )
    details: tuple[Detail, ...] = field(default=(), metadata=keyed("details"))
    figures: tuple[Figure, ...] = field(default=(), metadata=keyed("chiffres"))
    remark: str = field(
        default="",
        metadata=keyed("remarque", "Remarque", about="Ce qu’il faut savoir avant de citer.", line="À savoir"),
    )
    facets: Facets = field(metadata=flat())
    reference: str = field(
        default="",
        metadata=keyed(
            "source", "Source", about="Clé de la source ; vide : écrit par ce guide.", cites=Cited.ORIGIN
        ),
    )
    source: Source | None = field(default=None, metadata=flat())

    @property
    def reliability(self) -> Reliability | None:
        """La fiabilité de la source ; ``None`` pour ce qui est de ce guide."""
        return self.source.reliability if self.source else None

    @property
    def checked_on(self) -> dt.date | None:
        """Le jour de la relecture ; ``None`` pour ce qui est de ce guide."""
        return self.source.checked_on if self.source else None

    @property
    def is_statable(self) -> bool:
        """Vrai si la fiche peut s'imprimer comme un fait, ou si elle est de ce guide."""
        return self.reliability is None or self.reliability.is_statable


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEntry(Entry):
    """Un fait : sa leçon, s'il raconte un territoire."""

    lesson: str = field(default="", metadata=keyed("lecon", "Ce que l’on en retient"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """Une ligne de tableau ; une valeur ``None`` est illisible dans la source."""

    label: str = field(metadata=keyed("libelle"))
    values: tuple[float | None, ...] = field(metadata=keyed("valeurs"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRule:
    """La règle que suit chaque ligne d'un tableau : « a+b=total », par débuts de noms de colonnes."""

    columns: str = field(metadata=keyed("lignes", pattern=r"\S+=\S+"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Le tableau d'une enquête ; ``base`` est le nombre de réponses, s'il est connu."""

    base: int | None = field(default=None, metadata=keyed("base"))
    columns: tuple[str, ...] = field(metadata=keyed("colonnes"))
    rows: tuple[TableRow, ...] = field(metadata=keyed("lignes"))
    sums: SumRule | None = field(default=None, metadata=keyed("sommes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Entry):
    """Une enquête."""

    table: Table | None = field(default=None, metadata=keyed("tableau"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Une réponse proposée ; ``share`` en pour cent des participants, ``is_right`` vide pour une opinion."""

    key: str = field(metadata=keyed("cle", "Clé", about="Clé de la réponse.", pattern=KEY, is_promised=True))
    label: str = field(metadata=keyed("libelle", "Libellé", about="La réponse.", is_promised=True))
    share: float | None = field(
        default=None,
        metadata=keyed("part", "Part", about="En pour cent des participants ; vide : illisible."),
    )
    is_right: bool | None = field(
        default=None, metadata=keyed("juste", "Juste", about="Vide pour une opinion.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz(Entry):
    """Une question posée à une salle ; ``total`` : ce que font ensemble les parts, si c'est un tout."""

    question: str = field(metadata=keyed("question", "Question", line=""))
    choices: tuple[Choice, ...] = field(metadata=keyed("reponses"))
    explanation: str = field(metadata=keyed("explication", "Explication"))
    total: int | None = field(default=None, metadata=keyed("somme"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Une réponse proposée à qui apprend ; ``feedback`` est ce qu'on lui dit quand il la choisit."""

    label: str = field(metadata=keyed("libelle", "Libellé", about="La réponse.", is_promised=True))
    is_right: bool = field(metadata=keyed("juste", "Juste", about="Vrai si la réponse est bonne."))
    feedback: str = field(
        metadata=keyed("retour", "Retour", about="Ce que l’on dit à qui la choisit.", is_promised=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Entry):
    """Une question pour s'entraîner, écrite par ce guide ; ``links`` : les fiches qui la prouvent."""

    is_sourced: ClassVar[bool] = False

    question: str = field(metadata=keyed("question", "Question", line=""))
    options: tuple[Option, ...] = field(metadata=keyed("choix"))
    explanation: str = field(metadata=keyed("explication", "Explication"))
    objective: str = field(metadata=keyed("objectif", "Objectif", about="Ce que la question vérifie."))
    links: tuple[str, ...] = field(metadata=keyed("renvois", "Renvois", line="Prouvé par", cites=Cited.PROOF))

    @property
    def is_multiple(self) -> bool:
        """Vrai si plusieurs réponses sont justes."""
        return sum(option.is_right for option in self.options) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudy(Entry):
    """Un cas : où, ce qui a été fait, ce qu'il apprend. ``code`` : INSEE ou SIREN, vide si inconnu."""

    territory: str = field(
        metadata=keyed("territoire", "Territoire", told="{entry.territory} ({entry.kind})")
    )
    kind: TerritoryKind | Wide = field(
        metadata=keyed("nature", "Nature du territoire", line="", is_searched=True)
    )
    code: str = field(
        default="",
        metadata=keyed("code_territoire", "Code INSEE ou SIREN", line="", pattern=_TERRITORY_CODE),
    )
    deed: str = field(metadata=keyed("fait", "Ce qui a été fait"))
    lesson: str = field(metadata=keyed("lecon", "Ce que le cas apprend", line="Ce que l’on en retient"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Entry):
    """Une cible de l'ODD 17 ; ``official_text`` est cité, ``reading`` est notre transposition."""

    number: str = field(metadata=keyed("numero", "Numéro", line="", pattern=r"17\.\d{1,2}", is_searched=True))
    label: str = field(
        metadata=keyed("etiquette", "Étiquette", about="Notre nom court.", line="", is_searched=False)
    )
    official_text: str = field(
        metadata=keyed(
            "texte",
            "Texte officiel",
            about="Cité : A/RES/70/1.",
            line="Texte officiel, cité",
            told="« {entry.official_text} »",
        )
    )
    reading: str = field(
        metadata=keyed(
            "lecture",
            "Lecture territoriale",
            about="Notre transposition.",
            line="Notre lecture (portée : {entry.scope})",
        )
    )
    scope: Scope = field(metadata=keyed("portee", "Portée", line=""))


def _tell_status(entry: Programme, name: Callable[[str], str]) -> str:
    proof = f"{name(entry.status_reference)}, {format_partial_date(entry.status_checked_on)}"
    return f"{entry.status} (preuve : {proof})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Entry):
    """Un programme d'aide. Les dates sont des années, des mois ou des jours, comme la source les donne.

    Ses montants (``amounts``) sont aussi les derniers de ses chiffres (``figures``).
    """

    name: str = field(metadata=keyed("nom", is_searched=False))
    strands: tuple[Strand, ...] = field(metadata=keyed("volet", "Volets", line=""))
    operator: str = field(metadata=keyed("operateur", "Opérateur"))
    applicants: tuple[Applicant, ...] = field(
        metadata=keyed(
            "publics_vises",
            "Publics visés",
            about="Parmi le vocabulaire d’Aides-territoires, séparés par « | ».",
            line="",
        )
    )
    purpose: str = field(metadata=keyed("objet", "Objet"))
    amounts: tuple[Figure, ...] = field(default=(), metadata=keyed("montants", is_searched=False))
    start: str = field(
        default="", metadata=keyed("debut", "Début", about="Année, mois ou jour.", line="", pattern=DAY)
    )
    end: str = field(
        default="", metadata=keyed("fin", "Fin", about="Année, mois ou jour.", line="", pattern=DAY)
    )
    period: str = field(metadata=keyed("periode", "Période"))
    status: ProgrammeStatus = field(metadata=keyed("statut", "Statut", told=_tell_status, is_searched=True))
    # Leur absence a sa propre phrase (catalogue-statut) : la forme ne les exige pas.
    status_checked_on: str = field(
        metadata=keyed("statut_verifie_le", "Date de la preuve", line="", pattern=DAY, is_required=False)
    )
    status_reference: str = field(
        metadata=keyed("statut_source", "Source du statut", line="", is_required=False, cites=Cited.SOURCE)
    )
    is_engineering: bool = field(metadata=keyed("ingenierie", "Ingénierie", line=""))


def _tell_group(entry: Method, _name: Callable[[str], str]) -> str:
    return format_range(entry.group_min, entry.group_max, "personnes")


def _tell_minutes(entry: Method, _name: Callable[[str], str]) -> str:
    return format_range(entry.minutes_min, entry.minutes_max, "minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Entry):
    """Une méthode d'animation. Groupe en personnes, durées en minutes ; ``None`` : la source ne dit rien."""

    purpose: str = field(metadata=keyed("but", "But"))
    crafts: tuple[str, ...] = field(metadata=keyed("metier", "Métiers", line="", cites=Cited.CRAFT))
    group_min: int | None = field(
        default=None, metadata=keyed("groupe_min", "Groupe, au moins", line="Groupe", told=_tell_group)
    )
    group_max: int | None = field(default=None, metadata=keyed("groupe_max", "Groupe, au plus", line=""))
    minutes_min: int | None = field(
        default=None,
        metadata=keyed("duree_min", "Durée, au moins", about="En minutes.", line="Durée", told=_tell_minutes),
    )
    minutes_max: int | None = field(
        default=None, metadata=keyed("duree_max", "Durée, au plus", about="En minutes.", line="")
    )
    remote: Remote = field(metadata=keyed("distance", "À distance"))
    equipment: tuple[str, ...] = field(metadata=keyed("materiel", "Matériel", can_be_empty=True))
    steps: tuple[str, ...] = field(metadata=keyed("deroule", "Déroulé", line=""))
    caution: str = field(metadata=keyed("attention", "Attention"))


def _tell_cases(entry: Lever, name: Callable[[str], str]) -> str:
    return " ; ".join(map(name, entry.cases))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever(Entry):
    """Un levier de ce guide : quoi faire, qui, en combien de temps, pour quel produit."""

    is_sourced: ClassVar[bool] = False

    lever_theme: str = field(
        metadata=keyed("theme", "Thème de levier", line="", pattern=r"LEV[1-7]", cites=Cited.ENTRY)
    )
    question: str = field(
        metadata=keyed("question", "Question", line="", pattern=r"LEV[1-7]-Q[1-4]", cites=Cited.ENTRY)
    )
    deed: str = field(metadata=keyed("quoi", "Quoi faire"))
    who: str = field(metadata=keyed("qui", "Qui"))
    time: str = field(metadata=keyed("temps", "Temps"))
    product: str = field(metadata=keyed("produit", "Ce que cela produit"))
    cases: tuple[str, ...] = field(
        default=(), metadata=keyed("cas", "Cas", can_be_empty=True, told=_tell_cases, cites=Cited.CASE)
    )
    basis: tuple[str, ...] = field(metadata=keyed("appui", "Appui", line="Tiré de", cites=Cited.PROOF))
    author: OwnWork = field(metadata=keyed("auteur", "Auteur", line=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty(Entry):
    """Ce qui est incertain : pourquoi, et la lecture que ce guide retient."""

    reason: str = field(metadata=keyed("pourquoi", "Pourquoi"))
    reading: str = field(metadata=keyed("lecture_retenue", "Lecture retenue", line="Ce que nous retenons"))
