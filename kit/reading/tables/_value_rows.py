"""Valeurs d'un formulaire → lignes brutes : la forme du fichier YAML, sans passer par un texte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import yaml

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place
from kit.reading.tables.raw import RawDossier
from kit.reading.tables.yaml_rows import MAX_DEPTH, read_node

_TAG: Final = "tag:yaml.org,2002:"


def read_values(values: object, *, file: str = "") -> RawDossier:
    """Les lignes brutes de valeurs déjà en mémoire, chaque case avec sa clé (``actions[2].fin``).

    ``values`` a la forme d'un fichier YAML lu : rubriques, listes, textes, nombres, dates. Le même lecteur
    sert aux deux : les mêmes défauts donnent les mêmes phrases, sans numéro de ligne.

    :raises InputError: si les valeurs n'ont pas la forme d'un dossier.
    """
    where = Place(file=file)
    tables, problems = read_node(_build_node(values, where, 0), where)
    return RawDossier(file=file, tables=tables, problems=problems)


def _build_node(value: object, where: Place, depth: int) -> yaml.Node:
    if depth > MAX_DEPTH:
        raise InputError([build_problem("yaml-illisible", where, reason="trop de niveaux sont emboîtés")])
    if isinstance(value, Mapping):
        pairs = [(_build_scalar(key), _build_node(item, where, depth + 1)) for key, item in value.items()]
        return yaml.MappingNode(f"{_TAG}map", pairs)
    if isinstance(value, list | tuple):
        return yaml.SequenceNode(f"{_TAG}seq", [_build_node(item, where, depth + 1) for item in value])
    return _build_scalar(value)


def _build_scalar(value: object) -> yaml.ScalarNode:
    if value is None:
        return yaml.ScalarNode(f"{_TAG}null", "")
    if isinstance(value, bool):
        return yaml.ScalarNode(f"{_TAG}bool", "true" if value else "false")
    if isinstance(value, int | float):
        return yaml.ScalarNode(f"{_TAG}{'int' if isinstance(value, int) else 'float'}", str(value))
    if isinstance(value, dt.date):
        return yaml.ScalarNode(f"{_TAG}timestamp", value.isoformat())
    return yaml.ScalarNode(f"{_TAG}str", str(value))
