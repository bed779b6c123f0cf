"""Lire un fichier de ``kit/data`` : du YAML, une forme déclarée, tous les défauts avec leur ligne.

Une :class:`Shape` déclare les clés d'un enregistrement ; la lecture refuse tout ce qui n'y est pas.
Une nouvelle famille de données se déclare, elle ne demande pas de code de contrôle.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from kit.domain.errors import KitError, build_problem, format_problem, suggest
from kit.domain.values import Place, Problem

_BASE: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_TAG: Final = "tag:yaml.org,2002:str"
_BLOCK_TAGS: Final[Mapping[type[yaml.Node], str]] = {
    yaml.MappingNode: "tag:yaml.org,2002:map",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
}
_EXPECTED: Final[dict[type, str]] = {
    str: "un texte non vide",
    int: "un nombre entier",
    float: "un nombre",
    dt.date: "une date AAAA-MM-JJ",
    bool: "true ou false",
}


class _Loader(_BASE):  # type: ignore[misc,valid-type] # chargeur C ou Python, choisi à l'exécution
    """Le chargeur sûr de YAML, sans les détours dont nos fichiers n'ont pas l'usage."""

    # Appelés à chaque nœud pour des règles de chemin que nous n'avons pas : rien, et en C.
    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod(bool)

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:  # noqa: ANN401 — selon le nœud
        """L'étiquette d'un nœud : celle de YAML pour un nombre, une date, un booléen ; sinon un texte."""
        if kind is not yaml.ScalarNode:
            return _BLOCK_TAGS[kind]
        if value and implicit[0]:
            for tag, pattern in self.yaml_implicit_resolvers.get(value[0], ()):
                if pattern.match(value):
                    return str(tag)
        return _TEXT_TAG if value else str(super().resolve(kind, value, implicit))


class CatalogueError(KitError):
    """Une donnée livrée avec le kit est fausse ; porte tous les problèmes relevés."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(format_problem(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Une clé d'enregistrement : un type simple, ou une forme ; ``many`` pour une liste.

    ``choices`` restreint un texte ou un nombre entier, ``pattern`` un texte ; ``nullable`` admet la
    valeur vide de YAML, ``empty`` la liste vide.
    """

    name: str
    kind: type = str
    shape: Shape | None = None
    many: bool = False
    required: bool = True
    nullable: bool = False
    empty: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    is_free_text: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        free = self.kind is str and not (self.shape or self.choices or self.pattern)
        object.__setattr__(self, "is_free_text", free)

    @property
    def expected(self) -> str:
        """Ce que la clé attend, en clair."""
        if self.many:
            return "une liste"
        if self.shape:
            return "un bloc de clés"
        if self.choices:
            return f"l’un de : {', '.join(self.choices)}"
        if self.pattern:
            return f"un texte de la forme {self.pattern}"
        return _EXPECTED[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Les clés d'un enregistrement, toutes et elles seules."""

    keys: tuple[Key, ...]
    by_name: Mapping[str, Key] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {key.name: key for key in self.keys})

    def list_names(self) -> tuple[str, ...]:
        """Les noms des clés, dans l'ordre de leur déclaration."""
        return tuple(key.name for key in self.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Un enregistrement lu, conforme à sa forme ; chaque valeur connaît sa place.

    ``lines`` : la ligne de chaque clé. Une place ne se construit que si l'on a quelque chose à en dire.
    """

    file: str
    path: str
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    @property
    def where(self) -> Place:
        """L'endroit de l'enregistrement."""
        return Place(file=self.file, path=self.path, line=self.line)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - le type est garanti par la forme
        """La valeur de la clé."""
        return self.values[name]

    def find(self, name: str, default: Any) -> Any:  # noqa: ANN401 - le type est garanti par la forme
        """La valeur d'une clé facultative, ou ``default``."""
        return self.values.get(name, default)

    def place(self, name: str) -> Place:
        """L'endroit de la clé, ou celui de l'enregistrement si elle n'y est pas."""
        if name not in self.lines:
            return self.where
        return Place(file=self.file, path=_join(self.path, name), line=self.lines[name])


def read_record(path: Path, shape: Shape) -> Record:
    """Le fichier, lu selon sa forme.

    :raises CatalogueError: avec tous les défauts de forme, si le fichier n'est pas conforme.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CatalogueError([build_problem("fichier-absent", Place(), file=str(path))]) from None
    return parse_record(text, shape, file=path.name)


def parse_record(text: str, shape: Shape, *, file: str) -> Record:
    """Le texte YAML, lu selon sa forme.

    :raises CatalogueError: avec tous les défauts de forme, s'il n'est pas conforme.
    """
    loader = _Loader(text)
    walk = _Walk(loader, file)
    try:
        record = walk.read_root(loader.get_single_node(), shape)
    except yaml.YAMLError as error:
        raise CatalogueError([_build_syntax_problem(error, file)]) from error
    finally:
        loader.dispose()
    raise_problems(walk.problems)
    return record


def _build_syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = Place(file=file, line=mark.line + 1 if mark else None)
    unquoted = "mapping values" in str(error)
    reason = "un deux-points demande des guillemets" if unquoted else "la ponctuation surprend ici"
    return build_problem("yaml-illisible", where, reason=reason)


def raise_problems(problems: Sequence[Problem]) -> None:
    """Arrête tout si la liste n'est pas vide.

    :raises CatalogueError: avec tous les problèmes.
    """
    if problems:
        raise CatalogueError(problems)


def check_unique(records: Iterable[Record], name: str) -> list[Problem]:
    """Un problème par enregistrement dont la clé ``name`` a déjà servi."""
    seen: set[Hashable] = set()
    problems = []
    for record in records:
        if record[name] in seen:
            problems.append(build_problem("catalogue-double", record.place(name), found=record[name]))
        seen.add(record[name])
    return problems


def check_references(record: Record, name: str, known: Collection[str]) -> list[Problem]:
    """Un problème par valeur de la clé ``name`` (seule ou en liste) qui n'est pas connue."""
    value = record.find(name, ())
    cited = (value,) if isinstance(value, str) else value
    return [
        build_problem(
            "catalogue-renvoi", record.place(name), found=found, field=name, suggestion=suggest(found, known)
        )
        for found in cited
        if found not in known
    ]


class _Walk:
    """Parcourt l'arbre YAML d'un fichier et relève tous les défauts."""

    def __init__(self, loader: Any, file: str) -> None:  # noqa: ANN401 - chargeur C ou Python
        self.loader = loader
        self.file = file
        self.problems: list[Problem] = []

    def read_root(self, node: yaml.Node | None, shape: Shape) -> Record:
        if node is None:
            raise CatalogueError([build_problem("fichier-vide", Place(file=self.file))])
        return self._read_mapping(node, shape, "")

    def _place(self, node: yaml.Node, path: str) -> Place:
        return Place(file=self.file, path=path, line=node.start_mark.line + 1)

    def _reject(self, node: yaml.Node, key: Key, path: str, expected: str = "") -> None:
        found = self.loader.construct_object(node) if isinstance(node, yaml.ScalarNode) else "…"
        self.problems.append(
            build_problem(
                "catalogue-valeur",
                self._place(node, path),
                found=found,
                field=key.name,
                expected=expected or key.expected,
            )
        )

    def _read_mapping(self, node: yaml.Node, shape: Shape, path: str) -> Record:
        line = node.start_mark.line + 1
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        record = Record(file=self.file, path=path, line=line, values=values, lines=lines)
        if not isinstance(node, yaml.MappingNode):
            self._reject(node, Key(name=path or self.file, shape=shape), path)
            return record
        for key_node, value_node in node.value:
            name = str(key_node.value)
            inner = _join(path, name)
            if name not in shape.by_name:
                self._report_unknown(name, self._place(key_node, inner), shape)
            elif name in lines:
                where = self._place(key_node, inner)
                self.problems.append(build_problem("catalogue-double", where, found=name))
            else:
                values[name] = self._read_value(value_node, shape.by_name[name], inner)
                lines[name] = key_node.start_mark.line + 1
        self._report_missing(shape, lines, record)
        return record

    def _report_unknown(self, name: str, place: Place, shape: Shape) -> None:
        names = shape.list_names()
        self.problems.append(
            build_problem(
                "catalogue-cle-inconnue",
                place,
                found=name,
                suggestion=suggest(name, names),
                expected=", ".join(names),
            )
        )

    def _report_missing(self, shape: Shape, present: Collection[str], record: Record) -> None:
        self.problems.extend(
            build_problem("catalogue-cle-absente", record.where, expected=key.name)
            for key in shape.keys
            if key.required and key.name not in present
        )

    def _read_value(self, node: yaml.Node, key: Key, path: str) -> Any:  # noqa: ANN401 - selon la clé
        if not key.many:
            return self._read_one(node, key, path)
        if not isinstance(node, yaml.SequenceNode) or not (node.value or key.empty):
            self._reject(node, key, path, "une liste" if key.empty else "une liste d’au moins une valeur")
            return ()
        return tuple(self._read_one(item, key, f"{path}[{rank}]") for rank, item in enumerate(node.value))

    def _read_one(self, node: yaml.Node, key: Key, path: str) -> Any:  # noqa: ANN401 - selon la clé
        # Le cas de presque tous les nœuds d'abord : un texte libre, déjà lu par YAML.
        if key.is_free_text and node.tag == _TEXT_TAG and node.value.strip():
            return node.value
        if key.shape:
            return self._read_mapping(node, key.shape, path)
        if not isinstance(node, yaml.ScalarNode):
            self._reject(node, key, path)
            return None
        value = node.value if node.tag == _TEXT_TAG else self.loader.construct_object(node)
        if not _fits(value, key):
            self._reject(node, key, path)
        return value


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _fits(value: object, key: Key) -> bool:
    if value is None:
        return key.nullable
    if isinstance(value, str):
        return key.kind is str and _is_allowed(value, key)
    if key.kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is key.kind and (not key.choices or str(value) in key.choices)


def _is_allowed(value: str, key: Key) -> bool:
    listed = not key.choices or value in key.choices
    shaped = not key.pattern or re.fullmatch(key.pattern, value) is not None
    return bool(value.strip()) and listed and shaped
