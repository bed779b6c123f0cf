"""Le moteur dans Chromium et dans Firefox : les mêmes fichiers que la commande, et rien ne sort."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from browser.audit import serve
from test_tables_hostile import CASES
from web.drive import PAGE, Visit, drive, give
from web.samples import EXAMPLES, NAMES, TODAY, load_example

from kit.domain.errors import InputError
from kit.domain.values import Audience
from kit.products.arguments.producing import ArgumentOptions, produce_arguments
from kit.products.dossier.producing import produce
from kit.products.dossier.product import DOCUMENTS
from kit.products.grids.producing import GatherOptions, gather, write_gathering
from kit.products.options import EXAMPLE_DAY, Options
from kit.reading.checks import check_file

FORMATS = {one.name: one.formats for one in DOCUMENTS}
pytestmark = pytest.mark.navigateur
SLIDES = "argumentaire-diapositives"
BROWSERS = ("chromium", "firefox")
GRIDS = tuple(sorted((EXAMPLES / "grilles").glob("*.ods")))


@pytest.fixture(scope="session")
def site(engine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le dossier du moteur, à côté d'une page nue."""
    folder = tmp_path_factory.mktemp("atelier")
    (folder / "moteur").symlink_to(engine)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return folder


def list_steps() -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Les étapes d'une visite, chacune avec sa clé."""
    for name in NAMES:
        values = load_example(name)
        for kind, formats in FORMATS.items():
            for target in formats:
                if target == "pdf":
                    continue
                args = {"values": values, "kind": kind, "format": target, "today": TODAY}
                yield ("produce", name, kind, target), {"do": "produce", "args": args}
        args = {"values": values, "kind": SLIDES, "format": "pptx", "today": TODAY, "audience": "entreprise"}
        yield ("produce", name, SLIDES, "pptx"), {"do": "produce", "args": args}
        for target in ("ods", "xlsx", "yaml"):
            content = (EXAMPLES / f"{name}.{target}").read_bytes()
            step = {"do": "openFile", "args": {"today": TODAY}, "files": [give(f"{name}.{target}", content)]}
            yield ("open", name, target), step
        yield ("check", name), {"do": "call", "name": "check", "args": {"values": values, "today": TODAY}}
    for name, content in list_bad():
        yield ("bad", name), {"do": "openFile", "args": {}, "files": [give(name, content)]}
    grids = [give(path.name, path.read_bytes()) for path in GRIDS]
    yield ("merge",), {"do": "mergeGrids", "args": {"today": TODAY}, "files": grids}
    for target in ("xlsx", "docx", "odt"):
        args = {"today": TODAY, "format": target}
        yield ("merged", target), {"do": "produceGrids", "args": args, "files": grids}


def list_bad() -> Iterator[tuple[str, bytes]]:
    """Les fichiers hostiles, abîmés ou anciens que la commande refuse, chacun sous un nom à lui."""
    for rank, (name, build, _) in enumerate(CASES.values()):
        yield f"{rank}-{name}", build()


KEYS = tuple(key for key, _ in list_steps())


@pytest.fixture(scope="session", params=BROWSERS)
def visit(request: pytest.FixtureRequest, site: Path) -> Iterator[tuple[str, Visit]]:
    """Toutes les étapes, dans un navigateur ; rend aussi l'adresse du serveur."""
    with serve(site) as base:
        steps = [step for _, step in list_steps()]
        yield base, drive(request.param, f"{base}index.html", steps, engine=f"{base}moteur/engine.mjs")


def rank_of(*key: str) -> int:
    return KEYS.index(key)


