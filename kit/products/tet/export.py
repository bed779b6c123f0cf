"""Le plan d'action au format du fichier d'import de Territoires en Transitions.

Ses 33 colonnes, dans leur ordre ; les données commencent à la ligne 4, comme la lit la plateforme. Une
sous-action a sa ligne, qui répète l'axe et le titre de son action.
Rien n'est perdu en silence : ce que l'import ne reprend pas est rendu à part, action par action.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kit.documents.table_sheet import Column, TableSheet
from kit.documents.workbook import Cell, CellStyle, CellValue, ChoiceList, Row, Sheet, Workbook, build_range
from kit.domain.typography import NBSP, format_euros, format_short_date, join_list, typeset
from kit.domain.values import Action, Dossier, Priority, Role, Status, SubAction
from kit.products.dossier.plan_parts import describe_years, group_by_action

SHEET_TITLE: Final = "Fichier dimport"
LEFT_TITLE: Final = "À reprendre"
MAX_TITLE: Final = 300
MAX_FUNDERS: Final = 3
FIRST_DATA_LINE: Final = 4
AXIS_SEPARATOR: Final = " > "
AXES: Final = ("axis", "sub_axis", "sub_sub_axis")
_SEVERAL: Final = re.compile(r"\s*[;\n]\s*")
_SPACES: Final = re.compile(r"\s+")
# La plateforme ne coupe pas à une virgule prise entre parenthèses ou entre guillemets.
_COMMA: Final = re.compile(r"""(\([^()]*\)|"[^"]*"|«[^«»]*»)|,""")
_NO_PEOPLE: Final = "Donnée personnelle : ajoutez --avec-personnes si les personnes sont d'accord."


@dataclass(frozen=True, slots=True, kw_only=True)
class TetColumn:
    """Une colonne : sa clé, son groupe (ligne 1), son titre (ligne 2), ce qu'elle attend (ligne 3)."""

    key: str
    group: str
    heading: str
    expected: str
    width: float = 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Ce que l'import ne reprend pas, ou pas tel quel."""

    action: Action
    field: str
    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TetExport:
    """Le classeur à importer et ce qui reste à reprendre à la main."""

    workbook: Workbook
    leftovers: tuple[Leftover, ...]


_SHOW: Final = "Présentation de l'action"
_WHO: Final = "Acteurs"
_MONEY: Final = "Budget"
_WHEN: Final = "Modalités de mise en œuvre"
_LINKS: Final = "Autres informations liées"
_TEXT: Final = "Texte"
_NAMES: Final = "Texte ; plusieurs séparés par une virgule"
_AMOUNT: Final = "Nombre, sans espace ni €"
_DATE: Final = "Date JJ/MM/AAAA"
_STEP: Final = "Texte ; la ligne répète l'axe et le titre de l'action"
_NOT_READ: Final = "Non importé : à saisir sur la plateforme"

