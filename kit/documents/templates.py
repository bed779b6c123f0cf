"""Les modèles : où ils sont, ce qu'ils peuvent dire, et comment une valeur y entre sans rien casser.

Le texte fixe d'un modèle reçoit la typographie française à la lecture ; une valeur, elle, entre avec les
mots que la personne a écrits, ses espaces mises à la française, et protégée : elle remplit du texte, jamais
de la syntaxe Markdown.
"""

from __future__ import annotations

import datetime as dt
import re
import string
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kit.domain.errors import KitError, end_sentence, suggest
from kit.domain.locations import find_shipped
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
    merge_quotes,
    settle_text,
    typeset,
)
from kit.domain.values import Answer

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HOLE: Final = "\ue000"
# Au-delà, un modèle ne remplit plus un document : il s'égare.
_LIMIT: Final = 100_000
_SECONDS: Final = 20.0
_REASONS: Final = {
    ZeroDivisionError: "il divise par zéro",
    OverflowError: "un nombre est trop grand",
    KeyError: "une clé n’existe pas",
    IndexError: "une liste est plus courte que prévu",
}
_SPACES: Final = re.compile(r"[ \t\r\n]+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PUNCTUATION: Final = re.compile(f"([{re.escape(string.punctuation)}])")
_LEADING_SPACES: Final = (" ", NARROW, NBSP)
_PROTECTED: Final = re.compile(rf"\\([{re.escape(string.punctuation)}])")


class TemplateError(KitError):
    """Un modèle ne peut pas être rempli ; la phrase nomme le modèle, le champ et le nom le plus proche."""

    exit_status = 1


class Markdown(str):
    """Du Markdown déjà sûr, que le modèle ne protège pas une seconde fois."""

    __slots__ = ()


def find_template_folder() -> Path:
    """Le dossier des modèles livrés : dans le paquet s'il y est, sinon à la racine du dépôt."""
    return find_shipped("_templates", "templates")


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


def build_environment(overrides: Path | None = None) -> Environment:
    """L'environnement des modèles ; un fichier de ``overrides`` remplace celui de même nom."""
    shipped: BaseLoader = FileSystemLoader(find_template_folder(), encoding="utf-8")
    loaders = [_OwnFiles(overrides, encoding="utf-8"), shipped] if overrides else [shipped]
    environment = _Sandbox(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # La sortie est du Markdown, protégé par « finalize » ; rien n'est à échapper pour HTML.
        autoescape=False,
        extensions=[_Typeset],
    )
    environment.filters.update(_FILTERS)
    return environment


class _OwnFiles(FileSystemLoader):
    """Les modèles de la personne : rien qui mène hors de leur dossier, même par un lien."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        folder = Path(self.searchpath[0])
        check_inside(folder / template, folder)
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise TemplateError(
                f"le modèle « {template} », ligne {line}, n’est pas enregistré en UTF-8 : "
                "rouvrez-le et enregistrez-le dans ce codage"
            ) from None


class _Sandbox(ImmutableSandboxedEnvironment):
    """Le bac à sable des modèles : ni code, ni puissance ou répétition sans fin, ni boucle sans fin."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 — celles de jinja2
        sizes = [len(one) if isinstance(one, str | list | tuple) else one for one in (left, right)]
        is_large = any(isinstance(size, int | float) and abs(size) > _LIMIT for size in sizes)
        if is_large or operator == "**" or (operator == "%" and isinstance(left, str)):
            raise SecurityError(operator)
        if operator == "*" and not all(isinstance(one, int | float) for one in (left, right)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)


def check_inside(path: Path, folder: Path) -> None:
    """Refuse un fichier de modèle qui est, par un lien ou par son nom, hors de son dossier.

    :raises TemplateError: s'il est ailleurs.
    """
    if path.exists() and not path.resolve().is_relative_to(folder.resolve()):
        raise TemplateError(
            f"le modèle « {path.name} » mène à un fichier hors de « {folder} » : copiez-y le fichier lui-même"
        )


@cache
def load_environment(overrides: Path | None = None) -> Environment:
    """L'environnement, gardé pour les documents suivants."""
    return build_environment(overrides)


def fill_template(name: str, values: Mapping[str, object], *, overrides: Path | None = None) -> str:
    """Le Markdown du modèle rempli.

    :raises TemplateError: si le modèle manque, est mal écrit ou cite un champ inconnu.
    """
    try:
        # Le modèle met entre guillemets ce que la personne y avait peut-être déjà mis.
        return merge_quotes(_render(load_environment(overrides).get_template(name), values))
    except TemplateError:
        raise
    except TemplateNotFound as error:
        raise TemplateError(f"le modèle « {error.name} » est introuvable") from None
    except TemplateSyntaxError as error:
        message = f"le modèle « {error.name} », ligne {error.lineno}, est mal écrit : {error.message}"
        raise TemplateError(message) from None
    except UndefinedError as error:
        raise TemplateError(_explain_undefined(name, error, values)) from None
    except SecurityError:
        raise TemplateError(f"le modèle « {name} » tente une opération interdite") from None
    except (RecursionError, _EndlessError):
        raise TemplateError(
            f"le modèle « {name} » ne finit pas : une boucle ou un modèle qui s’appelle lui-même"
        ) from None
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        if overrides is None:
            raise
        raise TemplateError(_explain_failure(name, error)) from None


class _EndlessError(Exception):
    """Un modèle tourne depuis trop longtemps."""


def _render(template: Template, values: Mapping[str, object]) -> str:
    """Le texte, morceau par morceau : un modèle sans fin est arrêté."""
    limit = time.monotonic() + _SECONDS
    budget = _Budget(limit)
    parts = []
    for part in template.generate({**values, "range": budget.list_numbers}):
        budget.check()
        parts.append(part)
    return "".join(parts)


@dataclass(slots=True)
class _Budget:
    """Le temps et les tours de boucle qu'un modèle peut prendre."""

    limit: float
    turns: int = 0

    def check(self) -> None:
        if time.monotonic() > self.limit:
            raise _EndlessError

    def list_numbers(self, *bounds: int) -> range:
        """« range », compté : des boucles l'une dans l'autre sont arrêtées aussi."""
        numbers = range(*bounds)
        self.turns += len(numbers)
        self.check()
        if self.turns > _LIMIT:
            raise _EndlessError
        return numbers


def _explain_failure(name: str, error: Exception) -> str:
    """La ligne du modèle, que jinja2 met dans la trace, et ce qui n'y va pas."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename.endswith(name)]
    place = f", ligne {lines[-1]}," if lines else ""
    reason = _REASONS.get(type(error), "une valeur n’est pas de la sorte attendue")
    return f"le modèle « {name} »{place} ne peut pas être rempli : {reason}"


def _explain_undefined(name: str, error: UndefinedError, values: Mapping[str, object]) -> str:
    text = error.message or ""
    quoted = re.findall(r"'([^']*)'", text)
    missing = quoted[-1] if quoted else "?"
    if text.endswith("is undefined"):
        missing = quoted[0] if quoted else "?"
    known = {*values, *(key for value in values.values() for key in _list_names(value))}
    return f"le modèle « {name} » cite « {missing} », qui n’existe pas{suggest(missing, sorted(known))}"


def _list_names(value: object) -> Iterable[str]:
    if isinstance(value, tuple | list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        return [str(key) for key in value]
    return [name for name in getattr(type(value), "__slots__", ()) if isinstance(name, str)]


class _Typeset(Extension):
    """Donne la typographie française au texte fixe, jamais aux balises."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        del name, filename
        tags = iter(_TAG.findall(source))
        typed = typeset(_TAG.sub(_HOLE, source))
        return re.sub(_HOLE, lambda _: next(tags), typed)


def _finalize(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Markdown):
        return value
    if isinstance(value, dt.date):
        return escape_markdown(format_date(value))
    if isinstance(value, float | int) and not isinstance(value, bool):
        return escape_markdown(format_number(value, 0 if float(value).is_integer() else 1))
    return escape_markdown(settle_text(str(value)))


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


_FILTERS: Final[dict[str, Any]] = {
    "choisi": _mark_choice,
    "compte": count_noun,
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
    "phrase": _write_sentence,
    "prefixe": _prefix,
    "reponse": _write_answer,
    "sans_point": lambda text: text.removesuffix("."),
    "typo": typeset,
}
