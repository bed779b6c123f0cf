"""Ce que la page demande au kit donne la même chose que la ligne de commande."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from annotated import DAY, annotate_to, answer, write_faulty
from web.same_page import outline
from web.samples import EXAMPLES, Ask, RefusedError, load_example

from kit.domain.errors import InputError, format_problem
from kit.products.context import build_context
from kit.products.dossier.producing import convert, produce
from kit.products.dossier.product import DOCUMENTS
from kit.products.options import EXAMPLE_DAY, Options
from kit.products.product import find_document
from kit.reading.checks import check_file
from kit.reading.forms import FORMS
from kit.writers.page import write_page
from kit.writers.pandoc import write_documents

KINDS = [one.name for one in DOCUMENTS]


def list_blocking(checked: dict[str, Any]) -> list[str]:
    """Les codes de ce qui bloque."""
    return [one["code"] for one in checked["problems"] if one["blocking"]]


def test_le_formulaire_decrit_porte_tous_les_champs_et_tous_les_criteres(ask: Ask) -> None:
    """Chaque champ déclaré est décrit une fois ; la grille a ses situations."""
    described, _ = ask("describe")
    found = [(form["name"], [field["name"] for field in form["fields"]]) for form in described["forms"]]
    assert found == [(form.name, [field.name for field in form.fields]) for form in FORMS]
    criteria = [one for part in described["grid"]["dimensions"] for one in part["criteria"]]
    assert len(criteria) == 18
    assert all(set(one["situations"]) == {"A", "B", "C"} for one in criteria)


def test_le_controle_dit_les_phrases_de_la_commande(ask: Ask, example: str) -> None:
    """Mêmes problèmes, mêmes phrases, au nom du fichier et au numéro de ligne près."""
    checked, _ = ask("check", values=load_example(example))
    expected = check_file(EXAMPLES / f"{example}.yaml", today=EXAMPLE_DAY).problems
    assert [one["code"] for one in checked["problems"]] == [one.code for one in expected]
    for shown, problem in zip(checked["problems"], expected, strict=True):
        assert format_problem(problem).endswith(f"{shown['message'][1:]} {shown['remedy']}")
    assert list_blocking(checked) == []


def test_un_probleme_designe_son_champ(ask: Ask) -> None:
    """Le formulaire, la ligne comptée de 0 et le champ, que le défaut soit de lecture ou de cohérence."""
    values = load_example("pays-de-retz")
    values["alliance"]["cause"] = ""
    values["actions"][1]["fin"] = "32/13/2026"
    values["actions"][2]["structure_pilote"] = None
    checked, _ = ask("check", values=values)
    spots = {(one["code"], one["form"], one["row"], one["field"]) for one in checked["problems"]}
    assert ("champ-vide", "alliance", 0, "cause") in spots
    assert ("date-attendue", "actions", 1, "fin") in spots
    assert ("sans-pilote", "actions", 2, "structure_pilote") in spots
    assert list_blocking(checked) == ["champ-vide", "date-attendue"]


@pytest.mark.parametrize(
    ("values", "code"),
    [([], "forme-inattendue"), ({}, "feuille-absente"), ({"alliance": "x"}, "forme-inattendue")],
)
def test_des_valeurs_sans_forme_donnent_un_probleme(ask: Ask, values: object, code: str) -> None:
    """Jamais une erreur : un problème qui bloque."""
    checked, _ = ask("check", values=values)
    assert code in {one["code"] for one in checked["problems"]}
    assert list_blocking(checked)


def test_un_emboitement_sans_fin_est_refuse(ask: Ask) -> None:
    """Une valeur emboîtée mille fois donne une phrase."""
    deep: object = "x"
    for _ in range(200):
        deep = [deep]
    checked, _ = ask("check", values={"alliance": {"nom": deep}})
    assert list_blocking(checked)


@pytest.mark.parametrize("kind", KINDS)
def test_l_apercu_a_les_memes_elements_que_la_page_de_pandoc(example: str, kind: str) -> None:
    """Mêmes balises, mêmes attributs, même texte, dans le même ordre ; les largeurs de colonnes à part."""
    reading = check_file(EXAMPLES / f"{example}.yaml", today=EXAMPLE_DAY)
    document = find_document(kind, DOCUMENTS).build(build_context(reading, Options(today=EXAMPLE_DAY)))
    official = write_documents((document,), ("html",))[document.name, "html"].decode()
    assert outline(write_page(document).decode()) == outline(official)


@pytest.mark.parametrize("name", ["xlsx", "ods", "ics"])
def test_un_classeur_ou_un_calendrier_est_celui_de_la_commande(
    ask: Ask, example: str, name: str, tmp_path: Path
) -> None:
    """Les mêmes octets."""
    kinds = [one.name for one in DOCUMENTS if name in one.formats]
    source = EXAMPLES / f"{example}.yaml"
    made = produce(source, tmp_path, options=Options(formats=(name,), today=EXAMPLE_DAY))
    official = {path.name: path.read_bytes() for path in made.files}
    for kind in kinds:
        _, files = ask("produce", values=load_example(example), kind=kind, format=name)
        assert files[0][1] == official[f"{kind}.{name}"]
        assert files[0][0].endswith(f"-{kind}.{name}")


def test_une_archive_porte_les_fichiers_de_la_commande(ask: Ask, tmp_path: Path) -> None:
    """Mêmes noms, mêmes octets ; ceux de pandoc arrivent faits, dans l'ordre de la demande."""
    names = ("xlsx", "ods", "ics")
    source = EXAMPLES / "pays-de-retz.yaml"
    made = produce(source, tmp_path, options=Options(formats=names, today=EXAMPLE_DAY))
    official = {path.name: path.read_bytes() for path in made.files}
    wanted = [
        {"kind": one.name, "format": name} for one in DOCUMENTS for name in names if name in one.formats
    ]
    values = load_example("pays-de-retz")
    given = [{"kind": KINDS[0], "format": "docx"}, *wanted, {"kind": KINDS[1], "format": "odt"}]
    _, files = ask("bundle", b"un", b"deux", values=values, wanted=given)
    with zipfile.ZipFile(io.BytesIO(files[0][1])) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {f"{KINDS[0]}.docx": b"un", **official, f"{KINDS[1]}.odt": b"deux"}
    with pytest.raises(RefusedError, match="avec son contenu"):
        ask("bundle", values=values, wanted=given)