COLUMNS: Final = tuple(
    TetColumn(key=key, group=group, heading=heading, expected=expected)
    for key, group, heading, expected in (
        ("axis", _SHOW, "Axe (x)", _TEXT),
        ("sub_axis", _SHOW, "Sous-axe (x.x)", _TEXT),
        ("sub_sub_axis", _SHOW, "Sous-sous axe (x.x.x)", _TEXT),
        ("title", _SHOW, "Titre de l'action", f"Texte, {MAX_TITLE} caractères au plus"),
        ("sub_title", _SHOW, "Titre de la sous-action", _STEP),
        ("description", _SHOW, "Descriptif", _TEXT),
        ("governance", _SHOW, "Instances de gouvernance", _TEXT),
        ("objective", _SHOW, "Objectifs", _TEXT),
        ("indicators", "Indicateurs de suivi", "Indicateurs liés", _NOT_READ),
        ("lead", _WHO, "Structure pilote", _NAMES),
        ("means", _WHO, "Moyens humains et techniques", _TEXT),
        ("partners", _WHO, "Partenaires", _NAMES),
        ("services", _WHO, "Direction ou service pilote", _NAMES),
        ("lead_person", _WHO, "Personne pilote", "Prénom NOM ; plusieurs séparés par une virgule"),
        ("elected_referent", _WHO, "Élu·e référent·e", _NAMES),
        ("participation", _WHO, "Participation Citoyenne", "Choix dans une liste"),
        ("funding_text", _MONEY, "Financements", _TEXT),
        ("funder_1", _MONEY, "Financeur 1", _TEXT),
        ("amount_1", _MONEY, "Montant € HT", _AMOUNT),
        ("funder_2", _MONEY, "Financeur 2", _TEXT),
        ("amount_2", _MONEY, "Montant € HT", _AMOUNT),
        ("funder_3", _MONEY, "Financeur 3", _TEXT),
        ("amount_3", _MONEY, "Montant € HT", _AMOUNT),
        ("budget", _MONEY, "Budget prévisionnel total € HT", _AMOUNT),
        ("status", _WHEN, "Statut", "Choix dans une liste"),
        ("priority", _WHEN, "Niveau de priorité", "Choix dans une liste"),
        ("start", _WHEN, "Date de début", _DATE),
        ("end", _WHEN, "Date de fin", _DATE),
        ("continuous", _WHEN, "Action en amélioration continue", "VRAI ou FAUX"),
        ("measures", _LINKS, "Mesures liées", _NOT_READ),
        ("linked_actions", _LINKS, "Actions liées", _NOT_READ),
        ("notes", _LINKS, "Notes", _NOT_READ),
        ("documents", _LINKS, "Documents et liens", _NOT_READ),
    )
)
# Ce que le dossier n'a pas, et que l'import garde dans le descriptif : « Titre de la colonne : texte ».
KEPT: Final = ("governance", "means", "services", "participation", "funding_text")
KEPT_HEADINGS: Final = {column.heading: column.key for column in COLUMNS if column.key in KEPT}
# La liste de la plateforme écrit ce statut sans accent.
STATUSES: Final = {status: "A discuter" if status is Status.TO_DISCUSS else status.value for status in Status}


def build_tet(dossier: Dossier, *, people: bool = False) -> TetExport:
    """Le classeur d'import des actions du dossier. ``people`` : avec les noms de personnes."""
    leftovers: list[Leftover] = []
    parts = group_by_action(dossier.actions, dossier.sub_actions)
    lines: list[dict[str, CellValue]] = []
    for action in dossier.actions:
        line = _build_line(action, leftovers, people=people)
        lines += (line, *(_build_step(action, part, line, leftovers) for part in parts[action.number]))
    leftovers += _list_leftovers(dossier)
    order = {action.number: rank for rank, action in enumerate(dossier.actions)}
    leftovers.sort(key=lambda one: order[one.action.number])
    sheets = (_build_sheet(lines), _build_leftover_sheet(leftovers))
    title = f"{dossier.alliance.name}{NBSP}: import dans Territoires en Transitions"
    return TetExport(workbook=Workbook(title=title, sheets=sheets), leftovers=tuple(leftovers))


def _build_line(action: Action, leftovers: list[Leftover], *, people: bool) -> dict[str, CellValue]:
    """Une action, par clé de colonne ; ce qui a dû changer est noté."""
    described, kept = split_kept(action.description)
    line: dict[str, CellValue] = {
        **_split_axis(action.axis),
        **kept,
        "title": _cut_title(action, "Titre de l'action", action.title, leftovers),
        "description": described,
        "objective": action.objective,
        "lead": _join_names(action, "Structure pilote", (action.lead,), leftovers),
        "partners": _join_names(action, "Partenaires", action.partners, leftovers),
        "budget": action.budget,
        "status": STATUSES[action.status] if action.status else None,
        "priority": action.priority.value if action.priority else None,
        "start": action.start,
        "end": action.end,
        "continuous": False if action.end else None,
    }
    said = [text for text in (_describe_funding(action), kept.get("funding_text", "")) if text]
    line["funding_text"] = "\n".join(said)
    line |= _place_funders(action, leftovers)
    line |= _place_people(action, leftovers, people=people)
    return line


def _build_step(
    action: Action, part: SubAction, line: Mapping[str, CellValue], leftovers: list[Leftover]
) -> dict[str, CellValue]:
    """Une sous-action : la plateforme retrouve son action au titre et à l'axe, lettre pour lettre."""
    return {
        **{key: line[key] for key in (*AXES, "title") if key in line},
        "sub_title": _cut_title(action, "Titre de la sous-action", part.title, leftovers),
        "lead": _join_names(action, "Structure pilote d'une sous-action", (part.lead,), leftovers),
        "status": STATUSES[part.status] if part.status else None,
        "end": part.end,
    }


