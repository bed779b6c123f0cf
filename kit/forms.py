"""Les champs du dossier, déclarés une seule fois.

D'ici viennent le classeur et le YAML vierges, la lecture et ses contrôles, la page des champs,
le schéma TableSchema et la liste des champs personnels.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kit.model import (
    Audience,
    Commitment,
    PartnerKind,
    PartnerRole,
    Priority,
    Stage,
    Status,
)


class FieldKind(StrEnum):
    """Les types de champ ; la valeur est le mot français de la page des champs."""

    TEXT = "texte court"
    LONG_TEXT = "texte"
    AMOUNT = "montant en euros hors taxes"
    DATE = "date"
    CHOICE = "choix"
    CHOICES = "choix multiples"
    ODD = "numéros d'ODD"
    NAMES = "noms séparés par des points-virgules"


class Layout(StrEnum):
    """Une fiche a une ligne par champ ; un tableau a une colonne par champ."""

    SHEET = "fiche"
    TABLE = "tableau"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Un champ. ``key`` est l'attribut du modèle ; ``name``, la clé YAML ; ``label``, le titre affiché."""

    key: str
    name: str
    label: str
    help: str
    kind: FieldKind = FieldKind.TEXT
    example: str = ""
    required: bool = False
    personal: bool = False
    choices: tuple[str, ...] = ()
    max_length: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Une feuille du dossier : ``name`` est la clé YAML et le nom du .csv, ``title`` celui de la feuille.

    ``shown`` : titres des colonnes affichées pour aider, que la lecture laisse de côté.
    """

    key: str
    name: str
    title: str
    intro: str
    layout: Layout
    fields: tuple[Field, ...]
    blank_lines: int = 0
    shown: tuple[str, ...] = ()

    @property
    def required_fields(self) -> tuple[Field, ...]:
        """Les champs sans lesquels une ligne n'a pas de sens."""
        return tuple(field for field in self.fields if field.required)


LONG: Final = 4_000
LEVER_THEMES: Final = (
    "Qualifier son innovation",
    "Comprendre son écosystème",
    "Définir sa stratégie",
    "Transformer son modèle socio-économique",
    "Apprendre à faire alliance",
    "Accélérer grâce au numérique",
    "Évaluer sa pertinence",
)


def _values(choices: type[StrEnum]) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices)