@pytest.mark.parametrize("name", ["ods", "xlsx", "yaml"])
def test_le_dossier_enregistre_est_celui_de_convertir(
    ask: Ask, example: str, name: str, tmp_path: Path
) -> None:
    """Les mêmes octets, et il se reprend sans rien perdre."""
    (official,) = convert(EXAMPLES / f"{example}.yaml", tmp_path, formats=(name,))
    _, files = ask("save", values=load_example(example), format=name)
    assert files[0][1] == official.read_bytes()
    opened, _ = ask("open_file", files[0][1], name=f"repris.{name}")
    _, again = ask("save", values=opened["values"], format=name)
    assert again[0][1] == files[0][1]


def test_un_dossier_incomplet_se_garde_et_se_reprend(ask: Ask) -> None:
    """Même une valeur fausse est gardée telle qu'elle a été saisie."""
    values = {"alliance": {"nom": "Essai"}, "actions": [{"numero": "A1", "fin": "bientôt"}]}
    for name in ("ods", "xlsx", "yaml"):
        _, files = ask("save", values=values, format=name)
        assert files[0][0] == f"essai.{name}"
        opened, _ = ask("open_file", files[0][1], name=files[0][0])
        assert opened["values"]["alliance"] == {"nom": "Essai"}
        assert opened["values"]["actions"] == [{"numero": "A1", "fin": "bientôt"}]


def test_un_dossier_bloque_ne_donne_aucun_document(ask: Ask) -> None:
    """La réponse porte tous les problèmes qui bloquent."""
    with pytest.raises(RefusedError) as refused:
        ask("produce", values={"alliance": {"nom": "x"}}, kind="plan-action", format="xlsx")
    assert len(refused.value.problems) >= 2


def test_un_export_public_n_a_pas_de_donnee_personnelle(ask: Ask) -> None:
    """Le contact du dossier n'est pas dans la fiche publique."""
    values = load_example("pays-de-retz")
    values["alliance"]["contact_nom"] = "Camille Essai"
    shown, _ = ask("preview", values=values, kind="fiche-argumentaire")
    assert "Camille Essai" in shown["page"]
    hidden, _ = ask("preview", values=values, kind="fiche-argumentaire", public=True)
    assert "Camille Essai" not in hidden["page"]


