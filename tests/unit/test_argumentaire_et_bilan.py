"""« kit argumentaire » et « kit suivre », de bout en bout sur les exemples."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from python_calamine import CalamineWorkbook

from kit.cli import main
from kit.domain.errors import UsageError
from kit.domain.values import Action, Audience, Status
from kit.products.arguments.page import find_case
from kit.products.arguments.producing import ArgumentOptions, produce_arguments
from kit.products.context import build_context
from kit.products.follow_up.plans import compare_plans
from kit.products.follow_up.producing import compare_files, follow_plan
from kit.products.follow_up.report import (
    Comparison,
    build_progress_report,
    build_progress_slides,
    choose_caps,
    describe_period,
    list_moves,
)
from kit.products.options import Options
from kit.reading.checks import check_file
from kit.writers.pandoc import write_documents

ROOT = Path(__file__).parents[2]
BEFORE = ROOT / "exemples" / "les-mureaux.yaml"
AFTER = ROOT / "exemples" / "suivi" / "les-mureaux-2027.yaml"
LATER = dt.date(2027, 6, 21)
EXAMPLES = ("paris-est-marne-et-bois", "les-mureaux", "pays-de-retz")
PDF_ONLY = Options(formats=("pdf",), today=dt.date(2026, 11, 23))


def read_text(path: Path) -> str:
    """Le texte d'un fichier html, sans balise."""
    return re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(("is_long", "pages"), [(False, 1), (True, 2)])
def test_un_argumentaire_tient_en_une_page_ou_deux(
    name: str, pages: int, tmp_path: Path, *, is_long: bool
) -> None:
    """Pour les sept publics, sources comprises."""
    wanted = ArgumentOptions(audiences=tuple(Audience), is_long=is_long)
    source = ROOT / "exemples" / f"{name}.yaml"
    files = produce_arguments(source, tmp_path, wanted=wanted, options=PDF_ONLY).files
    assert len(files) == 7
    for path in files:
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == pages, path.name


def test_sans_public_demande_ce_sont_ceux_du_dossier(tmp_path: Path) -> None:
    """Quatre publics aux Mureaux, un fichier chacun."""
    options = Options(formats=("html",), today=PDF_ONLY.today)
    files = produce_arguments(BEFORE, tmp_path, wanted=ArgumentOptions(), options=options).files
    assert {path.stem for path in files} == {
        "argumentaire-habitant",
        "argumentaire-entreprise",
        "argumentaire-association",
        "argumentaire-financeur",
    }


def test_sans_sources_il_reste_la_reference_courte(tmp_path: Path) -> None:
    """Le titre et la page restent ; l'adresse et la date de relecture s'en vont."""
    options = Options(formats=("html",), today=PDF_ONLY.today)
    texts = []
    for has_sources in (True, False):
        wanted = ArgumentOptions(audiences=(Audience.ELECTED,), has_sources=has_sources)
        folder = tmp_path / str(has_sources)
        (path,) = produce_arguments(BEFORE, folder, wanted=wanted, options=options).files
        texts.append(read_text(path))
    assert ["relu le" in text for text in texts] == [True, False]
    assert ["https://" in text for text in texts] == [True, False]
    assert re.search(r"Actes de la 6e rencontre[^)]*, p\.\s\d+", texts[1])


def test_le_cas_propose_vient_d_ailleurs() -> None:
    """Aux Mureaux, le pôle des Mureaux est déjà connu : un autre cas passe devant."""
    for name in EXAMPLES:
        context = build_context(check_file(ROOT / "exemples" / f"{name}.yaml"), Options())
        like = find_case(context)
        assert like
        assert context.dossier.territory.name not in like.case.territory
        assert like.reason.endswith(".")


def test_le_diaporama_d_un_conseil_a_sept_pages_et_des_notes(tmp_path: Path) -> None:
    """Un titre et six pages, dont la carte et la bande des familles ; chacune des six a ses notes."""
    wanted = ArgumentOptions(audiences=(Audience.ELECTED,), has_slides=True)
    options = Options(formats=("html",), today=PDF_ONLY.today)
    files = produce_arguments(BEFORE, tmp_path, wanted=wanted, options=options).files
    path = next(path for path in files if path.suffix == ".pptx")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    assert sum(bool(re.fullmatch(r"ppt/slides/slide\d+\.xml", name)) for name in names) == 7
    assert sum(bool(re.fullmatch(r"ppt/notesSlides/notesSlide\d+\.xml", name)) for name in names) == 6
    assert sum(name.startswith("ppt/media/") for name in names) == 2


