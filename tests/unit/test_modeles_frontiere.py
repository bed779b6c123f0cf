"""Un dossier de modèles est une frontière : rien n'en sort, rien n'y tourne sans fin, tout refus est dit."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from functools import partial
from pathlib import Path

import pytest

from kit.documents.templates import TemplateError, fill_template, find_template_folder
from kit.products.dossier.producing import produce
from kit.products.making import Production
from kit.products.options import Options
from kit.writers.look import load_look
from kit.writers.pdf import PdfError, write_pdf

REFERENCES = find_template_folder() / "references"
SMALL = "alliance: {nom: Alliance, territoire: Les Mureaux, cause: Apprendre ensemble}\n"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "mes-modeles"
    (folder / "references").mkdir(parents=True)
    return folder


def write_model(models: Path, text: str | bytes, name: str = "essai.md.j2") -> Path:
    path = models / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return models


def make(models: Path, tmp_path: Path, *formats: str) -> Production:
    source = tmp_path / "d.yaml"
    source.write_text(SMALL, encoding="utf-8")
    options = Options(documents=("plan-action",), formats=formats, overrides=models)
    return produce(source, tmp_path / "sortie", options=options)


def list_missed(made: Production) -> list[str]:
    return [problem.message for problem in made.problems if problem.code == "format-manque"]


@pytest.mark.parametrize("name", ["document.css", "document.html", "document.typ", "reference.docx"])
def test_un_dossier_de_modeles_donne_en_chemin_relatif_sert(
    name: str, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """La forme que montre le guide : « --modeles mes-modeles », avec un fichier d'aspect."""
    shutil.copyfile(REFERENCES / name, models / "references" / name)
    monkeypatch.chdir(tmp_path)
    made = make(Path("mes-modeles"), tmp_path, "docx", "html", "pdf")
    assert {path.suffix for path in made.files} == {".docx", ".html", ".pdf"}
    assert list_missed(made) == []


@pytest.mark.parametrize("name", ["essai.md.j2", "references/document.css"])
def test_un_lien_hors_du_dossier_est_refuse(name: str, models: Path, tmp_path: Path) -> None:
    """Il imprimerait un fichier de la machine."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (models / name).symlink_to(secret)
    fill = partial(fill_template, name, {}, overrides=models)
    read = partial(load_look, models) if name.endswith("css") else fill
    with pytest.raises(TemplateError, match="mène à un fichier hors de"):
        read()


@pytest.mark.parametrize("text", ["{% include '../secret.md' %}", "{% include '/etc/hostname' %}"])
def test_un_modele_n_inclut_rien_d_ailleurs(text: str, models: Path, tmp_path: Path) -> None:
    """Ni au-dessus de son dossier, ni à la racine."""
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    with pytest.raises(TemplateError, match="mène à un fichier hors de"):
        fill_template("essai.md.j2", {}, overrides=write_model(models, text))


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{% include 'essai.md.j2' %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    ],
)
def test_un_modele_sans_fin_est_arrete(text: str, models: Path) -> None:
    """Boucles l'une dans l'autre, modèle ou macro qui s'appelle lui-même."""
    with pytest.raises(TemplateError, match="ne finit pas"):
        fill_template("essai.md.j2", {}, overrides=write_model(models, text))


@pytest.mark.parametrize("text", ["{{ 'a' * 999999999 }}", "{{ 9 ** 999999 }}", "{{ '%999999999d' % 1 }}"])
def test_un_modele_ne_remplit_pas_la_memoire(text: str, models: Path) -> None:
    """Une répétition, une puissance ou un format démesurés sont refusés."""
    with pytest.raises(TemplateError, match="opération interdite"):
        fill_template("essai.md.j2", {}, overrides=write_model(models, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("un\n\n{{ 1 / 0 }}\n", "ligne 3, ne peut pas être rempli : il divise par zéro"),
        ("un\n{{ 'a' + 1 }}\n", "ligne 2, ne peut pas être rempli"),
        ("un\ndeux\nÉté\n".encode("latin-1"), "ligne 3, n’est pas enregistré en UTF-8"),
        ("un\n{% if %}\n", "ligne 2, est mal écrit"),
    ],
)
def test_un_modele_fautif_recoit_une_phrase_et_sa_ligne(text: str | bytes, said: str, models: Path) -> None:
    """En français, sans trace."""
    with pytest.raises(TemplateError, match=said):
        fill_template("essai.md.j2", {}, overrides=write_model(models, text))


@pytest.mark.parametrize("spec", ['"@preview/cetz:0.3.1"', '("@pre" + "view/cetz:0.3.1")'])
def test_typst_ne_va_rien_chercher_sur_le_reseau(spec: str, models: Path, tmp_path: Path) -> None:
    """Un modèle qui demande un paquet : le PDF est dit manqué, les autres formats sont faits."""
    page = (REFERENCES / "document.typ").read_text(encoding="utf-8")
    write_model(models, f"#import {spec}: canvas\n{page}", "references/document.typ")
    before = dict(os.environ)
    made = make(models, tmp_path, "html", "pdf")
    assert [path.suffix for path in made.files] == [".html"]
    (said,) = list_missed(made)
    assert "sur le réseau, que le kit n’ouvre pas" in said
    assert dict(os.environ) == before


def test_une_mise_en_page_sans_fin_est_arretee(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Composée à part, elle est arrêtée, et les autres formats sont faits."""
    monkeypatch.setattr("kit.writers.pdf._SECONDS", 2)
    loops = "for i in range(9999) { for j in range(9999) { for k in range(9999) { s += 1 } } }"
    write_model(models, f"#{{ let s = 0; {loops} }}\n", "references/document.typ")
    made = make(models, tmp_path, "html", "pdf")
    assert [path.suffix for path in made.files] == [".html"]
    assert "ne finit pas" in list_missed(made)[0]


def test_typst_ne_lit_rien_hors_de_son_dossier(tmp_path: Path) -> None:
    """Un modèle de mise en page ne montre pas un fichier de la machine."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    page = tmp_path / "travail" / "page.typ"
    page.parent.mkdir()
    page.write_text('#read("../secret.txt")', encoding="utf-8")
    with pytest.raises(PdfError):
        write_pdf(page, day=dt.date(2026, 1, 1), look=load_look())


def test_une_feuille_de_style_qui_n_est_pas_en_utf_8_est_refusee(models: Path, tmp_path: Path) -> None:
    """La phrase nomme le fichier."""
    write_model(models, "/* été */".encode("latin-1"), "references/document.css")
    with pytest.raises(TemplateError, match=r"« document\.css » n’est pas enregistré en UTF-8"):
        make(models, tmp_path, "html")
