"""Le dossier en YAML, commenté en français, pour qui préfère un éditeur de texte."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from kit.documents.workbook import CellValue
from kit.domain.typography import join_list, remove_controls, typeset
from kit.domain.values import Criterion, Grid
from kit.products.dossier.added import ADDED
from kit.products.dossier.choice_lists import PROPOSALS
from kit.reading.forms import EVALUATION, FORMS, PARTNERS, Field, Form, Layout

_INTRO = (
    "Dossier d'alliance. Écrivez à droite des deux-points, entre guillemets si le texte contient "
    "un signe particulier ; laissez vide ce que vous ne savez pas encore. Les lignes qui commencent par "
    "un dièse sont des aides. Plusieurs réponses se séparent par des points-virgules. Les dates s'écrivent "
    "JJ/MM/AAAA ou AAAA-MM-JJ. Une nouvelle ligne de tableau commence par un tiret, comme la première."
)
_WIDTH = 98


def build_dossier_yaml(
    values: Mapping[str, Sequence[Mapping[str, CellValue]]] | None = None,
    *,
    territory: str = "",
    grid: Grid | None = None,
) -> str:
    """Le dossier en YAML, vierge ou renseigné, relu tel quel par la lecture du kit."""
    known = dict(values or {})
    if territory:
        alliance = dict(next(iter(known.get("alliance", ())), {}))
        alliance["territory_names"] = alliance.get("territory_names") or territory
        known["alliance"] = [alliance]
    lines = list(_list_comment(_INTRO, ""))
    for form in FORMS:
        lines.append("")
        lines.extend(_list_comment(f"{form.title}. {form.intro}", ""))
        if form is PARTNERS and (proposed := [str(one["name"]) for one in known.get(PROPOSALS, ())]):
            lines.extend(_list_comment(f"À voir : {join_list(proposed)}, si le groupe le décide.", ""))
        lines.append(f"{form.name}:")
        if form.layout is Layout.SHEET:
            record = next(iter(known.get(form.key, ())), {})
            lines.extend(_list_form_lines(form, record))
        elif form is EVALUATION and grid is not None:
            lines.extend(_list_grid_lines(grid, known.get(form.key, ())))
        else:
            lines.extend(_list_table_lines(form, known.get(form.key, ()) or ({},)))
    return "\n".join(lines) + "\n"


def build_form_yaml(form: Form, record: Mapping[str, CellValue], *, intro: str) -> str:
    """Une seule fiche en YAML, vierge ou renseignée, relue telle quelle."""
    lines = [*_list_comment(intro, ""), "", *_list_comment(f"{form.title}. {form.intro}", "")]
    return "\n".join((*lines, f"{form.name}:", *_list_form_lines(form, record))) + "\n"


def _list_comment(text: str, indent: str) -> Iterator[str]:
    clean = " ".join(remove_controls(typeset(text)).split("\n"))
    prefix = f"{indent}# "
    wrapped = textwrap.wrap(clean, _WIDTH, initial_indent=prefix, subsequent_indent=prefix)
    yield from wrapped or [prefix.rstrip()]


def _comment_of(field: Field) -> str:
    parts = [f"{field.label}{' (obligatoire)' if field.required else ''}. {field.help}"]
    if field.choices:
        parts.append(f"Choix : {' | '.join(field.choices)}.")
    if field.example:
        parts.append(f"Exemple : {field.example.rstrip('.')}.")
    return " ".join(parts)


def _list_form_lines(form: Form, record: Mapping[str, CellValue]) -> Iterator[str]:
    for field in form.fields:
        yield from _list_comment(_comment_of(field), "  ")
        yield f"  {field.name}:{_show_value(record.get(field.key))}"


def _list_table_lines(form: Form, records: Sequence[Mapping[str, CellValue]]) -> Iterator[str]:
    for field in form.fields:
        yield from _list_comment(f"{field.name} : {_comment_of(field)}", "  ")
    for record in records:
        yield from _list_record_lines(form, record)


def _list_record_lines(form: Form, record: Mapping[str, CellValue]) -> Iterator[str]:
    for at, field in enumerate(form.fields):
        yield f"  {'- ' if at == 0 else '  '}{field.name}:{_show_value(record.get(field.key))}"
    for key, value in record.items():
        if key.startswith(ADDED):
            yield f"   {_show_value(key.removeprefix(ADDED))}:{_show_value(value)}"


def _list_grid_lines(grid: Grid, records: Sequence[Mapping[str, CellValue]]) -> Iterator[str]:
    code = EVALUATION.fields[0]
    known = {str(record.get(code.key)): record for record in records}
    for field in EVALUATION.fields:
        yield from _list_comment(f"{field.name} : {_comment_of(field)}", "  ")
    for dimension in grid.dimensions:
        yield ""
        yield from _list_comment(dimension.label, "  ")
        for criterion in dimension.criteria:
            yield from _list_criterion_comment(criterion)
            record = {code.key: criterion.key, **known.get(criterion.key, {})}
            yield from _list_record_lines(EVALUATION, record)


def _list_criterion_comment(criterion: Criterion) -> Iterator[str]:
    yield from _list_comment(criterion.label, "  ")
    for level, text in criterion.situations:
        yield from _list_comment(f"{level} : {text}", "  ")


def _show_value(value: CellValue) -> str:
    """La valeur après les deux-points : rien si elle est vide, un texte toujours entre guillemets."""
    import yaml

    if value is None or value == "":
        return ""
    if isinstance(value, str):
        clean = remove_controls(value)
        return " " + yaml.safe_dump(clean, default_style='"', allow_unicode=True, width=1_000_000).rstrip(
            "\n"
        )
    return " " + yaml.safe_dump(value).split("\n", maxsplit=1)[0]
