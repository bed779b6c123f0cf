"""Les modèles : où ils sont, ce qu'ils peuvent dire, et comment une valeur y entre sans rien casser.

Le texte fixe d'un modèle reçoit la typographie française à la lecture ; une valeur, elle, entre avec les
mots que la personne a écrits, ses espaces mises à la française, et protégée : elle remplit du texte, jamais
de la syntaxe Markdown.
"""

from __future__ import annotations

import datetime as dt
import re
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

from kit.documents._filters import FILTERS, Markdown, escape_markdown, split_paragraphs, unescape_markdown
from kit.domain.errors import KitError, suggest
from kit.domain.locations import find_shipped
from kit.domain.typography import (
    format_date,
    format_number,
    merge_quotes,
    settle_text,
    typeset,
)

__all__ = [
    "Markdown",
    "TemplateError",
    "build_environment",
    "check_inside",
    "escape_markdown",
    "fill_template",
    "find_template_folder",
    "load_environment",
    "split_paragraphs",
    "unescape_markdown",
]
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


class TemplateError(KitError):
    """Un modèle ne peut pas être rempli ; la phrase nomme le modèle, le champ et le nom le plus proche."""

    exit_status = 1


def find_template_folder() -> Path:
    """Le dossier des modèles livrés : dans le paquet s'il y est, sinon à la racine du dépôt."""
    return find_shipped("_templates", "templates")


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
    environment.filters.update(FILTERS)
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
