"""Les feuilles facultatives qui détaillent les actions : sous-actions, budgets par année, rôles."""

from __future__ import annotations

from typing import Final

from kit.domain.values import BudgetKind, RaciRole, Status
from kit.reading.fields import Field, FieldKind, Form, Layout, list_choices

_ACTION: Final = Field(
    key="action",
    name="action",
    label="N° de l'action",
    help="Le numéro donné dans la feuille Actions.",
    example="A1",
    required=True,
    max_length=12,
    is_reference=True,
)

SUB_ACTIONS: Final = Form(
    key="sub_actions",
    name="sous_actions",
    title="Sous-actions",
    intro="Facultatif : les étapes d'une action, chacune avec sa structure, son statut et sa date.",
    layout=Layout.TABLE,
    blank_lines=60,
    fields=(
        _ACTION,
        Field(
            key="title",
            name="titre",
            label="Titre de la sous-action",
            help="Commence par un verbe.",
            example="Écrire aux entreprises du quartier",
            required=True,
        ),
        Field(
            key="lead",
            name="structure_pilote",
            label="Structure pilote",
            help="Vide : celle de l'action.",
            example="Club d'entreprises",
            max_length=200,
        ),
        Field(
            key="status",
            name="statut",
            label="Statut",
            help="Où en est cette étape.",
            kind=FieldKind.CHOICE,
            example=Status.ONGOING.value,
            choices=list_choices(Status),
        ),
        Field(
            key="end", name="fin", label="Fin", help="JJ/MM/AAAA.", kind=FieldKind.DATE, example="15/10/2026"
        ),
    ),
)

BUDGETS: Final = Form(
    key="budgets",
    name="budgets",
    title="Budgets",
    intro="Facultatif : le budget d'une action, année par année. Le total reste dans la feuille Actions.",
    layout=Layout.TABLE,
    blank_lines=60,
    fields=(
        _ACTION,
        Field(
            key="year",
            name="annee",
            label="Année",
            help="Quatre chiffres.",
            kind=FieldKind.YEAR,
            example="2027",
            required=True,
        ),
        Field(
            key="kind",
            name="nature",
            label="Nature",
            help="Vide si vous ne savez pas.",
            kind=FieldKind.CHOICE,
            example=BudgetKind.OPERATING.value,
            choices=list_choices(BudgetKind),
        ),
        Field(
            key="amount",
            name="montant",
            label="Montant € HT",
            help="Prévu, hors taxes.",
            kind=FieldKind.AMOUNT,
            example="6 250",
            required=True,
        ),
    ),
)

ROLES: Final = Form(
    key="roles",
    name="roles",
    title="Rôles",
    intro=(
        "Facultatif : qui fait quoi dans une action. R réalise ; A répond du résultat (un seul) ; "
        "C est consulté avant ; I est informé après."
    ),
    layout=Layout.TABLE,
    blank_lines=60,
    fields=(
        _ACTION,
        Field(
            key="partner",
            name="partenaire",
            label="Partenaire",
            help="Un nom de la feuille Partenaires, ou la structure pilote.",
            example="Lycée professionnel",
            required=True,
            max_length=200,
        ),
        Field(
            key="role",
            name="role",
            label="Rôle dans l'action",
            help="R, A, C ou I ; une ligne par rôle.",
            kind=FieldKind.CHOICE,
            example=RaciRole.RESPONSIBLE.value,
            required=True,
            choices=list_choices(RaciRole),
            repeats=True,
        ),
    ),
)