def test_l_exemple_suivi_dit_ce_qui_a_ete_imagine() -> None:
    """Cinq statuts changés, un glissement, une action nouvelle, cinq critères."""
    comparison = compare_files(BEFORE, AFTER, options=Options(today=LATER))
    changes = comparison.changes
    assert [change.after.number for change in changes.moved] == ["M3", "M5", "M6", "M7", "M8"]
    assert [change.after.number for change in changes.unblocked] == ["M5"]
    assert [change.after.number for change in changes.newly_blocked] == ["M8"]
    assert [(change.after.number, change.slip_days) for change in changes.slipped] == [("M3", 426)]
    assert [action.number for action in changes.added] == ["M10"]
    assert [action.number for action in changes.done_since] == ["M5", "M7"]
    assert [line.number for line in list_moves(changes)] == ["M5", "M7", "M3", "M6", "M8", "M10"]
    assert [step.title for step in changes.steps_done] == [
        "Former dix tuteurs d’entreprise",
        "Obtenir un bureau partagé au tiers-lieu",
        "Choisir la coopérative",
        "Choisir les trois lieux d’accueil",
        "Ouvrir le numéro unique",
    ]
    moved = [change.criterion.key for part in comparison.dimensions for change in part.moved]
    assert moved == ["Q2-3", "Q4-1", "Q5-1", "Q6-2", "Q6-3"]