def _split_axis(axis: str) -> dict[str, CellValue]:
    """L'axe sur ses trois niveaux, s'il en a plusieurs."""
    return dict(zip(AXES, axis.split(AXIS_SEPARATOR, len(AXES) - 1), strict=False))


def split_kept(description: str) -> tuple[str, dict[str, str]]:
    """Le descriptif, et ce que l'import y a gardé d'une colonne de la plateforme, par clé de colonne.

    >>> split_kept("Un accueil.\\nInstances de gouvernance : comité mensuel")
    ('Un accueil.', {'governance': 'comité mensuel'})
    """
    plain: list[str] = []
    kept: dict[str, str] = {}
    for line in description.split("\n"):
        heading, _, text = line.partition(" : ")
        key = KEPT_HEADINGS.get(heading)
        if key and text and key not in kept:
            kept[key] = text
        else:
            plain.append(line)
    return "\n".join(plain), kept


def _cut_title(action: Action, field: str, title: str, leftovers: list[Leftover]) -> str:
    if len(title) > MAX_TITLE:
        why = f"Coupé à {MAX_TITLE} caractères."
        leftovers.append(Leftover(action=action, field=field, value=title, why=why))
    return title[:MAX_TITLE].strip()


def _join_names(action: Action, field: str, names: Sequence[str], leftovers: list[Leftover]) -> str:
    """Les noms séparés par des virgules ; une virgule dans un nom en ferait deux.

    Un point-virgule, dans une case du dossier, sépare deux noms.
    """
    cleaned = []
    for name in filter(None, (part for one in names for part in _SEVERAL.split(one))):
        clean = _SPACES.sub(" ", _COMMA.sub(lambda match: match[1] or " ", name)).strip()
        cleaned.append(clean)
        if clean != name:
            why = f"Écrit « {clean} » : pour la plateforme, une virgule sépare deux noms."
            leftovers.append(Leftover(action=action, field=field, value=name, why=why))
    return ", ".join(clean for clean in cleaned if clean)


def _describe_funding(action: Action) -> str:
    parts = []
    if action.funding is not None:
        parts.append(f"Financement acquis{NBSP}: {format_euros(action.funding)} HT")
    if action.funders:
        parts.append(f"financeurs{NBSP}: {join_list(action.funders)}")
    text = f"{NBSP}; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}"


def _place_funders(action: Action, leftovers: list[Leftover]) -> dict[str, CellValue]:
    """Trois financeurs au plus ; un montant seulement s'il n'y a qu'un financeur."""
    placed: dict[str, CellValue] = {
        f"funder_{rank}": name for rank, name in enumerate(action.funders[:MAX_FUNDERS], start=1)
    }
    amount: float | None = None
    if len(action.funders) == 1 and action.funding:
        amount = action.funding
        placed["amount_1"] = amount
    if action.funders and amount is None:
        why = "La plateforme ne garde un financeur qu'avec son montant, que le dossier ne dit pas."
        names = join_list(action.funders)
        leftovers.append(Leftover(action=action, field="Montant par financeur", value=names, why=why))
    if len(action.funders) > MAX_FUNDERS:
        why = f"La plateforme en prend {MAX_FUNDERS} ; tous sont nommés dans « Financements »."
        names = join_list(action.funders[MAX_FUNDERS:])
        leftovers.append(Leftover(action=action, field="Autres financeurs", value=names, why=why))
    return placed


def _place_people(action: Action, leftovers: list[Leftover], *, people: bool) -> dict[str, CellValue]:
    """Les personnes, seulement si on l'a demandé ; sinon, leur nom n'est écrit nulle part."""
    named = (("Personne pilote", action.lead_person), ("Élu·e référent·e", action.elected_referent))
    if not people:
        leftovers += [
            Leftover(action=action, field=field, value="", why=_NO_PEOPLE) for field, name in named if name
        ]
        return {}
    (lead_field, lead), (elected_field, elected) = named
    return {
        "lead_person": _join_names(action, lead_field, (lead,), leftovers),
        "elected_referent": _join_names(action, elected_field, (elected,), leftovers),
    }


# --- Ce que l'import ne prend pas -----------------------------------------------------------


