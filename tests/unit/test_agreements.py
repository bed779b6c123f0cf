"""Charte, convention, contrat de réciprocité, trame de projet : remplis du dossier, jamais trompeurs."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kit.cli import main
from kit.domain.errors import UsageError
from kit.domain.typography import settle_text
from kit.domain.values import Action
from kit.products.agreements.producing import NAMES, find_agreement, produce_agreement
from kit.products.agreements.texts import group_by_axis, list_other_territories, list_parties
from kit.products.context import build_context
from kit.products.options import EXAMPLE_DAY, Options
from kit.reading.checks import check_file

ROOT = Path(__file__).parents[2]
RETZ = ROOT / "exemples" / "pays-de-retz.yaml"
MUREAUX = ROOT / "exemples" / "les-mureaux.yaml"
OPTIONS = Options(today=EXAMPLE_DAY)
EMPTY = "alliance:\n  nom: Nue\n  territoire: Les Mureaux\n  cause: Se connaître.\n"


def build_text(name: str, source: Path) -> str:
    context = build_context(check_file(source, today=EXAMPLE_DAY), OPTIONS)
    return find_agreement(name).build(context).markdown.replace("\\", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("source", [RETZ, MUREAUX], ids=lambda path: path.stem)
def test_chaque_ecrit_reprend_la_cause_et_les_partenaires(name: str, source: Path) -> None:
    """Ce que le dossier sait n'est pas à retaper."""
    dossier = check_file(source, today=EXAMPLE_DAY).dossier
    text = build_text(name, source)
    assert settle_text(" ".join(dossier.alliance.purpose.split())) in text
    assert all(action.title in text for action in dossier.actions)
    if name != "contrat-reciprocite":
        assert all(partner.name in text for partner in dossier.partners)


@pytest.mark.parametrize("name", NAMES)
def test_un_dossier_presque_vide_donne_un_ecrit_a_completer(name: str, tmp_path: Path) -> None:
    """Ni titre orphelin, ni tableau sans ligne."""
    source = tmp_path / "nu.yaml"
    source.write_text(EMPTY, encoding="utf-8")
    text = build_text(name, source)
    assert "[" in text
    assert not re.search(r"\|[-:|]+\|\n(?!\|)", text)
    assert not re.search(r"^#+ [^\n]+\n+(?=#|\Z)", text, re.MULTILINE)


def test_la_convention_dit_qu_un_juriste_doit_la_relire() -> None:
    """En tête et à la fin."""
    text = build_text("convention", RETZ)
    assert text.index("à faire relire par un service juridique") < text.index("Article 1")
    assert "n’a pas été contrôlé par un juriste" in text
    for title in ("Objet", "Engagements", "Gouvernance", "Suivi", "Données personnelles", "sortie"):
        assert title in text


def test_les_engagements_sont_ceux_du_dossier() -> None:
    """Apports et attentes, mot pour mot."""
    text = build_text("convention", MUREAUX)
    for partner in check_file(MUREAUX, today=EXAMPLE_DAY).dossier.partners:
        assert settle_text(" ".join(partner.brings.split())) in text
        assert settle_text(" ".join(partner.expects.split())) in text


TO_CONTACT = (
    "partenaires:\n"
    "  - {nom: Département (Lot), famille: département ou région, engagement: à contacter, role: porte}\n"
    "  - {nom: Région Occitanie, famille: département ou région, engagement: à contacter}\n"
    "  - {nom: Communes voisines, famille: commune, engagement: en discussion, apporte: Une salle}\n"
)
COMMITTED = "  - {nom: Associations du quartier, famille: association, engagement: engagé}\n"


