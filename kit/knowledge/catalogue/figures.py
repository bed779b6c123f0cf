"""Dire un chiffre : son nombre, son unité, et ce qu'il compte, sans rien répéter."""

from __future__ import annotations

import re
from typing import Final

from kit.domain.typography import NBSP, format_number
from kit.knowledge.catalogue.values import Figure

YEARLY: Final = " par an"
# Un libellé peut finir par ce qui nuance le nombre ; dit, il passe devant.
_NUANCE: Final = re.compile(r"^(.*) \((environ|près de|plus de|moins de|au moins|au plus)\)$")
# Ces mots continuent le nombre : « 45 % d’entre elles », « 91 % pour les deux ».
_CONTINUES: Final = ("d’", "de ", "des ", "du ", "pour ")


def format_figure(figure: Figure) -> str:
    """Un chiffre et son unité, liés par une espace insécable.

    >>> format_figure(Figure(value=81, unit="%", label="Français")).replace(NBSP, "~")
    '81~%'
    """
    return f"{_format_value(figure.value)}{NBSP}{figure.unit}"


def _format_value(value: float) -> str:
    whole = value == int(value)
    return format_number(value, 0 if whole else len(f"{value:.10g}".partition(".")[2]))


def split_figure(figure: Figure) -> tuple[str, str]:
    """Un chiffre en deux morceaux qui se suivent : le nombre et ce qu'il compte, puis le reste.

    >>> split_figure(Figure(value=38, unit="communes", label="communes du pays"))[1]
    ' du pays'
    """
    label, nuance = figure.label, ""
    if found := _NUANCE.match(label):
        label, nuance = found[1], f"{found[2]} "
    noun = figure.unit.removesuffix(YEARLY)
    # « Par an » ne se perd pas : le libellé le dit à sa place, ou l'unité reste.
    is_told = noun == figure.unit or "chaque année" in label
    if is_told and (label == noun or label.startswith(f"{noun} ")):
        return f"{nuance}{_format_value(figure.value)}{NBSP}{noun}", label.removeprefix(noun)
    link = " " if label.startswith(_CONTINUES) else " : "
    return f"{nuance}{format_figure(figure)}", f"{link}{label}"


def describe_figure(figure: Figure) -> str:
    """Un chiffre et ce qu'il compte, d'une traite.

    >>> describe_figure(Figure(value=7, unit="ans", label="horizon du plein emploi")).replace(NBSP, "~")
    '7~ans : horizon du plein emploi'
    >>> describe_figure(Figure(value=20, unit="salariés", label="salariés (environ)")).replace(NBSP, "~")
    'environ 20~salariés'
    """
    return "".join(split_figure(figure))
