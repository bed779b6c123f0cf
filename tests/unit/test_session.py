"""Produire : tout ou rien, sans rien perdre de ce qui existait."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kit.domain.errors import InputError
from kit.products.dossier.producing import produce, write_blank
from kit.products.dossier.product import DOCUMENTS
from kit.products.options import Options
from kit.products.saving import WriteError, save_files
from kit.reading.checks import check_file

QUICK = Options(documents=("plan-action",), formats=("html", "ics"), today=dt.date(2026, 11, 23))


def test_produire_ecrit_tous_les_formats_de_tous_les_documents(sound_file: Path, tmp_path: Path) -> None:
    """Les trois documents, chacun dans ses formats."""
    production = produce(sound_file, tmp_path / "sortie", options=Options(today=QUICK.today))
    expected = {f"{one.name}.{name}" for one in DOCUMENTS for name in one.formats}
    assert {path.name for path in production.files} == expected
    assert all(path.stat().st_size > 300 for path in production.files)


def test_un_probleme_bloquant_n_ecrit_rien(sound_file: Path, tmp_path: Path) -> None:
    """Sans cause, pas de document ; le refus porte tout ce qui est à corriger."""
    text = sound_file.read_text(encoding="utf-8").replace("fin: 30/06/2027", "fin: bientôt")
    text = re.sub(r"(?m)^  cause: .*$", "  cause:", text)
    sound_file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as stop:
        produce(sound_file, tmp_path / "sortie", options=QUICK)
    assert [problem.code for problem in stop.value.problems] == ["champ-vide", "date-attendue"]
    assert not (tmp_path / "sortie").exists()


def test_un_caractere_sans_dessin_est_signale(sound_file: Path, tmp_path: Path) -> None:
    """Le PDF se fait quand même, et on le dit."""
    text = sound_file.read_text(encoding="utf-8").replace("monde du travail", "monde 𓀀 du travail")
    sound_file.write_text(text, encoding="utf-8")
    options = replace(QUICK, formats=("pdf",))
    production = produce(sound_file, tmp_path / "s", options=options)
    assert [problem.code for problem in production.problems] == ["caractere-absent"]
    assert production.files[0].read_bytes().startswith(b"%PDF")


def test_produire_deux_fois_donne_les_memes_octets(sound_file: Path, tmp_path: Path) -> None:
    """Le même dossier, le même jour : rien ne change."""
    options = Options(today=QUICK.today)
    first = produce(sound_file, tmp_path / "a", options=options)
    second = produce(sound_file, tmp_path / "b", options=options)
    different = [
        one.name
        for one, two in zip(first.files, second.files, strict=True)
        if one.read_bytes() != two.read_bytes()
    ]
    assert different == []


def test_l_export_public_n_a_aucune_donnee_personnelle(sound_file: Path, tmp_path: Path) -> None:
    """Ni dans les textes, ni dans les classeurs, ni dans le calendrier."""
    text = sound_file.read_text(encoding="utf-8")
    text = text.replace("  date:", "  contact_nom: Zoé Secret\n  contact_courriel: zs@exemple.fr\n  date:")
    text = text.replace(
        "    statut:", "    personne_pilote: Ali Secret\n    elu_referent: Eve Secret\n    statut:"
    )
    sound_file.write_text(text, encoding="utf-8")
    plain = replace(QUICK, documents=(), formats=("html", "ics"))
    shown = produce(sound_file, tmp_path / "interne", options=plain)
    hidden = produce(sound_file, tmp_path / "public", options=replace(plain, public=True))
    assert any("Secret" in path.read_text(encoding="utf-8") for path in shown.files)
    assert not any("Secret" in path.read_text(encoding="utf-8") for path in hidden.files)
    assert not any("zs@exemple" in path.read_text(encoding="utf-8") for path in hidden.files)


def test_l_ancien_fichier_reste_si_l_ecriture_echoue(tmp_path: Path) -> None:
    """Un nom pris par un dossier : la phrase le dit, rien n'est déchiré, aucun reste."""
    (tmp_path / "plan.odt").mkdir()
    (tmp_path / "plan.odt" / "note").write_text("x")
    with pytest.raises(WriteError, match=r"plan\.odt"):
        save_files({tmp_path / "plan.odt": b"nouveau"})
    assert [path.name for path in tmp_path.iterdir()] == ["plan.odt"]


def test_un_dossier_vierge_est_pre_rempli_et_se_relit(tmp_path: Path) -> None:
    """Le territoire est résolu ; il manque seulement le nom et la cause."""
    paths = write_blank("Paris Est Marne et Bois", tmp_path, formats=("ods", "xlsx", "yaml"))
    for path in paths:
        reading = check_file(path)
        assert reading.draft.territory.name == "Paris Est Marne et Bois"
        assert [problem.code for problem in reading.problems if problem.blocking] == ["champ-vide"] * 2


def test_un_dossier_vierge_pour_un_groupe_garde_les_noms(tmp_path: Path) -> None:
    """Un pays, un PETR : plusieurs intercommunalités."""
    (path,) = write_blank("Sud Estuaire ; Sud Retz Atlantique", tmp_path, formats=("ods",))
    assert len(check_file(path).draft.alliance.territory_names) == 2