def test_un_fichier_trop_gros_est_refuse_sur_sa_taille(ask: Ask) -> None:
    """La page ne le lit pas : le kit dit la phrase de la commande."""
    with pytest.raises(RefusedError, match="le fichier pèse 100 Mo, au-delà de la limite de 20 Mo"):
        ask("open_file", b"", name="gros.ods", size=100_000_000)


@pytest.mark.parametrize("name", ["ancien.xls", "texte.txt", "vide.ods", "abime.xlsx", "faux.yaml"])
def test_un_mauvais_fichier_donne_la_phrase_de_la_commande(ask: Ask, name: str, tmp_path: Path) -> None:
    """Ancien format, format inconnu, vide, abîmé, YAML faux."""
    content = {"vide.ods": b"", "abime.xlsx": b"PK\x03\x04", "faux.yaml": b"alliance: [oups"}.get(name, b"x")
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as official:
        check_file(path)
    with pytest.raises(RefusedError) as refused:
        ask("open_file", content, name=name)
    assert str(refused.value) == str(official.value)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_le_classeur_annote_est_celui_de_la_commande(ask: Ask, tmp_path: Path, suffix: str) -> None:
    """Les mêmes octets ; et la page reprend ce qui y est accepté."""
    path = write_faulty(tmp_path, suffix)
    _, files = ask("annotate", path.read_bytes(), name=path.name, today=DAY.isoformat())
    copy = annotate_to(path)
    assert files == [(copy.name, copy.read_bytes())]
    answer(copy, lambda row: ("oui", "") if row["Proposition"] == "73,50" else ("", ""))
    opened, _ = ask("open_file", copy.read_bytes(), name=copy.name, today=DAY.isoformat())
    assert opened["values"]["actions"][0]["budget"] == "73,50"
    assert "corrections-appliquees" in [problem["code"] for problem in opened["problems"]]


def test_un_yaml_ne_s_annote_pas(ask: Ask) -> None:
    """La phrase de la commande."""
    with pytest.raises(RefusedError, match=r"seul un classeur \.xlsx ou \.ods peut être annoté"):
        ask("annotate", b"alliance: {}", name="dossier.yaml")


def test_un_territoire_se_cherche_avec_ses_homonymes(ask: Ask) -> None:
    """Chaque choix dit son département, et s'écrit tel quel dans le dossier."""
    found, _ = ask("search_territory", query="Saint-Denis", limit=10)
    labels = [match["label"] for match in found["matches"]]
    assert any("Seine-Saint-Denis" in label for label in labels)
    assert any("La Réunion" in label for label in labels)
    assert (found["exact"], found["is_group"]) == ("", False)
    assert ask("search_territory", query="Sainte-Pazanne")[0]["exact"] == "Sainte-Pazanne (44186)"
    assert ask("search_territory", query="PETR des Deux Rives")[0]["is_group"]
    values = load_example("pays-de-retz")
    values["alliance"]["territoire"] = found["matches"][0]["entry"]
    checked, _ = ask("check", values=values)
    assert list_blocking(checked) == []


def test_un_dossier_vierge_est_pre_rempli(ask: Ask) -> None:
    """Le territoire, la date et les échelons publics."""
    found, _ = ask("prefill", territory="Pornic")
    assert found["values"]["alliance"] == {"territoire": "Pornic (44131)", "date": "23/11/2026"}
    assert found["values"]["partenaires"][0]["nom"] == "Pornic Agglo Pays de Retz"


def test_le_diaporama_s_adresse_au_public_demande(ask: Ask) -> None:
    """Sinon au premier public du dossier ; un public inconnu est refusé avec une phrase."""
    values = load_example("pays-de-retz")
    asked = {"values": values, "kind": "argumentaire-diapositives"}
    first, second = (ask("preview", **asked, **more)[0]["page"] for more in ({}, {"audience": "entreprise"}))
    assert "public\u00a0: élu<" in first
    assert "public\u00a0: entreprise<" in second
    with pytest.raises(RefusedError, match="le public « martien » n’existe pas"):
        ask("preview", **asked, audience="martien")
