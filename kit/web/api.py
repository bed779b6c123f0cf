"""Ce que la page demande au kit, par nom : des valeurs JSON entrent, des valeurs JSON et des octets sortent.

Rien n'est calculé ici : chaque nom mène aux modules de la ligne de commande. Aucun n'ouvre de connexion ;
les fichiers passent par un dossier de passage qui, dans un navigateur, n'existe qu'en mémoire.

Le contrat
----------

``call(name, arguments, contents)`` : ``name`` est une clé de :data:`CALLS`, ``arguments`` un objet JSON en
texte, ``contents`` les octets des fichiers donnés, dans l'ordre de ``files`` (ou un seul pour ``open_file``).
La réponse est un couple : un objet JSON en texte, et les octets des fichiers rendus, dans l'ordre de
``files``.

- Réussi : ``{"ok": true, "value": …, "files": [{"name", "media_type"}, …]}``.
- Refusé : ``{"ok": false, "message": phrase, "problems": [problème, …]}`` ; rien n'est rendu.

Les valeurs d'un dossier ont la forme du fichier YAML (``exemples/*.yaml``) : ``alliance`` est un objet ;
``partenaires``, ``actions``, ``sous_actions``, ``budgets``, ``roles``, ``evaluation`` sont des listes
d'objets ; les clés sont celles de ``describe`` (``fields[].name``). Une case vide peut manquer, valoir
``null`` ou ``""``. Tout peut s'écrire en texte, comme la personne l'a saisi (« 12 500 », « 01/10/2026 ») ;
un champ à plusieurs réponses (``kind`` : ``choices``, ``odd``, ``names``) est une liste, ou un texte à
points-virgules. Une ligne entièrement vide d'un tableau est laissée de côté, mais garde son rang.

Un problème : ``{"code", "blocking", "stops", "message", "remedy", "sentence", "form", "row", "field",
"file"}``. ``blocking`` : à corriger ; ``stops`` : aucun document ne se fait tant qu'il est là.
``form`` et ``field`` sont les clés de ``describe``, vides si le problème n'est pas à une case ; ``row``
compte de 0 (0 pour une fiche, ``null`` pour un tableau entier). ``sentence`` est la phrase de la commande,
endroit compris ; ``message`` et ``remedy`` s'affichent à côté du champ ; ``file`` est le fichier lu, ou vide.

Les appels (``today`` : AAAA-MM-JJ, aujourd'hui par défaut ; ``public`` : sans donnée personnelle)
----------------------------------------------------------------------------------------------------

- ``describe {}`` → ``{forms, grid, documents, dossier_formats, odd, examples, max_file_bytes}`` :
  ``forms[] = {name, title, intro, layout: "fiche"|"tableau", fields[]}`` ;
  ``fields[] = {name, label, help, kind: text|long_text|amount|date|year|choice|choices|odd|names, example,
  required, personal, choices, max_length}`` ; ``grid = {title, purpose, levels, dimensions[].criteria[],
  notes}`` ; ``documents[] = {kind, title, formats[] = {format, means: page|pandoc|print}}``.
- ``check {values, today}`` → ``{problems}``.
- ``prefill {territory, today}`` → ``{values}`` : le dossier vierge de « kit nouveau ».
- ``preview {values, kind, today, public}`` → ``{page}``, un document HTML entier (pour un cadre isolé ou
  l'impression). Refusé si un problème bloque.
- ``produce {values, kind, format, today, public}`` → un fichier ; ``format`` : html, xlsx, ods, ics.
- ``bundle {values, wanted[] = {kind, format}, today, public}`` + les contenus de ceux de pandoc, dans
  l'ordre → une archive zip, où chacun a le nom de la commande. ``engine.bundle`` l'appelle pour la page.
- ``save {values, format}`` → un fichier ods, xlsx ou yaml, même d'un dossier incomplet.
- ``open_file {name, size, today}`` + un contenu → ``{name, values, problems}``.
- ``annotate {name, size, today}`` + un contenu → le classeur, annoté ; aucun fichier s'il n'y a rien à dire.
- ``example {name, today}`` → la même réponse, pour un exemple de ``describe.examples[] = {name, title}``.
- ``import_plan {name, size, sheets[], columns[] = {sheet, letter, target}, today}`` + un contenu → ``{ask,
  columns[] = {sheet, letter, title, example, target}, targets[] = {key, label}, values, asked[], told[],
  left[] = {action, column, value}, missing[], counts}`` : un plan qui n'est pas un dossier. ``ask`` : les
  feuilles entre lesquelles choisir ; ``values`` vaut alors ``null``, comme quand aucun titre n'est reconnu.
- ``blank_grids {alliance, count, format}`` → la grille à remplir seul, ou une archive d'une par personne.
- ``search_territory {query, limit}`` → ``{matches[] = {entry, label, note}, exact, is_group}`` : écrire
  ``entry`` dans le champ « territoire », montrer ``label`` (avec département, pour les homonymes).
- ``merge_grids {files[] = {name, size, modified}, alliance, named, today}`` + leurs contenus → ``{count,
  title, problems}`` : ``title`` est celui du document qui les montre. Un fichier illisible est un problème.
- ``write_grids {…les mêmes…, format}`` + leurs contenus → un fichier html, xlsx ou ods.
- ``prepare_grids {…les mêmes…, format}`` puis ``finish_grids {…les mêmes…, format}`` : de même en docx ou
  en odt, par pandoc (ci-dessous) ; le contenu que pandoc a écrit vient alors en dernier. La page passe par
  ``engine.produceGrids``.
- ``prepare_pandoc {values, kinds, formats, today, public}`` → ``{options, charts, outputs}`` et les
  fichiers à poser ; ``finish_pandoc {values, outputs, today, public}`` + les contenus → les fichiers. La
  page ne les appelle pas elle-même : ``engine.produce`` le fait pour docx, odt et pptx.
- Le document ``argumentaire-diapositives`` (pptx) s'adresse à ``audience``, un choix du champ « publics »
  (par défaut le premier du dossier) ; ``preview`` et la préparation l'acceptent. Il lit tout le catalogue :
  quelques secondes la première fois.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kit.domain.errors import InputError, KitError
from kit.products.context import Context
from kit.reading.tables import MAX_BYTES
from kit.web import _beginnings, _files
from kit.web._checking import check_values
from kit.web._form import describe_form
from kit.web._values import Download, Json, read_day, require, show_problem

if TYPE_CHECKING:
    from kit.products.grids.producing import Gathering

Answer = tuple[Any, Sequence[Download]]
Call = Callable[[Mapping[str, Any], Sequence[bytes]], Answer]


def call(name: str, arguments: str, contents: Sequence[bytes] = ()) -> tuple[str, tuple[bytes, ...]]:
    """La réponse à un appel de la page ; voir le contrat en tête de ce module.

    :raises KeyError: si ce nom n'est pas dans :data:`CALLS` (faute de programmation).
    """
    try:
        value, files = CALLS[name](json.loads(arguments), contents)
    except InputError as error:
        shown = [show_problem(problem) for problem in error.problems]
        return _write({"ok": False, "message": str(error), "problems": shown}), ()
    except KitError as error:
        return _write({"ok": False, "message": str(error), "problems": []}), ()
    listed = [{"name": file.name, "media_type": file.media_type} for file in files]
    reply = {"ok": True, "value": value, "files": listed}
    return _write(reply), tuple(file.content for file in files)


def _write(reply: Json) -> str:
    return json.dumps(reply, ensure_ascii=False)


def _describe(_arguments: Mapping[str, Any], _contents: Sequence[bytes]) -> Answer:
    choices = {"odd": _beginnings.list_odd(), "examples": _beginnings.list_examples()}
    return {**describe_form(), **choices, "max_file_bytes": MAX_BYTES}, ()


def _check(arguments: Mapping[str, Any], _contents: Sequence[bytes]) -> Answer:
    return check_values(require(arguments, "values"), read_day(arguments.get("today"))), ()


def _prefill(arguments: Mapping[str, Any], _contents: Sequence[bytes]) -> Answer:
    query = str(require(arguments, "territory"))
    return {"values": _files.prefill(query, read_day(arguments.get("today")))}, ()


def _read_context(arguments: Mapping[str, Any]) -> Context:
    return _files.build_page_context(
        require(arguments, "values"),
        read_day(arguments.get("today")),
        public=bool(arguments.get("public")),
    )


def _read_audience(arguments: Mapping[str, Any]) -> str:
    return str(arguments.get("audience") or "")


def _preview(arguments: Mapping[str, Any], _contents: Sequence[bytes]) -> Answer:
    kind = _files.find_kind(str(require(arguments, "kind")))
    return _files.preview(_read_context(arguments), kind, _read_audience(arguments)), ()


def _produce(arguments: Mapping[str, Any], _contents: Sequence[bytes]) -> Answer:
    kind = _files.find_kind(str(require(arguments, "kind")))
    return None, [_files.produce(_read_context(arguments), kind, str(require(arguments, "format")))]


def _bundle(arguments: Mapping[str, Any], contents: Sequence[bytes]) -> Answer:
    from kit.web._office import bundle_documents

    given = [bytes(one) for one in contents]
    return None, [bundle_documents(_read_context(arguments), require(arguments, "wanted"), given)]


def _save(arguments: Mapping[str, Any], _contents: Sequence[bytes]) -> Answer:
    return None, [_files.save(require(arguments, "values"), str(require(arguments, "format")))]


def _open_file(arguments: Mapping[str, Any], contents: Sequence[bytes]) -> Answer:
    name = str(require(arguments, "name"))
    _files.refuse_size(name, int(arguments.get("size") or 0))
    return _files.open_file(name, bytes(contents[0]), read_day(arguments.get("today"))), ()


def _annotate(arguments: Mapping[str, Any], contents: Sequence[bytes]) -> Answer:
    name = str(require(arguments, "name"))
    _files.refuse_size(name, int(arguments.get("size") or 0))
    return None, _files.annotate_file(name, bytes(contents[0]), read_day(arguments.get("today")))


def _example(arguments: Mapping[str, Any], _contents: Sequence[bytes]) -> Answer:
    name, content = _beginnings.read_example(str(require(arguments, "name")))
    return _files.open_file(name, content, read_day(arguments.get("today"))), ()


def _import_plan(arguments: Mapping[str, Any], contents: Sequence[bytes]) -> Answer:
    from kit.web._imports import show_import

    name = str(require(arguments, "name"))
    _files.refuse_size(name, int(arguments.get("size") or 0))
    today = read_day(arguments.get("today"))
    chosen = (arguments.get("sheets") or (), arguments.get("columns") or ())
    return show_import(name, bytes(contents[0]), today, chosen), ()


def _blank_grids(arguments: Mapping[str, Any], _contents: Sequence[bytes]) -> Answer:
    alliance = str(arguments.get("alliance") or "alliance")
    count, form = int(require(arguments, "count")), str(require(arguments, "format"))
    return None, [_beginnings.prepare_grids(alliance, count, form)]


def _search(arguments: Mapping[str, Any], _contents: Sequence[bytes]) -> Answer:
    from kit.knowledge.territories import Match, find_territories, is_group_name, resolve_territory

    query, limit = str(require(arguments, "query")), int(arguments.get("limit") or 20)
    matches = find_territories(query, limit=limit)
    named = resolve_territory(query).territory
    return {
        "matches": [{"entry": match.entry, "label": match.label, "note": match.note} for match in matches],
        "exact": Match(territory=named).entry if named else "",
        "is_group": named is None and is_group_name(query),
    }, ()


def _merge(arguments: Mapping[str, Any], contents: Sequence[bytes]) -> Answer:
    from kit.web._grids import show_gathering

    return show_gathering(_gather(arguments, contents)), ()


def _write_grids(arguments: Mapping[str, Any], contents: Sequence[bytes]) -> Answer:
    from kit.web._grids import write_gathered

    return None, [write_gathered(_gather(arguments, contents), str(require(arguments, "format")))]


def _prepare_grids(arguments: Mapping[str, Any], contents: Sequence[bytes]) -> Answer:
    from kit.web._grids import prepare_gathered

    return prepare_gathered(_gather(arguments, contents), str(require(arguments, "format")))


def _finish_grids(arguments: Mapping[str, Any], contents: Sequence[bytes]) -> Answer:
    from kit.web._grids import finish_gathered

    gathering = _gather(arguments, contents[:-1])
    return None, [finish_gathered(gathering, str(require(arguments, "format")), bytes(contents[-1]))]


def _gather(arguments: Mapping[str, Any], contents: Sequence[bytes]) -> Gathering:
    from kit.web._grids import gather_files

    return gather_files(
        require(arguments, "files"),
        [bytes(content) for content in contents],
        read_day(arguments.get("today")),
        alliance=str(arguments.get("alliance") or ""),
        named=bool(arguments.get("named")),
    )


def _prepare_pandoc(arguments: Mapping[str, Any], _contents: Sequence[bytes]) -> Answer:
    from kit.web._office import prepare_pandoc

    kinds = [_files.find_kind(str(kind)) for kind in require(arguments, "kinds")]
    formats = list(require(arguments, "formats"))
    return prepare_pandoc(_read_context(arguments), kinds, formats, _read_audience(arguments))


def _finish_pandoc(arguments: Mapping[str, Any], contents: Sequence[bytes]) -> Answer:
    from kit.web._office import finish_pandoc

    outputs = require(arguments, "outputs")
    given = [bytes(one) for one in contents]
    return None, finish_pandoc(_read_context(arguments), outputs, given, _read_audience(arguments))


CALLS: Final[Mapping[str, Call]] = {
    "describe": _describe,
    "check": _check,
    "prefill": _prefill,
    "preview": _preview,
    "produce": _produce,
    "bundle": _bundle,
    "save": _save,
    "open_file": _open_file,
    "annotate": _annotate,
    "example": _example,
    "import_plan": _import_plan,
    "blank_grids": _blank_grids,
    "search_territory": _search,
    "merge_grids": _merge,
    "write_grids": _write_grids,
    "prepare_grids": _prepare_grids,
    "finish_grids": _finish_grids,
    "prepare_pandoc": _prepare_pandoc,
    "finish_pandoc": _finish_pandoc,
}