def _list_leftovers(dossier: Dossier) -> Iterator[Leftover]:
    budgets = group_by_action(dossier.actions, dossier.budgets)
    roles = group_by_action(dossier.actions, dossier.roles)
    for action in dossier.actions:
        number = action.number
        for field, value, why in (
            ("Indicateur", _describe_indicator(action), "Colonne non importée."),
            ("Budget par année", describe_years(budgets[number]), "Aucune colonne ; seul le total passe."),
            ("Rôles (RACI)", _describe_roles(roles[number]), "Aucune colonne."),
            ("Condition de déblocage", action.unlock_condition, "Aucune colonne."),
            (
                "Date de rappel",
                format_short_date(action.reminder) if action.reminder else "",
                "Aucune colonne.",
            ),
            ("ODD", ", ".join(map(str, action.odd)), "Aucune colonne."),
            ("Thème de levier", action.lever_theme, "Aucune colonne."),
            ("Origine", action.origin, "Aucune colonne."),
        ):
            if value:
                yield Leftover(action=action, field=field, value=value, why=why)


def _describe_indicator(action: Action) -> str:
    named = (("", action.indicator), ("départ : ", action.baseline), ("cible : ", action.target))
    return f"{NBSP}; ".join(f"{typeset(label)}{value}" for label, value in named if value)


def _describe_roles(roles: Sequence[Role]) -> str:
    return ", ".join(f"{role.partner} ({role.role.value})" for role in roles)


# --- Les feuilles ---------------------------------------------------------------------------


def _build_sheet(lines: Sequence[dict[str, CellValue]]) -> Sheet:
    groups = [
        column.group if rank == 0 or column.group != COLUMNS[rank - 1].group else None
        for rank, column in enumerate(COLUMNS)
    ]
    rows = [
        Row(cells=tuple(Cell(value=typeset(group or "") or None, style=CellStyle.LABEL) for group in groups)),
        Row(cells=tuple(Cell(value=column.heading, style=CellStyle.HEADING) for column in COLUMNS)),
        Row(cells=tuple(Cell(value=typeset(column.expected), style=CellStyle.HELP) for column in COLUMNS)),
    ]
    rows += [Row(cells=tuple(_build_cell(line.get(column.key)) for column in COLUMNS)) for line in lines]
    return Sheet(
        title=SHEET_TITLE,
        widths=tuple(column.width for column in COLUMNS),
        rows=tuple(rows),
        choice_lists=tuple(
            _build_choices(key, choices, len(rows))
            for key, choices in (
                ("status", tuple(STATUSES.values())),
                ("priority", tuple(priority.value for priority in Priority)),
            )
        ),
        frozen=(FIRST_DATA_LINE - 1, 0),
        pages_wide=4,
    )


def _build_cell(value: CellValue) -> Cell:
    if hasattr(value, "year"):
        return Cell(value=value, style=CellStyle.DATE)
    return Cell(value=None if value == "" else value)


def _build_choices(key: str, choices: tuple[str, ...], last: int) -> ChoiceList:
    column = [one.key for one in COLUMNS].index(key) + 1
    cells = build_range(column, FIRST_DATA_LINE, max(last, FIRST_DATA_LINE))
    return ChoiceList(cells=cells, choices=choices, strict=False)


def _build_leftover_sheet(leftovers: Sequence[Leftover]) -> Sheet:
    intro = (
        "La plateforme ne lit pas cette feuille. Elle garde ce que l'import ne reprend pas : à saisir à la "
        "main, action par action."
    )
    return TableSheet(
        title=LEFT_TITLE,
        intro=intro,
        columns=(
            Column("N°", 9.0),
            Column("Action", 34.0),
            Column("Rubrique", 24.0),
            Column("Ce que dit le dossier", 60.0),
            Column("Pourquoi", 44.0),
        ),
        lines=[
            (one.action.number, one.action.title, typeset(one.field), one.value or None, typeset(one.why))
            for one in leftovers
        ],
        frozen=0,
    ).build()


def list_values(workbook: Workbook) -> tuple[tuple[CellValue, ...], ...]:
    """Les cases de la feuille à importer, telles que la plateforme les lira."""
    return tuple(tuple(cell.value for cell in row.cells) for row in workbook.sheets[0].rows)
