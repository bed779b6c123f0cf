"""La feuille « Lisez-moi » du dossier : à quoi il sert, comment le remplir, tous les champs."""

from __future__ import annotations

from typing import Final

from kit.documents.workbook import Cell, CellStyle, Row, Sheet
from kit.domain.typography import join_list, typeset
from kit.reading.forms import FORMS, Field, Form, list_personal_fields

README_TITLE: Final = "Lisez-moi"
WIDTHS: Final = (14.0, 26.0, 48.0, 20.0, 38.0, 13.0, 42.0)
HEADINGS: Final = ("Feuille", "Champ", "Ce qui est attendu", "Type", "Choix", "Obligatoire", "Exemple")
# Un alinéa par ligne ; une barre oblique inverse continue l'alinéa à la ligne suivante.
_WHY: Final = """\
Ce classeur recueille ce que votre groupe sait de son alliance : qui, sur quel territoire, pour quelle \
cause, avec quelles actions. Rempli une fois, il donne trois documents : la fiche argumentaire, le plan \
d'action et la grille d'évaluation."""
_HOW: Final = """\
1. Feuille « Alliance » : une réponse par ligne, dans la colonne « Votre réponse ».
2. Feuilles « Partenaires » et « Actions » : une ligne par structure, une ligne par action. Trois feuilles \
facultatives détaillent une action, si vous en avez besoin : « Sous-actions », « Budgets » (par année), \
« Rôles » (qui fait quoi).
3. Feuille « Évaluation » : pour chaque critère, choisissez en groupe la situation la plus proche de la \
vôtre, et dites ce qui le montre.
Seules les réponses marquées « (obligatoire) » le sont. Laissez vide ce que vous ne savez pas encore : \
une case vide vaut mieux qu'une réponse inventée.
Une date s'écrit JJ/MM/AAAA. Un montant s'écrit en chiffres, en euros hors taxes. Plusieurs réponses \
dans une même case se séparent par des points-virgules.
Les cases à remplir sont bordées sur fond clair ; le reste est protégé, sans mot de passe (Excel : \
Révision, Ôter la protection ; LibreOffice : Outils, Protéger la feuille). Ne renommez ni les feuilles \
ni les titres de colonnes."""
_SEND: Final = """\
Enregistrez au format .ods ou .xlsx, sans mot de passe à l'ouverture, puis remettez le fichier à la \
personne qui anime le groupe, ou faites-le vérifier par le kit : chaque défaut est signalé avec sa \
feuille, sa ligne et ce qu'il faut faire."""
_PERSONAL: Final = """\
Ces champs portent des données personnelles ; ils sont facultatifs : {fields}.
Ne les remplissez qu'avec l'accord des personnes, n'écrivez rien d'autre sur elles, et supprimez le \
classeur quand il ne sert plus. Ces champs ne figurent dans aucun export public."""


def build_readme_sheet(*, protected: bool) -> Sheet:
    """La feuille qui explique le dossier et décrit chacun de ses champs."""
    rows = [Row(cells=(Cell(value="Dossier d’alliance", style=CellStyle.TITLE),))]
    for title, text in (
        ("À quoi sert ce classeur", _WHY),
        ("Comment le remplir", _HOW),
        ("Comment le rendre", _SEND),
        ("Données personnelles", _PERSONAL.format(fields=_describe_personal_fields())),
    ):
        rows += build_section(title, text)
    rows += build_section("Tous les champs", "")
    rows.append(Row(cells=tuple(Cell(value=title, style=CellStyle.HEADING) for title in HEADINGS)))
    heading = len(rows)
    rows += [build_field_row(form, field) for form in FORMS for field in form.fields]
    return Sheet(
        title=README_TITLE,
        widths=WIDTHS,
        rows=tuple(rows),
        header_rows=(heading, heading),
        protected=protected,
    )


def _describe_personal_fields() -> str:
    by_sheet: dict[str, list[str]] = {}
    for sheet, label in list_personal_fields():
        by_sheet.setdefault(sheet, []).append(f"« {label} »")
    return " ; ".join(f"feuille {sheet} : {join_list(labels)}" for sheet, labels in by_sheet.items())


def build_section(title: str, text: str) -> list[Row]:
    """Un intertitre et ses alinéas, sur toute la largeur."""
    span = len(WIDTHS)
    paragraphs = (
        Cell(value=typeset(line), style=CellStyle.PARAGRAPH, span=span) for line in text.splitlines()
    )
    heading = Cell(value=typeset(title), style=CellStyle.SECTION)
    return [Row(), Row(cells=(heading,)), *(Row(cells=(paragraph,)) for paragraph in paragraphs)]


def build_field_row(form: Form, field: Field) -> Row:
    """La ligne du dictionnaire pour un champ."""
    values = (
        form.title,
        typeset(field.label),
        typeset(field.help),
        typeset(field.kind.value),
        " ; ".join(field.choices),
        "oui" if field.required else "non",
        field.example,
    )
    styles = (CellStyle.PLAIN, CellStyle.LABEL, *[CellStyle.PLAIN] * 5)
    return Row(cells=tuple(Cell(value=v, style=style) for v, style in zip(values, styles, strict=True)))
