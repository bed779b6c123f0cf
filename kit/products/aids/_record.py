"""Un enregistrement brut d'Aides-territoires → une aide, et ce qui n'a pas été compris."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from kit.domain.errors import build_problem
from kit.domain.typography import fold, format_euros
from kit.domain.values import Place, Problem
from kit.products.aids import _words as words
from kit.products.aids.aid import Aid
from kit.products.aids.subjects import PORTAL, is_portal
from kit.reading.values.choices import read_flag, split_choices
from kit.reading.values.dates import read_day
from kit.reading.values.numbers import read_number

Value = TypeVar("Value", bound=Enum)
Read = TypeVar("Read")
Raw = Mapping[str, Any]

SITE: Final = "https://aides-territoires.beta.gouv.fr"
_MAX_NAME: Final = 300
_MAX_CONTACT: Final = 160
_READ: Final = frozenset(
    {
        *("id", "slug", "url", "origin_url", "application_url", "name", "generic_aid"),
        *("financers", "instructors", "programs", "contact", "project_examples"),
        *("description", "eligibility", "categories", "perimeter", "perimeter_scale"),
        *("targeted_audiences", "aid_types", "destinations", "mobilization_steps"),
        *("is_call_for_project", "is_live", "status", "recurrence", "start_date", "submission_deadline"),
        *("subvention_rate_lower_bound", "subvention_rate_upper_bound", "subvention_rates"),
        *("subvention_comment", "other_comment", "loan_amount", "recoverable_advance_amount"),
        *("date_updated",),
    }
)
# L'adresse de qui a saisi la fiche n'est reprise nulle part.
_PERSONAL: Final = frozenset({"auteur de l aide", "auteur", "author"})
# L'export d'un projet colle les noms : « ADEME,Région » ; devant une espace, la virgule est du nom.
_GLUED: Final = re.compile(r",(?=\S)")
_BOUND: Final = r"\s*:?\s*(\d+(?:[.,]\d+)?)?\s*%?\s*"
_RATES: Final = re.compile(rf"(?:min{_BOUND})?(?:max{_BOUND})?", re.IGNORECASE)


@dataclass(slots=True)
class _RecordReader:
    """Un enregistrement en cours de lecture : ce qu'il dit, ce qui n'a pas été compris."""

    raw: Raw
    where: Place
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def text(self, key: str) -> str:
        """Le texte d'un champ, sans balises."""
        value = self.raw.get(key)
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("slug") or value.get("id") or ""
        if value is None or isinstance(value, list | bool):
            return ""
        return words.strip_html(str(value))

    def texts(self, key: str) -> tuple[str, ...]:
        """Les textes d'une liste, ou d'une case qui en tient lieu."""
        value = self.raw.get(key)
        if isinstance(value, str):
            value = _split_cell(value)
        elif isinstance(value, Mapping):
            value = [value]
        listed = value if isinstance(value, list) else []
        named = (item.get("name", "") if isinstance(item, Mapping) else item for item in listed)
        found = (words.strip_html(str(item)) for item in named if item is not None)
        return tuple(dict.fromkeys(text for text in found if text))

    def choices(self, key: str, known: Mapping[str, Value]) -> tuple[Value, ...]:
        """Les valeurs reconnues d'une liste ; une inconnue est dite et retenue dans ``unread``."""
        found: list[Value] = []
        for text in (
            part
            for cell in self.texts(key)
            for part in split_choices(cell, lambda text: known.get(words.fold_label(text)))
        ):
            value = known.get(words.fold_label(text))
            if value is None:
                self._refuse("aides-valeur", key, text)
            else:
                found.append(value)
        return tuple(dict.fromkeys(found))

    def choice(self, key: str, known: Mapping[str, Value]) -> Value | None:
        """La valeur reconnue d'un champ simple."""
        text = self.text(key)
        value = known.get(words.fold_label(text)) if text else None
        if text and value is None:
            self._refuse("aides-valeur", key, text)
        return value

    def names(self, key: str) -> tuple[str, ...]:
        """Des noms de structures ou de programmes, l'un sous l'autre ou collés par des virgules."""
        listed = self.texts(key)
        if isinstance(self.raw.get(key), str) and len(listed) == 1:
            return tuple(part.strip() for part in _GLUED.split(listed[0]) if part.strip())
        return listed

    def is_live(self) -> bool | None:
        """Si la fiche est en ligne ; l'export d'administration le dit par son statut."""
        status = self.text("status")
        if not status:
            return self.flag("is_live")
        live = words.STATUSES.get(words.fold_label(status))
        if live is None:
            self._refuse("aides-valeur", "status", status)
        return live

    def rates(self) -> tuple[float | None, float | None]:
        """Le taux le plus bas et le plus haut : deux champs, ou une case « Min : 20 Max : 50 »."""
        text = " ".join(self.text("subvention_rates").split())
        if not text:
            return self.rate("subvention_rate_lower_bound"), self.rate("subvention_rate_upper_bound")
        found = _RATES.fullmatch(text)
        low, high = (_read_rate(part) if part else None for part in (found.groups() if found else ("", "")))
        if found is None:
            high = _read_rate(text)
        if low is None and high is None and re.search(r"[^\W_]", re.sub("(?i)min|max", "", text)):
            self._refuse("aides-valeur", "subvention_rates", text)
        return low, high

    def day(self, key: str) -> dt.date | None:
        """La date d'un champ ; une date impossible est dite et laissée inconnue."""
        return self._convert(key, read_day, "aides-date")

    def rate(self, key: str) -> float | None:
        """Un taux entre 0 et 100."""
        return self._convert(key, _read_rate, "aides-valeur")

    def amount(self, key: str) -> float | None:
        """Un montant en euros, positif."""
        return self._convert(key, _read_amount, "aides-valeur")

    def flag(self, key: str) -> bool | None:
        """Oui, non, ou inconnu."""
        value = self.raw.get(key)
        return read_flag(value if isinstance(value, bool) else self.text(key))

    def _convert(self, key: str, read: Callable[[str], Read | None], code: str) -> Read | None:
        text = self.text(key)
        value = read(text) if text else None
        if text and value is None:
            self._refuse(code, key, text)
        return value

    def _refuse(self, code: str, key: str, text: str) -> None:
        self.unread.append(key)
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        self.problems.append(build_problem(code, self.where, found=shown, field=key))


