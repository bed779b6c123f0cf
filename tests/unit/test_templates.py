"""Les modèles : la protection des valeurs, les erreurs, les remplacements."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.documents.templates import TemplateError, escape_markdown, fill_template
from kit.domain.typography import NARROW, NBSP


def write(folder: Path, text: str) -> Path:
    (folder / "essai.md.j2").write_text(text, encoding="utf-8")
    return folder


def test_une_valeur_ne_devient_jamais_de_la_syntaxe(tmp_path: Path) -> None:
    """Un titre, un lien ou une barre saisis restent du texte."""
    folder = write(tmp_path, "| {{ nom }} |")
    assert fill_template("essai.md.j2", {"nom": "# [a](b) | c"}, overrides=folder) == (
        r"| \# \[a\]\(b\) \| c |"
    )


def test_une_valeur_n_est_pas_relue_comme_un_modele(tmp_path: Path) -> None:
    """Des accolades saisies ne s'évaluent pas."""
    folder = write(tmp_path, "{{ nom }}")
    assert "49" not in fill_template("essai.md.j2", {"nom": "{{ 7*7 }}"}, overrides=folder)


def test_le_texte_fixe_recoit_la_typographie_et_les_valeurs_leurs_espaces(tmp_path: Path) -> None:
    """« Pourquoi ? » du modèle est composé ; les mots de la personne restent, ses espaces se règlent."""
    folder = write(tmp_path, "Pourquoi ? {{ nom }} : fin")
    filled = fill_template("essai.md.j2", {"nom": "Qui, l'autre ?"}, overrides=folder)
    assert filled == f"Pourquoi{NARROW}? Qui\\, l\\'autre{NARROW}\\?{NBSP}: fin"


def test_une_citation_citee_n_a_qu_une_paire_de_guillemets(tmp_path: Path) -> None:
    """Le modèle cite l'objection ; la personne l'avait déjà mise entre guillemets."""
    folder = write(tmp_path, "« {{ nom }} »")
    filled = fill_template("essai.md.j2", {"nom": "« Pas le temps » , dit-on"}, overrides=folder)
    assert filled == f"«{NBSP}Pas le temps{NBSP}»\\, dit\\-on{NBSP}»"
    assert fill_template("essai.md.j2", {"nom": "«Non»"}, overrides=folder) == f"«{NBSP}Non{NBSP}»"


def test_un_champ_inconnu_est_nomme_avec_le_plus_proche(tmp_path: Path) -> None:
    """La phrase dit le modèle, le champ et le nom probable."""
    folder = write(tmp_path, "{{ titel }}")
    with pytest.raises(TemplateError, match=r"essai\.md\.j2.*« titel ».*vouliez-vous dire « titre »"):
        fill_template("essai.md.j2", {"titre": "x"}, overrides=folder)


def test_un_modele_mal_ecrit_dit_sa_ligne(tmp_path: Path) -> None:
    """Un guillemet français dans une balise, faute courante, est expliqué avec sa ligne."""
    folder = write(tmp_path, "bonjour\n{{ x|default(« rien ») }}")
    with pytest.raises(TemplateError, match="ligne 2"):
        fill_template("essai.md.j2", {"x": 1}, overrides=folder)


def test_un_modele_hostile_est_arrete(tmp_path: Path) -> None:
    """Un modèle reçu d'ailleurs ne peut pas atteindre le système."""
    folder = write(tmp_path, "{{ cycler.__init__.__globals__ }}")
    with pytest.raises(TemplateError, match="interdite"):
        fill_template("essai.md.j2", {}, overrides=folder)


def test_un_modele_absent_est_nomme() -> None:
    """Sans trace, avec son nom."""
    with pytest.raises(TemplateError, match=r"inconnu\.md\.j2"):
        fill_template("inconnu.md.j2", {})


@pytest.mark.parametrize("text", ["a\x0bb", "a\x00b", "a\ud800b"])
def test_les_caracteres_de_commande_disparaissent(text: str) -> None:
    """Ils feraient tomber les écrivains de XML."""
    assert escape_markdown(text) == "ab"


def test_les_espaces_insecables_restent() -> None:
    """Seules les espaces ordinaires et les retours à la ligne sont repliés."""
    assert escape_markdown(f" 12{NARROW}500{NBSP}\n\t€ ") == f"12{NARROW}500{NBSP} €"


def test_une_suite_garde_l_espace_qui_la_separe(tmp_path: Path) -> None:
    """« A1 – Agir ; pilote : Mairie », jamais « Agir; pilote » ; rien du tout sans pilote."""
    folder = write(tmp_path, '{{ titre }}{{ pilote | prefixe(" ; pilote : ") }}{{ rien | prefixe(" – ") }}')
    filled = fill_template("essai.md.j2", {"titre": "Agir", "pilote": "Mairie", "rien": ""}, overrides=folder)
    assert filled == f"Agir{NARROW}\\; pilote{NBSP}\\: Mairie"
