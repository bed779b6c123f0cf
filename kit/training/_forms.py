"""Les champs d'une session et ceux de la liste des stagiaires, déclarés une fois."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kit.knowledge.catalogue import list_courses
from kit.reading.fields import Field, FieldKind, Form, Layout

SESSION: Final = Form(
    key="session",
    name="session",
    title="Session",
    intro="Ce que disent la convocation, l'émargement et l'attestation.",
    layout=Layout.SHEET,
    fields=(
        Field(
            key="course",
            name="formation",
            label="Formation",
            help="La fiche suivie.",
            kind=FieldKind.CHOICE,
            example="agents-une-journee",
            required=True,
            choices=list_courses(),
        ),
        Field(
            key="organiser",
            name="organisme",
            label="Organisme",
            help="Qui organise, tel que les pièces doivent le nommer.",
            example="Communauté de communes de l'exemple",
            required=True,
            max_length=200,
        ),
        Field(
            key="days",
            name="jours",
            label="Jours",
            help="Un jour par jour de présence, dans l'ordre (JJ/MM/AAAA), séparés par des points-virgules.",
            kind=FieldKind.NAMES,
            example="11/03/2027",
            required=True,
        ),
        Field(
            key="start",
            name="debut",
            label="Heure de début",
            help="HH:MM. Vide : les heures de la fiche ; sinon, toute la journée se décale.",
            example="09:30",
            max_length=5,
        ),
        Field(
            key="place",
            name="lieu",
            label="Lieu",
            help="L'adresse et la salle, ou « à distance ».",
            example="Maison des associations, salle 2",
            required=True,
        ),
        Field(
            key="trainers",
            name="formateurs",
            label="Formateurs",
            help="Qui anime ; leur nom va sur l'émargement. Plusieurs noms : points-virgules.",
            kind=FieldKind.NAMES,
            example="Prénom Nom",
            required=True,
            personal=True,
        ),
        Field(
            key="contact",
            name="contact",
            label="Contact",
            help="L'adresse ou le numéro d'un service, pas d'une personne : il est sur la fiche publique.",
            example="formation@exemple.example",
            required=True,
        ),
        Field(
            key="roster",
            name="liste",
            label="Liste des stagiaires",
            help="Le fichier de la liste, à côté de celui-ci ou dans un dossier voisin.",
            example="stagiaires.ods",
            required=True,
        ),
        Field(
            key="accessibility",
            name="referent_handicap",
            label="Référent handicap",
            help="La fonction ou l'adresse de qui reçoit les besoins d'aménagement. Vide : le contact.",
        ),
        Field(
            key="practical",
            name="pratique",
            label="Informations pratiques",
            help="Accès, repas, ce qu'il faut apporter.",
            kind=FieldKind.LONG_TEXT,
            example="Tram B, arrêt Mairie. Repas libre.",
            max_length=1_000,
        ),
        Field(
            key="fee",
            name="tarif",
            label="Tarif",
            help="Ce que paie le stagiaire ou sa structure.",
            example="Gratuit",
        ),
        Field(
            key="deadline",
            name="delai",
            label="Délai d'accès",
            help="Jusqu'à quand s'inscrire.",
            example="Inscription jusqu'à sept jours avant",
        ),
    ),
)

ROSTER: Final = Form(
    key="roster",
    name="stagiaires",
    title="Stagiaires",
    intro="Une ligne par personne. Rien d'autre que ce qui sert aux pièces de la session.",
    layout=Layout.TABLE,
    blank_lines=40,
    fields=(
        Field(
            key="name",
            name="nom",
            label="Nom",
            help="Prénom et nom, tels que l'attestation doit les porter.",
            example="Camille Exemple",
            required=True,
            personal=True,
            max_length=120,
        ),
        Field(
            key="function",
            name="fonction",
            label="Fonction",
            help="Ce que la personne fait, en quelques mots. Facultatif.",
            example="chargée de mission",
            personal=True,
            max_length=120,
        ),
        Field(
            key="territory",
            name="territoire",
            label="Territoire",
            help="Le territoire de son dossier : nom, code INSEE, SIREN ou code postal.",
            example="Les Mureaux",
            required=True,
            max_length=300,
        ),
        Field(
            key="organisation",
            name="structure",
            label="Structure",
            help="La structure qui l'emploie ou qu'elle représente. Facultatif.",
            example="Ville des Mureaux",
            personal=True,
            max_length=160,
        ),
    ),
)
# Ce que portent les listes reçues : le prénom à part, et d'autres titres, pour ne rien faire retaper.
FIRST_NAME: Final = "prenom"
_ALIASES: Final = {
    "name": (
        "nom et prénom",
        "nom prénom",
        "prénom et nom",
        "prénom nom",
        "nom de famille",
        "nom complet",
        "stagiaire",
        "participant",
        "participante",
        "identité",
    ),
    "function": ("poste", "emploi", "métier", "qualité", "mandat", "fonctions"),
    "territory": (
        "commune",
        "intercommunalité",
        "epci",
        "collectivité territoire",
        "territoire du dossier",
        "code insee",
        "code postal",
        "siren",
    ),
    "organisation": ("employeur", "collectivité", "organisme", "service", "association"),
}
RECEIVED_ROSTER: Final = replace(
    ROSTER,
    fields=(
        *(replace(field, aliases=_ALIASES[field.key]) for field in ROSTER.fields),
        Field(key=FIRST_NAME, name=FIRST_NAME, label="Prénom", help="", aliases=("prénoms",)),
    ),
)
FUNCTIONS: Final = (
    "élu, élue",
    "direction générale",
    "chargé, chargée de mission",
    "agent, agente",
    "animateur, animatrice de réseau",
    "salarié, salariée d'une association",
    "bénévole",
    "chef, cheffe d'entreprise",
)
