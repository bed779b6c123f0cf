"""Des valeurs du kit aux valeurs JSON de la page, et retour : dates, problèmes, fichiers."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kit.domain.errors import InputError, UsageError, build_problem, end_sentence, format_problem
from kit.domain.values import Place, Problem
from kit.reading.findings import FINDING_FIELDS
from kit.reading.forms import FORMS, Field, Form, Layout
from kit.writers.formats import FORMATS

Json = dict[str, Any]

MEDIA_TYPES: Final = {**{key: one.media_type for key, one in FORMATS.items()}, "zip": "application/zip"}
# Une date fixe : la même demande donne la même archive.
_DATE: Final = (2026, 1, 1, 0, 0, 0)
_PATH: Final = re.compile(r"(?P<form>\w+)(?:\[(?P<row>\d+)\])?(?:\.(?P<field>\w+))?")
_BY_NAME: Final = {form.name: form for form in FORMS}
_BY_TITLE: Final = {form.title: form for form in FORMS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """Un fichier à emporter : son nom, ses octets ; le type vient de l'extension."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """Le type MIME."""
        return MEDIA_TYPES.get(self.name.rpartition(".")[2], "application/octet-stream")


def pack(name: str, files: Iterable[tuple[str, bytes]]) -> Download:
    """Ces fichiers (nom, octets) dans une archive ; leurs formats sont déjà comprimés, elle ne l'est pas."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        for inner, content in files:
            archive.writestr(zipfile.ZipInfo(inner, _DATE), content)
    return Download(name=name, content=output.getvalue())


def read_day(text: object) -> dt.date:
    """Le jour donné en AAAA-MM-JJ, sinon aujourd'hui.

    :raises InputError: si ce n'est pas un jour.
    """
    if not text:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        problem = build_problem(
            "date-attendue", Place(), found=text, field="Date du jour", example="01/10/2026"
        )
        raise InputError([problem]) from None


def show_problem(problem: Problem) -> Json:
    """Un problème pour la page : ses phrases, et où le montrer (formulaire, ligne comptée de 0, champ)."""
    where = problem.where
    form, row, field = find_spot(where)
    return {
        "code": problem.code,
        "blocking": problem.blocking,
        "stops": problem.stops,
        "message": end_sentence(f"{problem.message[:1].upper()}{problem.message[1:]}"),
        "remedy": end_sentence(f"{problem.remedy[:1].upper()}{problem.remedy[1:]}"),
        "sentence": format_problem(problem),
        "form": form.name if form else "",
        "row": row,
        "field": field.name if field else (FINDING_FIELDS.get(problem.code, "") if row is not None else ""),
        "file": where.file,
    }


def find_spot(where: Place) -> tuple[Form | None, int | None, Field | None]:
    """Le formulaire, la ligne et le champ que désigne un endroit, ce qui manque restant ``None``."""
    match = _PATH.fullmatch(where.path)
    if match is None:
        form = _BY_TITLE.get(where.sheet)
        return form, None, None
    form = _BY_NAME.get(match["form"])
    if form is None:
        return None, None, None
    row = int(match["row"]) - 1 if match["row"] else (0 if form.layout is Layout.SHEET else None)
    return form, row, next((one for one in form.fields if one.name == match["field"]), None)


def require(arguments: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - la page envoie du JSON
    """L'argument de ce nom.

    :raises UsageError: s'il manque.
    """
    if name not in arguments:
        raise UsageError(f"l’appel ne donne pas « {name} »")
    return arguments[name]
