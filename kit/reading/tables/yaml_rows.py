"""Dossier en YAML → lignes brutes ; chaque case connaît sa clé (``actions[2].fin``) et sa ligne."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

import yaml

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.typography import remove_controls
from kit.domain.values import Place, Problem
from kit.reading.forms import FORMS, Field, FieldKind, Form, Layout
from kit.reading.tables.raw import RawCell, RawRecord, RawTable
from kit.reading.tables.sheet_rows import MAX_LINES, Tables, build_cell
from kit.reading.values.raw_value import RawValue

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH: Final = 8
# Un plan de mille actions, tous ses champs remplis, en compte soixante mille.
MAX_EVENTS: Final = 250_000
# Au-delà, les défauts de même sorte sont comptés.
_SHOWN_ALIKE: Final = 50
_NULL: Final = "tag:yaml.org,2002:null"
_SEVERAL: Final = frozenset({FieldKind.CHOICES, FieldKind.ODD, FieldKind.NAMES})
_TYPED: Final = {
    FieldKind.AMOUNT: ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float"),
    FieldKind.DATE: ("tag:yaml.org,2002:timestamp",),
}
# Au-delà, un entier n'est plus un montant, et son écriture en décimal peut être refusée par Python.
_LARGEST: Final = 128
_UNSURE: Final = re.compile(r"[-+]?\d{1,3}\.\d{3}")
# Ce que dit PyYAML, et ce que la personne doit comprendre.
_REASONS: Final = (
    ("mapping values are not allowed", "un deux-points est de trop, ou l’alignement a changé"),
    ("cannot start any token", "un signe réservé ouvre le texte, ou une tabulation sert à aligner"),
    ("found unexpected end of stream", "un guillemet n’est pas refermé"),
    ("could not find expected ':'", "un deux-points manque"),
    ("expected <block end>", "l’alignement a changé en cours de liste"),
    ("expected ',' or", "un crochet ou une accolade n’est pas refermé"),
    ("did not find expected", "l’alignement ou les guillemets ne se suivent pas"),
)


def read_yaml(text: str, where: Place, forms: Sequence[Form] = FORMS) -> tuple[Tables, tuple[Problem, ...]]:
    """Les lignes de chaque formulaire trouvé (par défaut ceux d'un dossier), et tous les défauts de forme.

    :raises InputError: si le texte n'est pas du YAML, ou n'a pas la forme d'un dossier.
    """
    clean = remove_controls(text)
    root = _compose(clean, where)
    if root is None:
        raise InputError([build_problem("fichier-vide", where)])
    return read_node(root, where, forms=forms, removed=len(text.replace("\r\n", "\n")) - len(clean))


def read_node(
    root: yaml.Node, where: Place, *, forms: Sequence[Form] = FORMS, removed: int = 0
) -> tuple[Tables, tuple[Problem, ...]]:
    """Les lignes d'un arbre YAML déjà composé ; ``removed`` : les caractères invisibles déjà retirés.

    :raises InputError: si l'arbre n'a pas la forme d'un dossier.
    """
    if not isinstance(root, yaml.MappingNode):
        names = ", ".join(form.name for form in forms)
        expected = f"des rubriques suivies de deux-points ({names})"
        raise InputError([build_problem("forme-inattendue", where, found=where.file, expected=expected)])
    reader = _NodeReader(where, forms)
    if removed:
        reader.report("caracteres-retires", "", root, field=where.file, count=removed)
    reader.read_root(root)
    return reader.tables, reader.list_problems()


def _compose(text: str, where: Place) -> yaml.Node | None:
    try:
        _refuse_aliases(yaml.parse(text, Loader=_LOADER), where)
        return yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = f"{error.problem or ''} {error.context or ''}"
        reason = next(
            (french for english, french in _REASONS if english in said), "cette ligne a une forme inattendue"
        )
        place = Place(file=where.file, line=mark.line + 1 if mark else None)
        raise InputError([build_problem("yaml-illisible", place, reason=reason)]) from error
    except yaml.YAMLError as error:
        reason = "il contient un caractère interdit"
        raise InputError([build_problem("yaml-illisible", where, reason=reason)]) from error


def _refuse_aliases(events: Iterable[yaml.Event], where: Place) -> None:
    """Refuse les renvois (``&nom``, ``*nom``), qui peuvent grossir sans fin, et l'emboîtement profond."""
    depth = 0
    for count, event in enumerate(events):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else None
        reason = ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            reason = "les renvois (&nom, *nom) ne sont pas acceptés"
        elif depth > MAX_DEPTH:
            reason = "trop de niveaux sont emboîtés"
        elif count > MAX_EVENTS:
            reason = "il contient trop d’éléments pour être un dossier"
        if reason:
            raise InputError(
                [build_problem("yaml-illisible", Place(file=where.file, line=line), reason=reason)]
            )


class _NodeReader:
    """Parcourt l'arbre YAML et amasse les tables et les problèmes."""

    def __init__(self, where: Place, forms: Sequence[Form]) -> None:
        self.file = where.file
        self.forms = forms
        self.tables: Tables = {}
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter()

    def report(self, code: str, path: str, node: yaml.Node, **values: object) -> None:
        self.counts[code] += 1
        if self.counts[code] <= _SHOWN_ALIKE:
            self.problems.append(build_problem(code, self.place(path, node), **values))

    def list_problems(self) -> tuple[Problem, ...]:
        """Les défauts relevés, et le compte de ceux qui ressemblent aux premiers."""
        more = sum(count - _SHOWN_ALIKE for count in self.counts.values() if count > _SHOWN_ALIKE)
        rest = (build_problem("defauts-semblables", Place(file=self.file), count=more),) if more else ()
        return (*self.problems, *rest)

    def place(self, path: str, node: yaml.Node) -> Place:
        # Un arbre bâti en mémoire n'a pas de ligne.
        line = node.start_mark.line + 1 if node.start_mark else None
        return Place(file=self.file, path=path, line=line)

    def read_root(self, root: yaml.MappingNode) -> None:
        forms = {form.name: form for form in self.forms}
        for name, node in self.list_pairs(root, "", forms):
            form = forms[name]
            records = tuple(islice(self.list_records(form, node), MAX_LINES + 1))
            if len(records) > MAX_LINES:
                self.report("trop-de-lignes", name, node, found=name, limit=MAX_LINES)
                self.problems[-1] = replace(self.problems[-1], stops=True)
                records = records[:MAX_LINES]
            table = RawTable(form_key=form.key, where=self.place(name, node), records=records)
            self.tables[form.key] = table

    def list_pairs(
        self, node: yaml.MappingNode, path: str, known: Iterable[str]
    ) -> Iterator[tuple[str, yaml.Node]]:
        """Les couples (clé connue, valeur), les clés inconnues ou répétées étant signalées."""
        expected, seen = set(known), set[str]()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            full = f"{path}.{name}" if path else name
            if name not in expected:
                is_shown = self.counts["cle-inconnue"] < _SHOWN_ALIKE
                hint = suggest(name, expected) if is_shown else ""
                self.report("cle-inconnue", full, key, found=name, suggestion=hint)
            elif name in seen:
                self.report("cle-double", full, key, found=name)
            else:
                seen.add(name)
                yield name, value

    def list_records(self, form: Form, node: yaml.Node) -> Iterator[RawRecord]:
        if node.tag == _NULL:
            return
        if form.layout is Layout.SHEET:
            yield from self.read_record(form, node, form.name)
        elif isinstance(node, yaml.SequenceNode):
            for rank, item in enumerate(node.value, start=1):
                record = next(self.read_record(form, item, f"{form.name}[{rank}]"), None)
                if record is not None and any(
                    cell.value is not None or cell.problems for cell in record.cells.values()
                ):
                    yield record
        else:
            expected = "une liste : chaque ligne commence par un tiret"
            self.report("forme-inattendue", form.name, node, found=form.name, expected=expected)

    def read_record(self, form: Form, node: yaml.Node, path: str) -> Iterator[RawRecord]:
        if node.tag == _NULL:
            return
        if not isinstance(node, yaml.MappingNode):
            expected = "des clés suivies de deux-points"
            self.report("forme-inattendue", path, node, found=path, expected=expected)
            return
        fields = {field.name: field for field in form.fields}
        cells = {
            field.key: RawCell(value=None, where=self.place(f"{path}.{name}", node))
            for name, field in fields.items()
        }
        for name, value in self.list_pairs(node, path, fields):
            field = fields[name]
            where = self.place(f"{path}.{name}", value)
            cells[field.key] = build_cell(field, self.read_value(field, value, where), where)
        yield RawRecord(where=self.place(path, node), cells=cells, extra=_list_extra(node, fields))

    def read_value(self, field: Field, node: yaml.Node, where: Place) -> RawValue:
        if isinstance(node, yaml.ScalarNode):
            return _build_scalar(field, node)
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        if field.kind in _SEVERAL and items and all(isinstance(item, yaml.ScalarNode) for item in items):
            return " ; ".join(item.value for item in items if item.tag != _NULL) or None
        if node.value:
            self.report("forme-inattendue", where.path, node, found=where.path, expected="une seule valeur")
        return None


def _list_extra(node: yaml.MappingNode, known: Container[str]) -> dict[str, RawValue]:
    """Les clés que la personne a ajoutées, et leur texte."""
    return {
        key.value: value.value
        for key, value in node.value[:_SHOWN_ALIKE]
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
        if key.value not in known and value.tag != _NULL
    }


def _build_scalar(field: Field, node: yaml.ScalarNode) -> RawValue:
    """Le texte tel qu'il est écrit, sauf pour un montant ou une date que YAML a reconnus.

    Un code « 01000 » reste ainsi « 01000 », et « oui » reste « oui ». « 12.500 » reste un texte : YAML y voit
    douze et demi, la personne a peut-être écrit douze mille cinq cents.
    """
    if node.tag == _NULL:
        return None
    if node.tag in _TYPED.get(field.kind, ()) and not _UNSURE.fullmatch(node.value):
        try:
            value: RawValue = yaml.constructor.SafeConstructor().construct_object(node, deep=True)
        except (ValueError, yaml.YAMLError):
            return str(node.value)
        if not isinstance(value, int) or value.bit_length() <= _LARGEST:
            return value
    return str(node.value)