def read_parts(content: bytes) -> dict[str, bytes]:
    """Les membres d'un fichier de bureautique ; d'une figure en points, on ne garde que la taille."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: archive.read(name)[16:24] if name.endswith(".png") else archive.read(name)
            for name in archive.namelist()
        }


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], bytes]:
    """Les fichiers de la commande, pour les trois exemples."""
    found = {}
    for name, kind in product(NAMES, FORMATS):
        # Un document à la fois, comme dans la page : le nom des figures porte le rang du document.
        options = Options(documents=(kind,), formats=("docx", "odt", "xlsx", "ods", "ics"), today=EXAMPLE_DAY)
        made = produce(EXAMPLES / f"{name}.yaml", tmp_path_factory.mktemp("commande"), options=options)
        for path in made.files:
            found[name, path.stem, path.suffix.removeprefix(".")] = path.read_bytes()
    return found


@pytest.mark.parametrize("target", ["docx", "odt"])
def test_un_texte_fait_dans_la_page_est_celui_de_la_commande(
    visit: tuple[str, Visit], official: dict[tuple[str, str, str], bytes], target: str
) -> None:
    """Partie par partie, octet pour octet ; les figures ont la même taille, dessinées par le navigateur."""
    for name in NAMES:
        for kind in FORMATS:
            made = read_parts(visit[1].content(rank_of("produce", name, kind, target)))
            expected = read_parts(official[name, kind, target])
            assert list(made) == list(expected)
            assert [part for part in made if made[part] != expected[part]] == []


@pytest.mark.parametrize("name", NAMES)
def test_un_diaporama_fait_dans_la_page_est_celui_de_la_commande(
    visit: tuple[str, Visit], name: str, tmp_path: Path
) -> None:
    """Page par page et note par note, octet pour octet."""
    wanted = ArgumentOptions(audiences=(Audience.COMPANY,), has_slides=True)
    options = Options(formats=("html",), today=EXAMPLE_DAY)
    made = produce_arguments(EXAMPLES / f"{name}.yaml", tmp_path, wanted=wanted, options=options)
    (path,) = (path for path in made.files if path.suffix == ".pptx")
    content = visit[1].content(rank_of("produce", name, SLIDES, "pptx"))
    assert read_parts(content) == read_parts(path.read_bytes())


def test_un_classeur_fait_dans_la_page_est_celui_de_la_commande(
    visit: tuple[str, Visit], official: dict[tuple[str, str, str], bytes]
) -> None:
    """Membre par membre : donc cellule par cellule, formules, listes et mise en forme comprises."""
    for name in NAMES:
        for kind, formats in FORMATS.items():
            for target in {"xlsx", "ods"} & set(formats):
                made = visit[1].content(rank_of("produce", name, kind, target))
                assert read_parts(made) == read_parts(official[name, kind, target])
        made = visit[1].content(rank_of("produce", name, "plan-action", "ics"))
        assert made == official[name, "plan-action", "ics"]


@pytest.mark.parametrize("name", NAMES)
def test_un_dossier_repris_a_les_problemes_de_la_commande(visit: tuple[str, Visit], name: str) -> None:
    """Le lecteur de classeurs du navigateur rend ce que rend celui de la machine."""
    for target in ("ods", "xlsx", "yaml"):
        opened = visit[1].value(rank_of("open", name, target))
        expected = check_file(EXAMPLES / f"{name}.{target}", today=EXAMPLE_DAY)
        assert [one["code"] for one in opened["problems"]] == [one.code for one in expected.problems]
        assert opened["values"]["alliance"]["nom"] == expected.draft.alliance.name
        assert len(opened["values"]["actions"]) == len(expected.draft.actions)


def test_un_fichier_hostile_est_refuse_avec_la_phrase_de_la_commande(
    visit: tuple[str, Visit], tmp_path: Path
) -> None:
    """Abîmé, protégé, démesuré, ancien : la même phrase, et le moteur sert encore l'appel suivant."""
    for name, content in list_bad():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputError) as official:
            check_file(path)
        assert visit[1].refusal(rank_of("bad", name)) == ("data", str(official.value)), name


def test_les_grilles_reunies_sont_comptees_dans_la_page(visit: tuple[str, Visit]) -> None:
    """Autant de grilles que de fichiers, et rien à en redire."""
    merged = visit[1].value(rank_of("merge"))
    assert merged["count"] == len(GRIDS)
    assert [one for one in merged["problems"] if one["blocking"]] == []


@pytest.mark.parametrize("target", ["xlsx", "docx", "odt"])
def test_les_grilles_reunies_dans_la_page_sont_celles_de_la_commande(
    visit: tuple[str, Visit], target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Partie par partie, avec une commande à qui manque, comme à la page, le calcul de l'accord."""
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    gathering = gather(GRIDS, GatherOptions(formats=(target,), today=EXAMPLE_DAY))
    (path,) = write_gathering(gathering, tmp_path).files
    made, expected = read_parts(visit[1].content(rank_of("merged", target))), read_parts(path.read_bytes())
    assert list(made) == list(expected)
    assert [part for part in made if made[part] != expected[part]] == []


def test_rien_ne_part_ailleurs(visit: tuple[str, Visit]) -> None:
    """Chaque requête va au serveur de la page, pour un fichier du moteur ; aucune ne porte de donnée."""
    base, seen = visit
    asked = [request for request in seen.requests if not request.startswith(("blob:", "data:"))]
    assert asked
    assert [request for request in asked if not request.startswith(base)] == []
    assert seen.errors == ()


def test_les_figures_des_textes_sont_dessinees(visit: tuple[str, Visit]) -> None:
    """La figure n'est ni vide ni transparente : elle pèse ce que pèse un dessin."""
    content = visit[1].content(rank_of("produce", NAMES[2], "plan-action", "docx"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.endswith(".png")]
    # La carte a 13 cm de large, les autres figures 16.
    sizes = [struct.unpack(">II", picture[16:24]) for picture in pictures]
    assert sorted(width for width, _ in sizes) == [1024, 1260, 1260]
    for picture, (width, height) in zip(pictures, sizes, strict=True):
        assert len(picture) > width * height / 40


@pytest.mark.parametrize("browser", BROWSERS)
def test_un_fil_ne_peut_joindre_aucun_autre_hote(browser: str, site: Path, tmp_path: Path) -> None:
    """La politique de la page vaut aussi dans le fil, quelle que soit sa sorte ; ailleurs, rien n'arrive."""
    with serve(site) as base, serve(tmp_path) as other:
        steps = [{"do": "escape", "args": {"url": other, "type": kind}} for kind in ("classic", "module")]
        inside = {"do": "escape", "args": {"url": f"{base}index.html", "type": "module"}}
        visit = drive(browser, f"{base}index.html", [*steps, inside], engine=f"{base}moteur/engine.mjs")
    assert [visit.value(rank) for rank in range(3)] == ["retenu", "retenu", "sorti"]
