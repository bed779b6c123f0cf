"""Ce qu'un modèle sait faire d'une valeur : la protéger, l'écrire à la française, la marquer."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from kit.domain.errors import end_sentence
from kit.domain.typography import (
    NARROW,
    NBSP,
    count_noun,
    format_date,
    format_euros,
    format_number,
    format_percent,
    format_short_date,
    join_list,
    settle_text,
    slugify,
    typeset,
)
from kit.domain.values import Action, Answer

_SPACES: Final = re.compile(r"[ \t\r\n]+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PUNCTUATION: Final = re.compile(f"([{re.escape(string.punctuation)}])")
_LEADING_SPACES: Final = (" ", NARROW, NBSP)
_PROTECTED: Final = re.compile(rf"\\([{re.escape(string.punctuation)}])")


class Markdown(str):
    """Du Markdown déjà sûr, que le modèle ne protège pas une seconde fois."""

    __slots__ = ()


def escape_markdown(text: str) -> str:
    r"""Le texte d'une personne, protégé : pandoc le rend à l'identique, sur une seule ligne.

    >>> escape_markdown("# R&D | *vite*\n ")
    '\\# R\\&D \\| \\*vite\\*'
    """
    folded = _SPACES.sub(" ", _CONTROLS.sub("", text)).strip(" ")
    return _PUNCTUATION.sub(r"\\\1", folded)


def unescape_markdown(text: str) -> str:
    r"""Le texte sans les protections de :func:`escape_markdown`, là où il n'est plus du Markdown.

    >>> unescape_markdown(escape_markdown("# R&D"))
    '# R&D'
    """
    return _PROTECTED.sub(r"\1", text)


def split_paragraphs(text: str) -> list[str]:
    """Les paragraphes d'un texte : une ligne saisie fait un paragraphe.

    >>> split_paragraphs("Un.\\n\\nDeux.")
    ['Un.', 'Deux.']
    """
    return [line.strip() for line in text.splitlines() if line.strip()]


def _write_answer(answers: Mapping[str, Answer], key: str) -> str:
    answer = answers.get(key)
    if answer is None:
        return "—"
    return " : ".join(part for part in (answer.level or "—", answer.evidence) if part)


def _write_sentence(text: str) -> str:
    return end_sentence(f"{text[:1].upper()}{text[1:]}")


def _join(items: Iterable[object], separator: str = ", ") -> str:
    unbreakable = separator.replace(" ;", f"{NARROW};").replace(" :", f"{NBSP}:")
    return unbreakable.join(str(item) for item in items if item not in (None, "", ()))


def _prefix(value: object, text: str) -> str:
    """La valeur précédée de ces mots, s'il y en a une ; l'espace qui les sépare de ce qui précède reste."""
    if value in (None, "", ()):
        return ""
    # La lettre d'avant fait que « ; » et « : » prennent leur espace.
    typed = typeset(f"x{text}")[1:]
    if typed[:1] not in _LEADING_SPACES:
        return f"{typed}{value}"
    return Markdown(f"{typed[0]}{escape_markdown(f'{typed[1:]}{settle_text(str(value))}')}")


def _or_dash(value: object) -> object:
    return value if value not in (None, "", ()) else "—"


def _mark_status(status: object) -> str:
    """Le mot du statut, que le PDF fait précéder de sa forme."""
    return Markdown(f"[{escape_markdown(str(status))}]{{.etat}}") if status else "—"


def _mark_choice(text: str, level: str) -> str:
    """La situation choisie : sa lettre, puis son texte en gras, que le PDF encadre."""
    return Markdown(f"[**{escape_markdown(typeset(f'{level} : {text}'))}**]{{.choix}}")


def _write_gauge(budget: float | None, funding: float | None, decimals: int | None = None) -> str:
    """L'acquis sur le budget, que le PDF double d'une barre ; rien n'est dessiné de ce qui n'est pas dit."""
    if budget is None:
        return "budget non indiqué"
    if not budget:
        return "sans budget propre"
    total = format_euros(budget, decimals)
    if funding is None:
        return f"{total} prévus"
    percent = min(100, int(100 * funding / budget))
    told = f"{format_euros(funding, decimals)} sur {total}, soit {format_percent(funding / budget)}"
    return Markdown(f"[{escape_markdown(told)}]{{.jauge .part-{percent}}}")


def _write_period(action: Action) -> str:
    """Du début à la fin, ou ce que l'on en sait."""
    start, end = (format_date(day) if day else "" for day in (action.start, action.end))
    if start and end:
        return f"du {start} au {end}"
    return f"à partir du {start}" if start else f"jusqu’au {end}" if end else ""


def _cite_some(names: Sequence[str], most: int, quoted: bool = True) -> str:  # noqa: FBT001, FBT002
    """Les premiers de ces noms, et combien d'autres : « A », « B » et 38 autres."""
    shown = [f"«{NBSP}{name}{NBSP}»" if quoted else name for name in names[:most]]
    rest = len(names) - len(shown)
    return join_list([*shown, *([count_noun(rest, "autre")] if rest else [])])


def _write_signed(share: float) -> str:
    text = format_percent(abs(share), 1)
    return text if round(share, 3) == 0 else f"{'+' if share > 0 else '−'}{text}"


def _shorten(text: str, most: int) -> str:
    """Un libellé coupé à un mot, « … » à la place du reste ; le texte entier est ailleurs."""
    if len(text) <= most:
        return text
    head = text[:most].rsplit(" ", 1)[0] if " " in text[:most] else text[: most - 1]
    return f"{head.rstrip(' ,;:.–')}…"


def _strip_quotes(text: str) -> str:
    """Le texte sans les guillemets qui l'entourent en entier : le modèle les met."""
    bare = text.strip().removeprefix("«").removesuffix("»").strip()
    is_whole = text.strip().startswith("«") and text.strip().endswith("»") and not {"«", "»"} & set(bare)
    if is_whole:
        return bare
    straight = text.strip()
    has_pair = len(straight) > 2 and straight[0] == straight[-1] == '"' and '"' not in straight[1:-1]
    return straight[1:-1].strip() if has_pair else straight


FILTERS: Final[dict[str, Any]] = {
    "choisi": _mark_choice,
    "cite": _cite_some,
    "classe": lambda text: Markdown(slugify(str(text))),
    "compte": count_noun,
    "court": _shorten,
    "date_courte": lambda day: format_short_date(day) if day else "",
    "date_longue": lambda day: format_date(day) if day else "",
    "decimales": lambda value: format_number(float(value), 2),
    "enumere": join_list,
    "etat": _mark_status,
    "euros": lambda amount, decimals=None: "" if amount is None else format_euros(amount, decimals),
    "figure": lambda chart: Markdown(f"{chart.key}.svg"),
    "jauge": _write_gauge,
    "joint": _join,
    "largeur": lambda chart: Markdown(f"{{width={chart.width_cm:g}cm}}"),
    "nombre": format_number,
    "nomme": lambda key, names: names.get(key, str(key)),
    "ou_blanc": lambda value: value or "[à compléter]",
    "ou_tiret": _or_dash,
    "paragraphes": split_paragraphs,
    "part": format_percent,
    "part_signee": _write_signed,
    "pas": lambda share: Markdown(f"p{5 * round(20 * share)}"),
    "periode": _write_period,
    "phrase": _write_sentence,
    "prefixe": _prefix,
    "reponse": _write_answer,
    "sans_guillemets": _strip_quotes,
    "sans_point": lambda text: text.removesuffix("."),
    "typo": typeset,
}