def test_le_bilan_tient_sur_une_page_et_son_diaporama_sur_six() -> None:
    """En PDF ; le diaporama a un titre et cinq pages."""
    comparison = compare_files(BEFORE, AFTER, options=Options(today=LATER))
    report, slides = build_progress_report(comparison), build_progress_slides(comparison)
    written = write_documents((report,), ("pdf",)) | write_documents((slides,), ("pptx",))
    with pikepdf.open(io.BytesIO(written[(report.name, "pdf")])) as pdf:
        assert len(pdf.pages) == 1
    with zipfile.ZipFile(io.BytesIO(written[(slides.name, "pptx")])) as archive:
        found = [name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(found) == 6


def test_un_plan_charge_tient_encore_sur_une_page() -> None:
    """Soixante actions presque toutes changées : deux par rubrique, et leur compte."""
    before = check_file(BEFORE, today=LATER)
    plan = tuple(
        Action(number=f"A{rank}", title=f"Tenir chaque trimestre la rencontre numéro {rank} des structures")
        for rank in range(60)
    )
    done = (replace(action, status=Status.DONE) for action in plan[:15])
    stuck = (
        replace(action, status=Status.BLOCKED, unlock_condition="Une décision du conseil, très attendue " * 2)
        for action in plan[15:30]
    )
    renamed = (replace(action, number=f"Z{action.number}", budget=5000) for action in plan[30:45])
    old = replace(before.dossier, actions=plan)
    new = replace(old, actions=(*done, *stuck, *renamed))
    context = replace(build_context(before, Options(today=LATER)), dossier=new)
    comparison = Comparison(before=old, context=context, changes=compare_plans(old, new, LATER))
    report = build_progress_report(comparison)
    lines = report.markdown.splitlines()
    assert choose_caps(comparison.changes, 0) == (2, 1)
    assert "# Ce qui est bloqué, et sur quoi (15)" in lines
    content = write_documents((report,), ("pdf",))[(report.name, "pdf")]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1


def test_le_bilan_dit_les_sommes_et_la_periode() -> None:
    """229 500 + 8 000 € de budget ; 93 000 + 4 000 + 12 000 + 9 000 + 3 500 + 3 000 € acquis."""
    comparison = compare_files(BEFORE, AFTER, options=Options(today=LATER))
    text = re.sub(r"[\s\\]+", " ", build_progress_report(comparison).markdown)
    assert "Budget prévu : 229 500 € HT, puis 237 500 € HT" in text
    assert "Financement acquis : 93 000 € HT, puis 124 500 € HT" in text
    assert "# Ce qui est fait (2)" in build_progress_report(comparison).markdown.splitlines()
    period = describe_period(comparison.before, comparison.context.dossier)
    assert re.sub(r"\s", " ", period) == "Du 28 septembre 2026 au 21 juin 2027."


def test_l_annexe_a_toutes_les_actions_et_tous_les_criteres_repondus(tmp_path: Path) -> None:
    """Dix actions ; dix-huit critères, dont un n'avait pas de réponse."""
    options = Options(formats=("ods",), today=LATER)
    (path,) = follow_plan(BEFORE, AFTER, tmp_path, options=options).files
    workbook = CalamineWorkbook.from_path(str(path))
    actions = workbook.get_sheet_by_name("Actions").to_python()[3:]
    assert [row[0] for row in actions] == [f"M{rank}" for rank in range(1, 11)]
    assert actions[2][7] == 426
    assert "débloquée" in actions[4][2]
    assert actions[9][2] == "nouvelle"
    assert len(workbook.get_sheet_by_name("Grille").to_python()[3:]) == 18


def test_un_texte_qui_commence_par_egal_reste_un_texte_dans_l_annexe(tmp_path: Path) -> None:
    """Aucune formule ne vient d'un titre d'action."""
    text = AFTER.read_text(encoding="utf-8").replace("titre: Former vingt tuteurs", 'titre: "=1+1 tuteurs')
    text = text.replace('"=1+1 tuteurs dans les entreprises', '"=1+1 tuteurs"')
    later = tmp_path / "apres.yaml"
    later.write_text(text, encoding="utf-8")
    (path,) = follow_plan(BEFORE, later, tmp_path, options=Options(formats=("ods",), today=LATER)).files
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    assert "=1+1 tuteurs" in content
    assert "table:formula" not in content


def test_deux_fois_le_meme_fichier_ne_change_rien(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Une phrase, aucun fichier."""
    assert main(["suivre", str(BEFORE), str(BEFORE), "--dans", str(tmp_path), "--le", "23/11/2026"]) == 0
    assert "Rien n’a changé" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_deux_alliances_sont_refusees_sauf_si_on_le_demande(tmp_path: Path) -> None:
    """La phrase nomme les deux et l'option."""
    other = ROOT / "exemples" / "pays-de-retz.yaml"
    options = Options(formats=("html",), today=LATER)
    with pytest.raises(UsageError, match=r"Mureaux.*Retz.*--meme-alliance"):
        follow_plan(BEFORE, other, tmp_path, options=options)
    assert list(tmp_path.iterdir()) == []
    assert follow_plan(BEFORE, other, tmp_path, options=options, is_same=True).files


def test_deux_dossiers_a_l_envers_sont_signales(tmp_path: Path) -> None:
    """La seconde date est plus ancienne : on le dit, et le bilan se fait."""
    followed = follow_plan(AFTER, BEFORE, tmp_path, options=Options(formats=("html",), today=LATER))
    assert [problem.code for problem in followed.problems] == ["suivi-inverse"]
    assert followed.files


def test_le_bilan_public_n_a_aucune_personne(tmp_path: Path) -> None:
    """Ni dans la page, ni dans l'annexe."""
    text = AFTER.read_text(encoding="utf-8")
    later = tmp_path / "apres.yaml"
    later.write_text(
        text.replace("    statut:", "    personne_pilote: Ali Secret\n    statut:"), encoding="utf-8"
    )
    options = Options(formats=("html", "ods"), today=LATER, public=True)
    for path in follow_plan(BEFORE, later, tmp_path, options=options).files:
        content = path.read_bytes()
        if path.suffix == ".ods":
            with zipfile.ZipFile(path) as archive:
                content = archive.read("content.xml")
        assert b"Secret" not in content


def test_les_commandes_disent_ce_qu_elles_ont_fait(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Un compte par sorte de changement, puis les fichiers."""
    words = ["suivre", str(BEFORE), str(AFTER), "--formats", "html", "--dans", str(tmp_path)]
    assert main([*words, "--le", "21/06/2027"]) == 0
    text = re.sub(r"\s", " ", capsys.readouterr().out)
    assert "10 actions : 2 réalisées, 5 statuts changés, 1 échéance glissée, 1 nouvelle" in text
    words = ["argumentaire", str(BEFORE), "--publics", "élu", "--formats", "html", "--dans", str(tmp_path)]
    assert main(words) == 0
    assert "argumentaire-elu.html" in capsys.readouterr().out


def test_un_public_inconnu_est_refuse(capsys: pytest.CaptureFixture[str]) -> None:
    """Avec la liste des sept."""
    with pytest.raises(SystemExit) as stop:
        main(["argumentaire", str(BEFORE), "--publics", "martien"])
    assert stop.value.code == 2
    assert "financeur" in capsys.readouterr().err