def list_signatures(text: str) -> list[str]:
    """La première colonne du tableau des signatures."""
    table = text.partition(": Signatures")[2]
    return [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize("name", ["charte", "convention", "contrat-reciprocite"])
def test_ceux_que_l_on_doit_contacter_ne_signent_rien(name: str, tmp_path: Path) -> None:
    """Trois partenaires à contacter ou en discussion : aucun n'est membre, tous sont pressentis."""
    source = tmp_path / "dossier.yaml"
    source.write_text(EMPTY + TO_CONTACT, encoding="utf-8")
    text = build_text(name, source)
    assert list_signatures(text)
    assert all(signature.startswith("[") for signature in list_signatures(text))
    if name != "contrat-reciprocite":
        assert re.search(r"partenaires pressentis", text, re.IGNORECASE)
        assert "(à confirmer)" in text


def test_seul_un_partenaire_engage_signe_la_convention(tmp_path: Path) -> None:
    """Il est nommé avec son article, et le participe s'accorde."""
    source = tmp_path / "dossier.yaml"
    source.write_text(EMPTY + TO_CONTACT + COMMITTED, encoding="utf-8")
    text = build_text("convention", source)
    assert list_signatures(text) == ["Associations du quartier"]
    parties, _, expected = text.partition("ci-après")[0], "", text.partition("pressentis, qui")[2]
    assert "les associations du quartier" in parties
    assert "représentées par [nom et qualité]" in parties
    assert "le Département (Lot), la Région Occitanie et les communes voisines" in expected


def test_ce_qui_n_est_pas_decide_reste_en_blanc() -> None:
    """Ni délai, ni rythme, ni règle de désaccord écrits à la place du groupe."""
    text = build_text("convention", RETZ)
    for invented in ("trois mois", "deux fois", "une fois par an", "une voix par"):
        assert invented not in text


def test_le_contrat_reunit_les_membres_du_groupe_et_la_metropole() -> None:
    """Quatre intercommunalités d'un côté ; de l'autre, le seul partenaire qui est un autre territoire."""
    dossier = check_file(RETZ, today=EXAMPLE_DAY).dossier
    assert len(list_parties(dossier)) == 4
    assert [partner.name for partner in list_other_territories(dossier)] == ["Nantes Métropole"]


def test_le_contrat_cite_son_precedent_avec_sa_source() -> None:
    """La date rétablie, et non celle des Actes."""
    text = build_text("contrat-reciprocite", RETZ)
    assert "10 avril 2019" in text
    assert "p. 20" in text.replace("\u00a0", " ")
    assert "banquedesterritoires.fr" in text


def test_les_orientations_sont_les_axes_dans_l_ordre_du_dossier() -> None:
    """Les actions sans axe viennent à la fin ; les budgets s'additionnent."""
    actions = (
        Action(number="1", title="a", axis="B", budget=10.0),
        Action(number="2", title="b"),
        Action(number="3", title="c", axis="A"),
        Action(number="4", title="d", axis="B", budget=5.0),
    )
    axes = group_by_axis(actions)
    assert [(axis.name, len(axis.actions), axis.budget) for axis in axes] == [
        ("B", 2, 15.0),
        ("A", 1, 0),
        ("Sans axe", 1, 0),
    ]


def test_une_valeur_hostile_reste_du_texte(tmp_path: Path) -> None:
    """Un nom de partenaire qui imite du Markdown ne casse pas le tableau."""
    source = tmp_path / "hostile.yaml"
    partner = "{nom: 'A | B # {{ 7*7 }}', famille: association, apporte: '| x |'}"
    source.write_text(f"{EMPTY}partenaires:\n  - {partner}\n", encoding="utf-8")
    agreement = produce_agreement("charte", source, tmp_path, options=replace(OPTIONS, formats=("html",)))
    assert "A | B # {{ 7*7 }}" in agreement.files[0].read_text(encoding="utf-8")


def test_la_commande_ecrit_les_quatre_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Et rappelle de faire relire."""
    assert main(["modele", "charte", str(RETZ), "--dans", str(tmp_path), "--le", "23/11/2026"]) == 0
    assert sorted(path.name for path in (tmp_path / "pays-de-retz").glob("[!.]*")) == [
        f"charte.{name}" for name in ("docx", "html", "odt", "pdf")
    ]
    assert "relire" in capsys.readouterr().out


def test_un_modele_inconnu_est_refuse(tmp_path: Path) -> None:
    """Avec la liste des modèles."""
    with pytest.raises(UsageError, match="charte"):
        produce_agreement("chartre", RETZ, tmp_path, options=Options(today=dt.date(2026, 11, 23)))


def test_un_caractere_sans_dessin_est_signale(tmp_path: Path) -> None:
    """Le PDF se fait quand même, et on le dit."""
    source = tmp_path / "signe.yaml"
    source.write_text(EMPTY.replace("Se connaître", "Se 𓀀 connaître"), encoding="utf-8")
    agreement = produce_agreement("charte", source, tmp_path, options=replace(OPTIONS, formats=("pdf",)))
    assert [problem.code for problem in agreement.problems] == ["caractere-absent"]