ALLIANCE: Final = Form(
    key="alliance",
    name="alliance",
    title="Alliance",
    intro="Qui vous êtes, sur quel territoire, pour quelle cause. Une ligne par question.",
    layout=Layout.SHEET,
    fields=(
        Field(
            key="name",
            name="nom",
            label="Nom de l'alliance",
            help="Le nom que le groupe se donne.",
            example="Jeunes et entreprises en Marne et Bois",
            required=True,
            max_length=120,
        ),
        Field(
            key="territory_names",
            name="territoire",
            label="Territoire",
            help=(
                "Nom, code INSEE, SIREN ou code postal. Pour un groupe, plusieurs noms "
                "séparés par des points-virgules."
            ),
            kind=FieldKind.NAMES,
            example="Paris Est Marne et Bois",
            required=True,
            max_length=1_000,
        ),
        Field(
            key="group_name",
            name="groupe",
            label="Nom du groupe de territoires",
            help="Si vous nommez plusieurs territoires : le nom de leur ensemble (pays, PETR…).",
            example="Pays de Retz",
            max_length=120,
        ),
        Field(
            key="purpose",
            name="cause",
            label="Cause commune",
            help="En une phrase : ce que vous voulez obtenir ensemble, et pour qui.",
            kind=FieldKind.LONG_TEXT,
            example="Que chaque élève de seconde rencontre le monde du travail près de chez lui.",
            required=True,
            max_length=600,
        ),
        Field(
            key="situation",
            name="constat",
            label="Constat de départ",
            help="Ce qui ne va pas aujourd'hui, avec un fait vérifiable si possible.",
            kind=FieldKind.LONG_TEXT,
            example="Les élèves connaissent peu les métiers exercés à deux rues de leur lycée.",
            max_length=LONG,
        ),
        Field(
            key="stage",
            name="etape",
            label="Étape de l'alliance",
            help="Où vous en êtes, selon la démarche de la Fonda.",
            kind=FieldKind.CHOICE,
            example=Stage.COMMON_CAUSE.value,
            choices=_values(Stage),
        ),
        Field(
            key="audiences",
            name="publics",
            label="Publics à convaincre",
            help="À qui la fiche argumentaire s'adresse ; plusieurs séparés par des points-virgules.",
            kind=FieldKind.CHOICES,
            example="élu ; entreprise",
            choices=_values(Audience),
        ),
        Field(
            key="ask",
            name="demande",
            label="Votre demande",
            help="Ce que vous attendez d'eux : une décision, un temps, une somme, une porte ouverte.",
            kind=FieldKind.LONG_TEXT,
            example="Un élu référent et une demi-journée par semaine d'un agent pendant un an.",
            max_length=1_000,
        ),
        Field(
            key="objection",
            name="objection",
            label="L'objection la plus entendue",
            help="Celle que l'on vous oppose vraiment, avec ses mots.",
            kind=FieldKind.LONG_TEXT,
            example="Les services n'ont déjà pas le temps.",
            max_length=1_000,
        ),
        Field(
            key="answer",
            name="reponse",
            label="Votre réponse",
            help="Ce que vous y répondez : un fait, un exemple, un engagement.",
            kind=FieldKind.LONG_TEXT,
            example="Le temps demandé est borné, et le lycée prend l'organisation à sa charge.",
            max_length=1_000,
        ),
        Field(
            key="odd",
            name="odd",
            label="ODD visés",
            help="Numéros de 1 à 17, séparés par des points-virgules.",
            kind=FieldKind.ODD,
            example="4 ; 8 ; 17",
        ),
        Field(
            key="dated",
            name="date",
            label="Date du dossier",
            help="La date à laquelle vous l'avez rempli ou relu (JJ/MM/AAAA).",
            kind=FieldKind.DATE,
            example="01/10/2026",
        ),
        Field(
            key="next_meeting",
            name="prochaine_rencontre",
            label="Prochaine rencontre",
            help="La date du prochain temps commun (JJ/MM/AAAA).",
            kind=FieldKind.DATE,
            example="15/01/2027",
        ),
        Field(
            key="contact_name",
            name="contact_nom",
            label="Contact : nom",
            help="Facultatif. Donnée personnelle : absente des exports publics.",
            personal=True,
        ),
        Field(
            key="contact_email",
            name="contact_courriel",
            label="Contact : courriel",
            help="Facultatif. Donnée personnelle : absente des exports publics.",
            personal=True,
        ),
    ),
)

PARTNERS: Final = Form(
    key="partners",
    name="partenaires",
    title="Partenaires",
    intro="Ceux avec qui vous agissez ou voulez agir. Une ligne par structure.",
    layout=Layout.TABLE,
    blank_lines=60,
    fields=(
        Field(
            key="name",
            name="nom",
            label="Partenaire",
            help="Le nom de la structure.",
            example="Lycée professionnel",
            required=True,
            max_length=200,
        ),
        Field(
            key="kind",
            name="famille",
            label="Famille d'acteur",
            help="Une alliance réunit plusieurs familles.",
            kind=FieldKind.CHOICE,
            example=PartnerKind.EDUCATION.value,
            required=True,
            choices=_values(PartnerKind),
        ),
        Field(
            key="role",
            name="role",
            label="Rôle",
            help="Ce qu'il fait dans l'alliance.",
            kind=FieldKind.CHOICE,
            example=PartnerRole.CONTRIBUTES.value,
            choices=_values(PartnerRole),
        ),
        Field(
            key="commitment",
            name="engagement",
            label="Engagement",
            help="Où en est la relation.",
            kind=FieldKind.CHOICE,
            example=Commitment.COMMITTED.value,
            choices=_values(Commitment),
        ),
        Field(
            key="brings",
            name="apporte",
            label="Ce qu'il apporte",
            help="Temps, argent, lieu, savoir-faire, réseau, légitimité.",
            kind=FieldKind.LONG_TEXT,
            example="Deux enseignants référents et une salle.",
            max_length=1_000,
        ),
        Field(
            key="expects",
            name="attend",
            label="Ce qu'il attend",
            help="Ce qui lui ferait dire, dans un an, que cela valait la peine.",
            kind=FieldKind.LONG_TEXT,
            example="Des stages trouvés plus tôt dans l'année.",
            max_length=1_000,
        ),
        Field(
            key="contact_name",
            name="contact_nom",
            label="Contact : nom",
            help="Facultatif. Donnée personnelle.",
            personal=True,
        ),
        Field(
            key="contact_email",
            name="contact_courriel",
            label="Contact : courriel",
            help="Facultatif. Donnée personnelle.",
            personal=True,
        ),
    ),
)

