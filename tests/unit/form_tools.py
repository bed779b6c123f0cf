"""Ce qu'exportent six outils de formulaire : les mêmes réponses, chacune à sa façon.

Les formats viennent du code et d'exports publics de ces outils ; personne, adresse et heure sont inventées.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Une question : son code, son intitulé, et ses choix s'il faut en cocher plusieurs."""

    code: str
    label: str
    options: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """L'intitulé collé dans l'outil."""
        return f"[{self.code}] {self.label}"


Answer = str | tuple[str, ...]
Table = list[list[str]]


def _join(answer: Answer, separator: str) -> str:
    return answer if isinstance(answer, str) else separator.join(answer)


def _csv(
    rows: Table, delimiter: str, *, end: str = "\n", encoding: str = "utf-8", quoted: bool = True
) -> bytes:
    stream = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return stream.getvalue().encode(encoding)


def _xlsx(rows: Table, title: str) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_google(items: Sequence[Item], people: Sequence[Sequence[Answer]]) -> bytes:
    rows = [["Horodateur", "Adresse e-mail", *(one.title for one in items)]]
    for rank, answers in enumerate(people):
        time = f"2026/09/14 9:{rank % 60:02d}:24 AM UTC+2"
        rows.append([time, f"p{rank}@exemple.invalid", *(_join(one, ";") for one in answers)])
    return _csv(rows, ",")


def write_microsoft(items: Sequence[Item], people: Sequence[Sequence[Answer]]) -> bytes:
    """Chaque choix s'y termine par un point-virgule ; l'ordre des colonnes peut changer."""
    own = ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"]
    rows = [[*own, *(one.title + "\u00a0" for one in reversed(items))]]
    for rank, answers in enumerate(people):
        texts = [one if isinstance(one, str) else _join(one, ";") + ";" for one in reversed(answers)]
        rows.append([str(rank + 1), "7/27/26 19:06:23", "7/27/26 19:16:23", "anonymous", "", *texts])
    return _xlsx(rows, "Sheet1")


def write_framaforms(items: Sequence[Item], people: Sequence[Sequence[Answer]]) -> bytes:
    """Trois lignes de titres ; une colonne par choix, cochée d'un « X »."""
    own = [
        *("Serial", "SID", "Submitted Time", "Completed Time", "Modified Time"),
        *("Draft", "IP Address", "UID", "Username"),
    ]
    groups, titles = ["Submission Details", *[""] * 8], list(own)
    for one in items:
        groups += [one.title, *[""] * (len(one.options) - 1)] if one.options else [""]
        titles += one.options or (one.title,)
    rows = [["Essai", *[""] * (len(titles) - 1)], groups, titles]
    for rank, answers in enumerate(people):
        time = "2026-09-14T09:06:02"
        row = [str(rank + 1), str(1000 + rank), time, time, time, "0", "192.0.2.1", "0", ""]
        for one, answer in zip(items, answers, strict=True):
            ticked = ["X" if option in answer else "" for option in one.options]
            row += ticked if one.options else [_join(answer, "")]
        rows.append(row)
    return _csv(rows, "\t")


def write_limesurvey(items: Sequence[Item], people: Sequence[Sequence[Answer]]) -> bytes:
    own = [
        *("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ"),
        *("Tête de série", "Date de lancement", "Date de la dernière action"),
    ]
    titles = [
        *own,
        *(
            title
            for one in items
            for title in ([f"{one.title} [{option}]" for option in one.options] or [one.title])
        ),
    ]
    rows = [titles]
    for rank, answers in enumerate(people):
        time = "2026-09-14 09:06:02"
        row = [str(rank + 1), time, "1", "fr", "1234567890", time, time]
        for one, answer in zip(items, answers, strict=True):
            told = ["Oui" if option in answer else "Non" for option in one.options]
            row += told if one.options else [_join(answer, "")]
        rows.append(row)
    return _csv(rows, ";", end="\r\n", encoding="utf-8-sig") + b"\r\n"


def write_tally(items: Sequence[Item], people: Sequence[Sequence[Answer]]) -> bytes:
    """Une question de plusieurs choix a sa colonne, puis une de plus par choix."""
    titles = ["Submission ID", "Respondent ID", "Submitted at"]
    for one in items:
        titles += [one.title, *(f"{one.title} ({option})" for option in one.options)]
    rows = [titles]
    for rank, answers in enumerate(people):
        row = [f"aB{rank}cD", f"rS{rank}tU", "2026-09-14 07:06:02"]
        for one, answer in zip(items, answers, strict=True):
            row += [_join(answer, ", "), *("true" if option in answer else "false" for option in one.options)]
        rows.append(row)
    return _csv(rows, ",")


def write_grist(items: Sequence[Item], people: Sequence[Sequence[Answer]]) -> bytes:
    rows = [[one.title for one in items]]
    rows += [[_join(one, ", ") for one in answers] for answers in people]
    return _csv(rows, ",", quoted=False)


TOOLS: dict[str, tuple[str, Callable[[Sequence[Item], Sequence[Sequence[Answer]]], bytes]]] = {
    "google-forms": (".csv", write_google),
    "microsoft-forms": (".xlsx", write_microsoft),
    "framaforms": (".tsv", write_framaforms),
    "limesurvey": (".csv", write_limesurvey),
    "tally": (".csv", write_tally),
    "grist": (".csv", write_grist),
}


def save_export(folder: Path, tool: str, items: Sequence[Item], people: Sequence[Sequence[Answer]]) -> Path:
    """L'export de cet outil, posé dans ``folder``."""
    suffix, write = TOOLS[tool]
    path = folder / f"{tool}{suffix}"
    path.write_bytes(write(items, people))
    return path
