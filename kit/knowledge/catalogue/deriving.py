"""Déduire d'une valeur déclarée la forme de son fichier et la valeur elle-même.

Les champs portent leur clé (:mod:`kit.domain.declaring`) ; rien n'est déclaré une seconde fois ici.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from functools import cache, partial
from inspect import get_annotations
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from kit.domain.declaring import Declared, find_declared
from kit.knowledge.catalogue.records import Key, Record, Shape

Value = TypeVar("Value")
Result = TypeVar("Result")


def once_per_type(work: Callable[[type[Any]], Result]) -> Callable[[type[Any]], Result]:
    """Le même travail, fait une seule fois pour chaque sorte de valeur."""
    return cache(work)  # type: ignore[return-value] # mypy ne tient pas une classe pour hachable


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Ce qu'un type dit d'une clé : sorte, liste ou non, vide admis ou non, choix et leurs énumérations."""

    kind: type
    is_many: bool = False
    is_nullable: bool = False
    choices: tuple[str, ...] = ()
    enums: tuple[type[StrEnum], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FieldKey:
    """Un champ qui vient d'une clé : ce qu'il dit, et ce que son type dit."""

    field: str
    said: Declared
    hint: Hint
    has_default: bool

    @property
    def is_required(self) -> bool:
        """Vrai si la clé ne peut pas manquer au fichier."""
        return not self.has_default if self.said.is_required is None else self.said.is_required

    @property
    def is_value(self) -> bool:
        """Vrai si la clé porte elle-même une valeur déclarée, ou plusieurs."""
        return dataclasses.is_dataclass(self.hint.kind)


@once_per_type
def list_keys(kind: type) -> tuple[FieldKey, ...]:
    """Les champs d'une valeur qui viennent d'une clé, dans l'ordre de leur déclaration."""
    hints = {name: hint for base in reversed(kind.__mro__) for name, hint in _read_own_hints(base).items()}
    return tuple(
        FieldKey(
            field=field.name,
            said=said,
            hint=hints[field.name],
            has_default=field.default is not dataclasses.MISSING,
        )
        for field in dataclasses.fields(kind)
        if (said := find_declared(field.metadata))
    )


@once_per_type
def _read_own_hints(kind: type) -> dict[str, Hint]:
    """Ce que disent les types des champs qu'une classe ajoute à celles dont elle hérite."""
    return {name: _read_hint(hint) for name, hint in get_annotations(kind, eval_str=True).items()}


def _read_hint(hint: Any) -> Hint:  # noqa: ANN401 — une annotation
    parts = get_args(hint)
    match get_origin(hint):
        case found if found is Union or found is UnionType:
            hints = [_read_hint(part) for part in parts if part is not NoneType]
            return dataclasses.replace(
                hints[0],
                is_nullable=NoneType in parts,
                choices=tuple(choice for one in hints for choice in one.choices),
                enums=tuple(enum for one in hints for enum in one.enums),
            )
        case found if found is tuple:
            return dataclasses.replace(_read_hint(parts[0]), is_many=True)
        case found if found is Literal:
            return Hint(kind=str, choices=parts)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Hint(kind=str, choices=tuple(member.value for member in hint), enums=(hint,))
    return Hint(kind=hint)


@once_per_type
def list_citations(kind: type) -> tuple[tuple[str, str], ...]:
    """Les clés qui en citent d'autres, chacune avec la sorte de ce qu'elle cite."""
    found: list[tuple[str, str]] = []
    for one in list_keys(kind):
        if one.said.is_flat:
            found += list_citations(one.hint.kind)
        elif one.said.cites:
            found.append((one.said.name, one.said.cites))
    return tuple(found)


# --- La forme -----------------------------------------------------------------------------


def build_shape(kind: type, *, without: Collection[str] = ()) -> Shape:
    """La forme d'un enregistrement qui donne cette valeur, sans les champs ``without``."""
    return Shape(keys=tuple(_list_shape_keys(kind, without)))


def _list_shape_keys(kind: type, without: Collection[str] = ()) -> Iterator[Key]:
    for one in list_keys(kind):
        if one.field in without:
            continue
        if one.said.is_flat:
            yield from _list_shape_keys(one.hint.kind)
        else:
            yield _build_key(one)


def _build_key(one: FieldKey) -> Key:
    said, hint = one.said, one.hint
    if said.parts is not None:
        parts = Shape(keys=tuple(Key(name=name, kind=kind) for name, kind in said.parts.items()))
        return Key(name=said.name, shape=parts, required=one.is_required)
    return Key(
        name=said.name,
        # Une forme imposée se lit dans un texte, quoi que le champ en fasse (une heure, en minutes).
        kind=str if one.is_value or said.pattern else hint.kind,
        shape=build_shape(hint.kind) if one.is_value else None,
        many=hint.is_many,
        required=one.is_required,
        # Un champ « ou rien » par défaut se laisse hors du fichier ; sans défaut, il s'y écrit vide.
        nullable=hint.is_nullable and (hint.is_many or not one.has_default),
        empty=said.can_be_empty,
        choices=said.choices or hint.choices,
        pattern=said.pattern,
    )


# --- La valeur ----------------------------------------------------------------------------


def build_value(kind: type[Value], record: Record, **given: object) -> Value:
    """La valeur d'un enregistrement conforme à sa forme ; ``given`` : les champs qui n'en viennent pas."""
    found, values = given, record.values
    for field, key, read in _list_readers(kind):
        if key in values:
            found[field] = values[key] if read is None else read(values[key])
        elif not key and field not in given:
            found[field] = read(record)
    return kind(**found)


@once_per_type
def _list_readers(kind: type) -> tuple[tuple[str, str, Any], ...]:
    """Chaque champ : son nom, sa clé (vide : écrit à plat), et ce qui fait d'un écrit sa valeur (ou rien)."""
    return tuple((one.field, one.said.name, _choose_reader(one)) for one in list_keys(kind))


def _choose_reader(one: FieldKey) -> Any:  # noqa: ANN401 — une fonction d'une valeur, selon le champ
    read: Any = one.said.read
    if one.is_value:
        read = partial(build_value, one.hint.kind)
    elif one.hint.enums:
        read = one.hint.enums[0] if len(one.hint.enums) == 1 else partial(_choose_member, one.hint.enums)
    if read is None or not one.hint.is_many or one.said.read:
        return read
    return partial(_read_all, read)


def _read_all(read: Any, values: tuple[object, ...]) -> tuple[object, ...]:  # noqa: ANN401 — selon le champ
    return tuple(map(read, values))


def _choose_member(enums: tuple[type[StrEnum], ...], value: str) -> StrEnum:
    return next(enum(value) for enum in enums if value in {member.value for member in enum})