ACTIONS: Final = Form(
    key="actions",
    name="actions",
    title="Actions",
    intro="Une ligne par action : elle deviendra une fiche du plan d'action.",
    layout=Layout.TABLE,
    blank_lines=60,
    fields=(
        Field(
            key="number",
            name="numero",
            label="N°",
            help="Court et unique.",
            example="A1",
            required=True,
            max_length=12,
        ),
        Field(
            key="title",
            name="titre",
            label="Titre de l'action",
            help="Commence par un verbe.",
            example="Faire rencontrer élèves et professionnels",
            required=True,
        ),
        Field(
            key="axis",
            name="axe",
            label="Axe",
            help="Pour regrouper les actions.",
            example="Se connaître",
            max_length=120,
        ),
        Field(
            key="description",
            name="descriptif",
            label="Descriptif",
            help="Ce qui sera fait, où, avec qui.",
            kind=FieldKind.LONG_TEXT,
            example="Un ou deux professionnels par classe de seconde, une matinée.",
            max_length=LONG,
        ),
        Field(
            key="objective",
            name="objectif",
            label="Objectif",
            help="Ce qui aura changé.",
            kind=FieldKind.LONG_TEXT,
            example="Chaque élève sait nommer trois métiers proches.",
            max_length=2_000,
        ),
        Field(
            key="lead",
            name="structure_pilote",
            label="Structure pilote",
            help="Une seule : celle qui fait avancer.",
            example="Direction économie-emploi",
            max_length=200,
        ),
        Field(
            key="lead_person",
            name="personne_pilote",
            label="Personne pilote",
            help="Facultatif. Donnée personnelle.",
            personal=True,
            max_length=120,
        ),
        Field(
            key="elected_referent",
            name="elu_referent",
            label="Élu·e référent·e",
            help="Facultatif. Donnée personnelle.",
            personal=True,
            max_length=120,
        ),
        Field(
            key="partners",
            name="partenaires",
            label="Partenaires",
            help="Noms de la feuille Partenaires, séparés par des points-virgules.",
            kind=FieldKind.NAMES,
            example="Lycée professionnel ; Club d'entreprises",
            max_length=2_000,
        ),
        Field(
            key="status",
            name="statut",
            label="Statut",
            help="Où en est l'action.",
            kind=FieldKind.CHOICE,
            example=Status.UPCOMING.value,
            choices=_values(Status),
        ),
        Field(
            key="priority",
            name="priorite",
            label="Priorité",
            help="Trois niveaux.",
            kind=FieldKind.CHOICE,
            example=Priority.HIGH.value,
            choices=_values(Priority),
        ),
        Field(
            key="start",
            name="debut",
            label="Début",
            help="JJ/MM/AAAA.",
            kind=FieldKind.DATE,
            example="01/09/2026",
        ),
        Field(
            key="end",
            name="fin",
            label="Fin",
            help="JJ/MM/AAAA.",
            kind=FieldKind.DATE,
            example="30/06/2027",
        ),
        Field(
            key="budget",
            name="budget",
            label="Budget € HT",
            help="Le coût total prévu, hors taxes.",
            kind=FieldKind.AMOUNT,
            example="12 500",
        ),
        Field(
            key="funders",
            name="financeurs",
            label="Financeurs",
            help="Noms séparés par des points-virgules.",
            kind=FieldKind.NAMES,
            example="Région ; Fondation locale",
            max_length=1_000,
        ),
        Field(
            key="funding",
            name="financement",
            label="Financement acquis € HT",
            help="Ce qui est assuré à ce jour, hors taxes.",
            kind=FieldKind.AMOUNT,
            example="8 000",
        ),
        Field(
            key="indicator",
            name="indicateur",
            label="Indicateur",
            help="Le signe que l'on relèvera.",
            example="Élèves ayant rencontré un professionnel",
        ),
        Field(
            key="baseline",
            name="depart",
            label="Valeur de départ",
            help="Ce qu'il vaut aujourd'hui.",
            example="0",
            max_length=120,
        ),
        Field(
            key="target",
            name="cible",
            label="Cible",
            help="Ce qu'il vaudra à la fin.",
            example="250 par an",
            max_length=120,
        ),
        Field(
            key="odd",
            name="odd",
            label="ODD",
            help="Numéros de 1 à 17.",
            kind=FieldKind.ODD,
            example="4 ; 17",
        ),
        Field(
            key="lever_theme",
            name="levier",
            label="Thème de levier",
            help="L'un des sept thèmes des Actes.",
            kind=FieldKind.CHOICE,
            example=LEVER_THEMES[4],
            choices=LEVER_THEMES,
        ),
        Field(
            key="unlock_condition",
            name="condition_de_deblocage",
            label="Condition de déblocage",
            help="Si l'action est bloquée : ce qui la débloquerait.",
            kind=FieldKind.LONG_TEXT,
            example="Accord du rectorat sur le calendrier.",
            max_length=1_000,
        ),
        Field(
            key="reminder",
            name="rappel",
            label="Date de rappel",
            help="Quand en reparler (JJ/MM/AAAA).",
            kind=FieldKind.DATE,
            example="01/12/2026",
        ),
        Field(
            key="origin",
            name="origine",
            label="Origine",
            help="D'où vient l'action : réunion, critère de la grille…",
            example="Atelier du 12 mars",
        ),
    ),
)

