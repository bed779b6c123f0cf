"""Les réponses exportées d'un formulaire en ligne : une personne par ligne, une question par colonne.

Une colonne se reconnaît au code de sa question, puis à son intitulé ; jamais à sa place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import fold, join_list
from kit.domain.values import Place, Problem
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.tables.titles import Row, cell_at, is_filled
from kit.reading.values.choices import index_choices
from kit.reading.values.raw_value import RawValue
from kit.reading.values.writings import load_writings

_SEARCH: Final = 6
_LEAST: Final = 2
_NEAR: Final = 0.85
_SHOWN: Final = 8
_MARKS: Final = re.compile(
    r"^(?:points|feedback)\s+-\s|\[(?:score|note|feedback|comment)\]$|comment$", re.IGNORECASE
)
_RANK: Final = re.compile(r"(?:SQ|AO?)0*(\d{1,2})")
_YES: Final = frozenset({"x", "oui", "yes", "y", "o", "true", "vrai", "1", "coche", "selected"})
_NO: Final = frozenset({"", "non", "no", "n", "false", "faux", "0", "n a", "not selected"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Une question d'un formulaire : son code, son intitulé, ses choix s'il faut en cocher plusieurs."""

    code: str
    label: str
    choices: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Ce que l'on colle dans l'outil : « [Q1-1] Intitulé »."""
        return f"[{self.code}] {self.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Ce qu'une personne répond à une question, et où."""

    value: RawValue
    where: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Les réponses d'une ligne, par code de question."""

    where: Place
    given: Mapping[str, Given]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormExport:
    """Un export lu : une réponse par personne, les codes que ses colonnes portent, ce qui a été relevé."""

    responses: tuple[Response, ...]
    codes: frozenset[str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    at: int
    code: str
    title: str
    option: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """La dernière ligne des titres (comptée à partir de 0), et ce que dit chaque colonne."""

    line: int
    columns: tuple[_Column, ...]
    near: Mapping[int, str]
    own: Mapping[int, str]
    unknown: Mapping[int, str]
    width: int

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(column.code for column in self.columns)


def read_form_export(sheets: Sequence[RawSheet], asked: Sequence[Asked]) -> FormExport | None:
    """Les réponses de la feuille qui porte le plus de ces questions ; ``None`` si aucune n'en porte deux.

    Les colonnes de l'outil (nom, adresse, heure, adresse IP) ne sont jamais reprises ; c'est dit.
    """
    found = [(heading, sheet) for sheet in sheets if (heading := _find_heading(sheet.rows, asked))]
    if not found:
        return None
    heading, sheet = max(found, key=lambda pair: len(pair[0].codes))
    if len(heading.codes) < min(_LEAST, len(asked)):
        return None
    responses, problems = _read_rows(sheet, heading)
    place = replace(sheet.where, line=heading.line + 1)
    return FormExport(
        responses=responses,
        codes=heading.codes,
        problems=(*_report_heading(heading, place), *problems, *_report_same_address(sheet, heading)),
    )


def rate_heading(rows: Sequence[Row], asked: Sequence[Asked]) -> tuple[int, int]:
    """Combien de colonnes ces lignes font reconnaître, et combien elles en laissent, en négatif."""
    heading = _find_heading(rows, asked)
    return (len(heading.columns) + len(heading.own), -len(heading.unknown)) if heading else (0, 0)


def is_tool_export(sheets: Sequence[RawSheet]) -> bool:
    """Vrai si une feuille commence par les colonnes qu'un outil de formulaire ajoute de lui-même."""
    for sheet in sheets:
        for row in sheet.rows[:3]:
            titles = {fold(write_plain(cell)) for cell in row}
            if titles & {"horodateur", "timestamp"} or len(titles & load_writings().tool_columns) >= _LEAST:
                return True
    return False


def list_titles(sheet: RawSheet) -> tuple[str, ...]:
    """Les premiers titres d'une feuille, tels qu'ils y sont."""
    row = sheet.rows[0] if sheet.rows else ()
    return tuple(write_plain(cell) for cell in row if is_filled(cell))[:_SHOWN]


# --- Les titres -----------------------------------------------------------------------------


def _find_heading(rows: Sequence[Row], asked: Sequence[Asked]) -> _Heading | None:
    if _is_webform(rows):
        return _match(rows[2], _spread(rows[1]), 2, asked)
    headings = [_match(rows[at], (), at, asked) for at in range(min(_SEARCH, len(rows)))]
    return max(headings, key=lambda one: len(one.codes), default=None)


def _is_webform(rows: Sequence[Row]) -> bool:
    """Vrai pour les trois lignes de titres de Framaforms : le formulaire, les groupes, les titres."""
    if len(rows) < 3:
        return False
    counts = [sum(map(is_filled, row)) for row in rows[:3]]
    return counts[0] == 1 and is_filled(cell_at(rows[1], 0)) and 0 < counts[1] < counts[2] and counts[2] > 2


def _spread(row: Row) -> tuple[str, ...]:
    """Le titre de chaque groupe, redit au-dessus de chacune de ses colonnes."""
    last, found = "", []
    for cell in row:
        last = write_plain(cell) or last
        found.append(last)
    return tuple(found)


def _match(row: Row, above: Sequence[str], line: int, asked: Sequence[Asked]) -> _Heading:
    pattern, meant = _index_codes(asked)
    labels = {fold(one.label): one.code for one in asked}
    columns: list[_Column] = []
    near: dict[int, str] = {}
    own: dict[int, str] = {}
    unknown: dict[int, str] = {}
    choices = {one.code: one.choices for one in asked}
    for at, cell in enumerate(row):
        title = write_plain(cell)
        group = above[at] if at < len(above) else ""
        if not title:
            continue
        if fold(title) in load_writings().tool_columns or title.endswith("Time"):
            own[at] = title
        elif _MARKS.search(title):
            unknown[at] = title
        elif code := _find_code(title, group, pattern, meant) or _find_label(title, group, labels):
            columns.append(_name_option(at, code, title, choices[code]))
        elif code := _find_near(title, labels):
            columns.append(_Column(at=at, code=code, title=title))
            near[at] = code
        else:
            unknown[at] = title
    filled = [at for at, cell in enumerate(row) if is_filled(cell)]
    return _Heading(
        line=line,
        columns=_drop_repeated_options(columns),
        near=near,
        own=own,
        unknown=unknown,
        width=max(filled, default=-1) + 1,
    )


def _index_codes(asked: Sequence[Asked]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """De quoi trouver un code au début d'un titre ou d'un crochet ; « Q11 » vaut « Q1-1 » s'il est seul."""
    meant = {one.code.casefold(): one.code for one in asked}
    short: dict[str, list[str]] = {}
    for one in asked:
        short.setdefault(re.sub(r"[^a-z0-9]", "", one.code.casefold()), []).append(one.code)
    meant = {writing: codes[0] for writing, codes in short.items() if len(codes) == 1} | meant
    meant |= {code.replace("-", "_"): meant[code] for code in list(meant)}
    words = "|".join(re.escape(word) for word in sorted(meant, key=len, reverse=True))
    return re.compile(rf"(?:^|[\[(])\s*({words})(?![\w-])(?!_)", re.IGNORECASE), meant


def _find_code(title: str, group: str, pattern: re.Pattern[str], meant: Mapping[str, str]) -> str:
    match = pattern.search(title.strip()) or pattern.search(group.strip())
    return meant[match[1].casefold()] if match else ""


def _find_label(title: str, group: str, labels: Mapping[str, str]) -> str:
    """La question de même intitulé, seul, suivi d'un choix entre crochets, ou dans un tableau."""
    inside = re.split(r"\s*[\[(]", title)
    last = re.sub(r"[\])]\s*$", "", inside[-1])
    return next(
        (labels[one] for text in (title, inside[0], last, group) if (one := fold(text)) in labels), ""
    )


def _find_near(title: str, labels: Mapping[str, str]) -> str:
    found = difflib.get_close_matches(fold(title), labels, n=1, cutoff=_NEAR)
    return labels[found[0]] if found else ""


def _name_option(at: int, code: str, title: str, choices: tuple[str, ...]) -> _Column:
    """La colonne, et le choix qu'elle porte si la question a une colonne par choix."""
    if not choices:
        return _Column(at=at, code=code, title=title)
    ending = re.search(r"[\[(_]([^\[\]()]*)[\])]?\s*$", title)
    texts = [title, *([ending[1]] if ending else [])]
    known = index_choices(choices)
    option = next((found for text in texts if (found := known.find(text))), "")
    rank = _RANK.fullmatch(texts[-1].strip())
    if not option and rank and 0 < int(rank[1]) <= len(choices):
        option = choices[int(rank[1]) - 1]
    return _Column(at=at, code=code, title=title, option=option)


def _drop_repeated_options(columns: Sequence[_Column]) -> tuple[_Column, ...]:
    """Sans les colonnes d'un choix quand une autre porte déjà toute la réponse."""
    whole = {column.code for column in columns if not column.option}
    return tuple(column for column in columns if not column.option or column.code not in whole)


def _report_heading(heading: _Heading, place: Place) -> Iterator[Problem]:
    if heading.own:
        found = join_list([f"« {title} »" for title in heading.own.values()])
        yield build_problem("export-colonnes-personnelles", place, found=found)
    if heading.unknown:
        titles = list(dict.fromkeys(heading.unknown.values()))
        found = join_list([f"« {title} »" for title in titles[:_SHOWN]])
        yield build_problem("export-colonnes-laissees", place, count=len(titles), found=found)
    titles_at = {column.at: column.title for column in heading.columns}
    for at, code in heading.near.items():
        yield build_problem("export-question-proche", place, found=titles_at[at], question=code)
    seen: set[tuple[str, str]] = set()
    for column in heading.columns:
        key = (column.code, column.option)
        if key in seen:
            yield build_problem("export-question-double", place, question=column.code, found=column.title)
        seen.add(key)


# --- Les réponses ---------------------------------------------------------------------------


def _read_rows(sheet: RawSheet, heading: _Heading) -> tuple[tuple[Response, ...], list[Problem]]:
    problems: list[Problem] = []
    responses: list[Response] = []
    empty: list[int] = []
    for at in range(heading.line + 1, len(sheet.rows)):
        row = sheet.rows[at]
        if not any(map(is_filled, row)):
            continue
        where = replace(sheet.where, line=at + 1)
        given, refused = _read_row(row, heading, where)
        problems += refused
        # Un classeur complète ses lignes ; dans un texte, une ligne courte est une ligne coupée.
        if len(row) < heading.width and not sheet.where.sheet:
            values = {"count": len(row), "expected": heading.width}
            problems.append(build_problem("export-ligne-courte", where, **values))
        if given or refused:
            responses.append(Response(where=where, given=given))
        else:
            empty.append(at + 1)
    if empty:
        lines = join_list([str(line) for line in empty[:_SHOWN]])
        problems.append(build_problem("export-ligne-vide", sheet.where, count=len(empty), lines=lines))
    return tuple(responses), problems


def _read_row(row: Row, heading: _Heading, where: Place) -> tuple[dict[str, Given], list[Problem]]:
    given: dict[str, Given] = {}
    ticked: dict[str, list[str]] = {}
    problems: list[Problem] = []
    doubtful: set[str] = set()
    for column in heading.columns:
        value = cell_at(row, column.at)
        if not is_filled(value):
            continue
        place = replace(where, column=column.title)
        text = write_plain(value)
        if column.option:
            if fold(text) in _YES or fold(text) == fold(column.option):
                ticked.setdefault(column.code, []).append(column.option)
            elif fold(text) not in _NO:
                ticked.setdefault(column.code, []).append(text)
            continue
        known = given.get(column.code)
        if known is not None and write_plain(known.value) != text:
            values = {"question": column.code, "first": write_plain(known.value), "second": text}
            problems.append(build_problem("export-deux-reponses", place, **values))
            doubtful.add(column.code)
        given.setdefault(column.code, Given(value=value, where=place))
    for code, options in ticked.items():
        given[code] = Given(value=" ; ".join(dict.fromkeys(options)), where=replace(where, column=code))
    return {code: one for code, one in given.items() if code not in doubtful}, problems


def _report_same_address(sheet: RawSheet, heading: _Heading) -> Iterator[Problem]:
    """Les lignes d'une même adresse ; l'adresse elle-même n'est pas redite."""
    at = next(
        (at for at, title in heading.own.items() if fold(title) in load_writings().address_columns), None
    )
    lines: dict[str, list[int]] = {}
    for line, row in enumerate(sheet.rows[heading.line + 1 :], start=heading.line + 2):
        text = write_plain(cell_at(row, at)).casefold() if at is not None else ""
        if "@" in text:
            lines.setdefault(text, []).append(line)
    for same in lines.values():
        if len(same) > 1:
            names = join_list([str(line) for line in same[:_SHOWN]])
            yield build_problem("export-meme-adresse", replace(sheet.where, line=same[0]), lines=names)
