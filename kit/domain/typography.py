"""La typographie française : espaces insécables, nombres, dates, listes, repli des accents."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

NBSP: Final = "\u00a0"
NARROW: Final = "\u202f"

MONTHS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

# Une espace normale devient insécable ; on n'en ajoute que là où la règle ne fait pas de doute.
_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"«[ \u00a0\u202f]*"), f"«{NBSP}"),
    (re.compile(r"[ \u00a0\u202f]*»"), f"{NBSP}»"),
    (re.compile(r"(?<=\S)[ \u00a0]+(?=[;!?](?:\s|$|[)»*_]))"), NARROW),
    (re.compile(r"(?<=\S)[ \u202f]+(?=:(?:\s|$))"), NBSP),
    (re.compile(r"(?<=\d)[ \u202f]+(?=(?:%|€|Md€|M€)(?![\w]))"), NBSP),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(r"\b(ODD|n°|p\.|§) (?=\d)"), rf"\1{NBSP}"),
)
_OPENINGS: Final = re.compile(r"«[ \u00a0\u202f]*(?:«[ \u00a0\u202f]*)+")
_CLOSINGS: Final = re.compile(r"[ \u00a0\u202f]*»(?:[ \u00a0\u202f]*»)+")
_BEFORE_COMMA: Final = re.compile(r"(?<=\S)[ \u00a0\u202f]+,(?=\s|$)")
_ELIDED: Final = re.compile(r"(?<=[A-Za-zÀ-ÿœŒ])'(?=[A-Za-zÀ-ÿœŒ«])")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_RESERVED: Final = re.compile(r"con|prn|aux|nul|(?:com|lpt)[1-9]")
_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "‘": "'"})


def typeset(text: str) -> str:
    """Le texte avec ses espaces insécables et ses apostrophes courbes.

    >>> typeset("Qui ? « l'alliance » : 12 %").replace(NBSP, "~").replace(NARROW, "_")
    'Qui_? «~l’alliance~»~: 12~%'
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return _ELIDED.sub("’", text)


def settle_text(text: str) -> str:
    """Le texte d'une personne, ses espaces mises à la française : aucun mot n'y change.

    Ni guillemets doublés, ni espace devant une virgule, ni signe seul en tête de ligne.

    >>> settle_text("« « Un toubib pour tous » » , dit-elle : 12 %").replace(NBSP, "~").replace(NARROW, "_")
    '«~Un toubib pour tous~», dit-elle~: 12~%'
    """
    text = _BEFORE_COMMA.sub(",", merge_quotes(text))
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def merge_quotes(text: str) -> str:
    """Le texte sans guillemet doublé, comme en laisse une citation citée.

    >>> merge_quotes("« « Pas le temps. » »").replace(NBSP, "~")
    '«~Pas le temps.~»'
    """
    return _CLOSINGS.sub(f"{NBSP}»", _OPENINGS.sub(f"«{NBSP}", text))


def format_date(day: dt.date) -> str:
    """Une date en toutes lettres.

    >>> format_date(dt.date(2026, 3, 1))
    '1er\\xa0mars 2026'
    """
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def format_short_date(day: dt.date) -> str:
    """Une date en chiffres : JJ/MM/AAAA.

    >>> format_short_date(dt.date(2026, 3, 1))
    '01/03/2026'
    """
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_partial_date(text: str) -> str:
    """Une année, un mois ou un jour écrits à l'endroit (AAAA-MM-JJ), en français.

    >>> format_partial_date("2022"), format_partial_date("2022-06")
    ('2022', 'juin 2022')
    >>> format_partial_date("2022-06-30").replace(NBSP, "~")
    '30~juin 2022'
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return format_date(dt.date(*parts))
    return f"{MONTHS[parts[1] - 1]} {parts[0]}" if len(parts) == 2 else text


def format_number(number: float, decimals: int = 0) -> str:
    """Un nombre à la française : espace fine entre milliers, virgule décimale.

    >>> format_number(1234567.5, 1).replace(NARROW, "_")
    '1_234_567,5'
    """
    return f"{number:,.{decimals}f}".replace(",", NARROW).replace(".", ",")


def format_euros(amount: float, decimals: int | None = None) -> str:
    """Un montant en euros, centimes s'il y en a ; ``decimals`` : ce que disent les montants d'à côté.

    >>> format_euros(12500).replace(NARROW, "_").replace(NBSP, "~")
    '12_500~€'
    """
    shown = (0 if amount == int(amount) else 2) if decimals is None else decimals
    return f"{format_number(amount, shown)}{NBSP}€"


def format_percent(share: float, decimals: int = 0) -> str:
    """Une part (1 pour tout) en pour cent.

    >>> format_percent(0.125, 1).replace(NBSP, "~")
    '12,5~%'
    """
    return f"{format_number(share * 100, decimals)}{NBSP}%"


def format_range(low: int | None, high: int | None, unit: str) -> str:
    """Un intervalle en clair ; vide si rien n'est connu.

    >>> format_range(60, 120, "minutes"), format_range(12, None, "personnes"), format_range(None, None, "")
    ('de 60 à 120 minutes', 'au moins 12 personnes', '')
    """
    if low is None and high is None:
        return ""
    least, most = ("" if bound is None else format_number(bound) for bound in (low, high))
    if low == high:
        return f"{least} {unit}"
    if high is None:
        return f"au moins {least} {unit}"
    return f"au plus {most} {unit}" if low is None else f"de {least} à {most} {unit}"


def join_list(items: Iterable[str], last: str = "et") -> str:
    """Une énumération.

    >>> join_list(["élus", "agents", "habitants"])
    'élus, agents et habitants'
    """
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count_noun(count: int, singular: str, plural: str = "") -> str:
    """Un compte et son nom, accordés (0 et 1 au singulier).

    >>> count_noun(2, "fichier")
    '2\\xa0fichiers'
    """
    noun = singular if count < 2 else (plural or f"{singular}s")
    return f"{format_number(count)}{NBSP}{noun}"


# Les mêmes titres reviennent à chaque ligne de chaque fichier : réduits une fois, relus mille.
@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Le texte réduit pour comparer : sans accent, sans casse, ponctuation et espaces ramenées à une espace.

    >>> fold("L’Haÿ-les-Roses")
    'l hay les roses'
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    kept = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return " ".join(re.findall(r"[^\W_]+", kept))


def slugify(text: str, limit: int = 60) -> str:
    """Un nom de fichier sûr, en ASCII.

    >>> slugify("Paris Est Marne & Bois")
    'paris-est-marne-bois'
    """
    words = re.findall(r"[a-z0-9]+", fold(text).encode("ascii", "ignore").decode("ascii"))
    slug = "-".join(words)
    if len(slug) > limit:
        slug = slug[:limit].rsplit("-", 1)[0].rstrip("-")
    return slug or "sans-nom"


def name_file(text: str) -> str:
    """Un nom sûr pour un fichier ou un dossier, que Windows accepte aussi.

    >>> name_file("Con"), name_file("Conseil")
    ('dossier-con', 'conseil')
    """
    slug = slugify(text)
    return f"dossier-{slug}" if _RESERVED.fullmatch(slug) else slug


def remove_controls(text: str) -> str:
    """Le texte sans les caractères qu'un fichier XML refuse ; fins de ligne ramenées à ``\\n``.

    Tabulations, retours à la ligne et espaces insécables restent.

    >>> remove_controls("a\\x0bb\\r\\nc\\td\\u00a0!")
    'ab\\nc\\td\\xa0!'
    """
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