EVALUATION: Final = Form(
    key="answers",
    name="evaluation",
    title="Évaluation",
    intro="Une ligne par critère de la grille. Choisissez la situation la plus proche de la vôtre.",
    layout=Layout.TABLE,
    shown=("Question", "Situation A", "Situation B", "Situation C"),
    fields=(
        Field(
            key="criterion",
            name="critere",
            label="Critère",
            help="Le code du critère ; ne pas modifier.",
            example="Q1-1",
            required=True,
            max_length=20,
        ),
        Field(
            key="level",
            name="niveau",
            label="Situation",
            help="La situation décrite la plus proche, ou « NC » si le critère ne vous concerne pas.",
            kind=FieldKind.CHOICE,
            example="B",
            choices=("A", "B", "C", "NC"),
        ),
        Field(
            key="evidence",
            name="preuve",
            label="Ce qui le montre",
            help="Un fait, un document, une date.",
            kind=FieldKind.LONG_TEXT,
            example="Compte rendu du comité de mars.",
            max_length=1_000,
        ),
    ),
)

FORMS: Final = (ALLIANCE, PARTNERS, ACTIONS, EVALUATION)


def list_personal_fields() -> tuple[tuple[str, str], ...]:
    """Les champs qui portent une donnée personnelle, en couples (feuille, titre du champ)."""
    return tuple((form.title, field.label) for form in FORMS for field in form.fields if field.personal)