def read_record(raw: object, where: Place) -> tuple[Aid | None, list[Problem]]:
    """L'aide d'un enregistrement, ou rien s'il n'a ni nom ni forme ; et ses défauts."""
    if not isinstance(raw, Mapping):
        return None, [build_problem("aides-fiche", where, reason="ce n’est pas un objet")]
    reader = _RecordReader(raw=raw, where=where)
    name = " ".join(reader.text("name").split())[:_MAX_NAME]
    if not name:
        return None, [build_problem("aides-fiche", where, reason="elle n’a pas de nom (« name »)")]
    return _build_aid(reader, name), reader.problems


def _build_aid(reader: _RecordReader, name: str) -> Aid:
    low, high = reader.rates()
    return Aid(
        key=reader.text("id") or reader.text("slug") or reader.text("url") or name,
        name=name,
        operators=reader.names("financers") or reader.names("instructors"),
        instructors=reader.names("instructors"),
        programs=reader.names("programs"),
        audiences=reader.choices("targeted_audiences", words.AUDIENCES),
        perimeter=words.parse_perimeter(reader.text("perimeter"), reader.text("perimeter_scale")),
        types=reader.choices("aid_types", words.TYPES),
        steps=reader.choices("mobilization_steps", words.STEPS),
        destinations=reader.choices("destinations", words.DESTINATIONS),
        themes=reader.names("categories"),
        description=reader.text("description"),
        eligibility=reader.text("eligibility"),
        examples=reader.text("project_examples"),
        contact=_cut(reader.text("contact"), _MAX_CONTACT),
        starts_on=reader.day("start_date"),
        deadline=reader.day("submission_deadline"),
        recurrence=reader.choice("recurrence", words.RECURRENCES),
        is_call=reader.flag("is_call_for_project"),
        is_live=reader.is_live(),
        rate_low=low,
        rate_high=high,
        amounts=tuple(_list_amounts(reader, low, high)),
        url=_read_url(reader, "url", "origin_url"),
        application_url=_read_url(reader, "application_url"),
        generic=reader.text("generic_aid"),
        updated_on=reader.day("date_updated"),
        aside=_list_aside(reader.raw),
        apart=PORTAL if is_portal(name, reader.text("description")) else "",
        unread=tuple(dict.fromkeys(reader.unread)),
    )


def _list_aside(raw: Raw) -> tuple[tuple[str, str], ...]:
    """Ce que rien ne lit, tel quel, sauf qui a saisi la fiche."""
    return tuple(
        (str(title), _shorten(value))
        for title, value in raw.items()
        if title not in _READ and fold(str(title)) not in _PERSONAL and value not in (None, "", [])
    )


def _split_cell(text: str) -> list[Any]:
    """Les éléments d'une case : une liste JSON, ou des mots séparés par | ; ou une fin de ligne."""
    if text.lstrip().startswith("["):
        try:
            loaded = json.loads(text)
        except (ValueError, RecursionError):
            loaded = None
        if isinstance(loaded, list):
            return loaded
    return [part.strip() for part in re.split(r"[|;\n]", text) if part.strip()]


def _read_rate(text: str) -> float | None:
    number = read_number(text)
    return number.value if number and number.unit != "€" and 0 <= number.value <= 100 else None


def _read_amount(text: str) -> float | None:
    number = read_number(text)
    return number.value if number and number.unit != "%" and number.value >= 0 else None


def _list_amounts(reader: _RecordReader, low: float | None, high: float | None) -> Iterable[str]:
    """Les montants, tels que la fiche les dit."""
    low = low or None
    if low is not None and high is not None and low != high:
        yield f"taux de {low:g} à {high:g} %".replace(".", ",")
    elif high is not None:
        yield f"taux de {high:g} % au plus".replace(".", ",")
    elif low is not None:
        yield f"taux d’au moins {low:g} %".replace(".", ",")
    for key in ("subvention_comment", "other_comment"):
        if comment := reader.text(key):
            yield _cut(comment, 200)
    if (loan := reader.amount("loan_amount")) is not None:
        yield f"prêt de {format_euros(loan)}"
    if (advance := reader.amount("recoverable_advance_amount")) is not None:
        yield f"avance récupérable de {format_euros(advance)}"


def _read_url(reader: _RecordReader, *keys: str) -> str:
    """La première adresse de ces champs ; rien d'autre qu'une page web n'est gardé."""
    for key in keys:
        text = reader.text(key)
        if text.startswith("/") and not text.startswith("//"):
            text = f"{SITE}{text}"
        try:
            parts = urlsplit(text)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.netloc and not re.search(r"\s", text):
            return text
    return ""


def list_unused(records: Iterable[object]) -> tuple[str, ...]:
    """Les titres que rien ne lit, tels qu'ils sont écrits."""
    found = (str(title) for raw in records if isinstance(raw, Mapping) for title in raw)
    return tuple(dict.fromkeys(title for title in found if title not in _READ))


def _cut(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _shorten(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return " ".join(words.strip_html(text).split())[:200]
