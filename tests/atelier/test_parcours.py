"""Le parcours d'une personne, dans Chromium et dans Firefox : du premier champ aux fichiers, et retour."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from annotated import annotate_to, answer, write_faulty
from atelier.conftest import ROOT, Play, list_foreign, read_bytes

from kit.products.options import EXAMPLE_DAY
from kit.reading.checks import check_file
from kit.web._files import prefill

pytestmark = pytest.mark.navigateur

GRIDS = sorted((ROOT / "exemples" / "grilles").glob("*.ods"))
NAME = "Essai & <b>gras</b> 🙂"


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def tour(
    request: pytest.FixtureRequest, play: Play, address: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Le parcours entier, joué une fois par navigateur."""
    folder = tmp_path_factory.mktemp(request.param)
    seen: dict[str, Any] = play(
        "parcours", "parcours", browser=request.param, folder=str(folder), grids=[str(one) for one in GRIDS]
    )
    return {**seen, "folder": folder, "address": address}


def test_les_homonymes_se_choisissent_au_clavier(tour: dict[str, Any]) -> None:
    """Plusieurs « Saint-Denis », chacun avec son département ; les flèches et Entrée choisissent."""
    same = [label for label in tour["choices"] if label.startswith("Saint-Denis (")]
    assert len(same) >= 3
    assert len({label.rpartition(", ")[2] for label in same}) == len(same)


def test_continuer_montre_ce_qui_bloque_et_y_mene(tour: dict[str, Any]) -> None:
    """Le résumé prend le focus ; son premier lien mène au premier champ vide."""
    summary = tour["summary"]
    assert summary["focused"]
    assert len(summary["links"]) == 2
    assert all(link.startswith("À corriger") for link in summary["links"])
    assert summary["landed"] == "nom"


def test_une_date_fausse_se_dit_a_cote_de_son_champ(tour: dict[str, Any]) -> None:
    """Le champ est marqué faux, et la phrase du kit le décrit."""
    assert tour["wrong"]["invalid"] == "true"
    assert "« 31/02/2027 » n’est pas une date" in tour["wrong"]["said"].replace("\u00a0", " ")
    assert "À corriger" in tour["wrong"]["said"]


def test_une_ligne_se_deplace_se_supprime_et_revient(tour: dict[str, Any]) -> None:
    """Monter change l'ordre ; la suppression laisse un bouton d'annulation, qui a le focus."""
    assert tour["rows"]["moved"] == ["Club d’entreprises", "Lycée du parc"]
    assert tour["rows"]["undoFocused"]


def test_chaque_fichier_est_celui_de_son_format(tour: dict[str, Any]) -> None:
    """Page web, classeurs et agenda, faits sur place ; ce qui est écrit y reste du texte."""
    files = tour["files"]
    page = read_bytes(files["fiche-argumentaire.html"]).decode()
    assert "Essai &amp; &lt;b&gt;gras&lt;/b&gt;" in page
    for name in ("plan-action.xlsx", "plan-action.ods", "grille-evaluation.xlsx"):
        assert zipfile.is_zipfile(io.BytesIO(read_bytes(files[name])))
    assert read_bytes(files["plan-action.ics"]).startswith(b"BEGIN:VCALENDAR")
    assert len({file["name"] for file in files.values()}) == len(files)


def test_l_apercu_est_isole_de_la_page(tour: dict[str, Any]) -> None:
    """Le cadre a un titre, montre le document, et aucun script ne s'y exécute."""
    assert tour["shown"]["title"].startswith("Aperçu")
    assert NAME in tour["shown"]["heading"]
    assert "allow-scripts" not in tour["shown"]["sandbox"]


def test_le_dossier_enregistre_se_rouvre_a_l_identique(tour: dict[str, Any]) -> None:
    """Ce que la page enregistre, elle le relit ; la ligne de commande aussi."""
    values = tour["reopened"]["values"]
    assert values == {
        "nom": NAME,
        "cause": "=1+1 agir ensemble",
        "date": "01/03/2027",
        "action": "A1 · Se rencontrer",
    }
    path = Path(tour["folder"]) / tour["reopened"]["saved"]["name"]
    dossier = check_file(path).dossier
    assert dossier.alliance.name == NAME
    assert [partner.name for partner in dossier.partners] == ["Club d’entreprises", "Lycée du parc"]


def test_les_grilles_reunies_montrent_scores_ecarts_et_ordre_du_jour(tour: dict[str, Any]) -> None:
    """L'image du groupe porte figures et tableaux, et son classeur se télécharge."""
    merged = tour["merged"]
    assert f"{len(GRIDS)} grilles réunies" in merged["shown"]["said"].replace("\u00a0", " ")
    assert merged["shown"]["charts"] >= 1
    assert merged["shown"]["tables"] >= 1
    assert zipfile.is_zipfile(io.BytesIO(read_bytes(merged["workbook"])))


def test_rien_ne_part_vers_un_autre_hote(tour: dict[str, Any]) -> None:
    """Aucune requête ailleurs, et aucune erreur de script, pendant tout le parcours."""
    assert list_foreign(tour["requests"], tour["address"]) == []
    assert tour["errors"] == []


def test_les_echelons_publics_se_proposent_et_ne_s_ajoutent_qu_au_clic(play: Play) -> None:
    """Ceux de « kit nouveau », après ce qui est déjà écrit, sans doubler un partenaire de même nom."""
    levels = [one["nom"] for one in prefill("44131", EXAMPLE_DAY)["partenaires"]]
    assert len(levels) == 3
    typed = ["Lycée du parc", levels[1].upper()]
    told = play("parcours", "echelons", typed=typed)
    assert told["offered"] == [levels[0], levels[2]]
    assert told["before"] == typed
    assert told["after"] == [*typed, levels[0], levels[2]]
    assert told["engagement"] == prefill("44131", EXAMPLE_DAY)["partenaires"][2]["engagement"]
    assert told["focused"]
    assert told["errors"] == []


def test_un_nom_exact_se_prend_en_quittant_le_champ(play: Play) -> None:
    """Des homonymes restent à choisir ; un groupement garde son nom, ses membres s'y ajoutent."""
    told = play("parcours", "territoires")
    assert told["moved"]
    assert told["homonyms"] == ["Sainte-Pazanne (44186)"]
    assert told["chosen"] == ["Sainte-Pazanne (44186)", "PETR des Deux Rives"]
    assert told["errors"] == []


def test_un_classeur_ouvert_se_reprend_annote(play: Play, tmp_path: Path) -> None:
    """Au clavier, la copie de la commande ; ce qui y est accepté est lu quand on la rouvre."""
    path = write_faulty(tmp_path, ".ods")
    copy = annotate_to(path)
    answer(copy, lambda row: ("oui", "") if row["Proposition"] == "73,50" else ("", ""))
    told = play("parcours", "annoter", workbook=str(path), accepted=str(copy))
    assert (told["violations"], told["menuViolations"]) == ([], [])
    assert told["copy"]["name"] == told["again"]["name"] == "dossier (annoté).ods"
    assert "Corrections à accepter" in read_members(told["copy"])["content.xml"].decode()
    assert told["focused"]
    assert "1 correction appliquée" in told["read"].replace("\u00a0", " ")
    assert told["errors"] == []


def test_tout_telecharger_donne_les_fichiers_un_a_un(play: Play) -> None:
    """Une archive aux noms de la commande : chaque membre est, à l'octet, le fichier pris seul."""
    told = play("parcours", "tout")
    one = {name: read_bytes(file) for name, file in told["one"].items()}
    light, full = (read_members(told[name]) for name in ("light", "full"))
    office = (".docx", ".odt", ".pptx")
    assert full == one
    assert light == {name: content for name, content in one.items() if not name.endswith(office)}
    assert {Path(name).suffix for name in full} == {".html", ".xlsx", ".ods", ".ics", *office}
    assert told["full"]["name"].endswith("-documents.zip")
    assert told["errors"] == []


def test_les_grilles_reunies_se_prennent_en_word_et_en_writer(play: Play) -> None:
    """Après un chargement demandé sur place ; rien de pandoc avant."""
    told = play("parcours", "grilles", grids=[str(one) for one in GRIDS])
    assert told["before"] == ["html", "xlsx", "ods"]
    for name, part in (("docx", "word/document.xml"), ("odt", "content.xml")):
        assert told["made"][name]["name"] == f"grilles-reunies.{name}"
        assert "Un désaccord est une information" in read_members(told["made"][name])[part].decode()
    assert told["errors"] == []


def read_members(file: dict[str, Any]) -> dict[str, bytes]:
    """Les membres d'une archive que la page a faite."""
    with zipfile.ZipFile(io.BytesIO(read_bytes(file))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_les_poids_annonces_sont_les_vrais(site: Path) -> None:
    """L'invitation et le bouton de Word disent les mégaoctets que le moteur pèse."""
    lot = json.loads((site / "moteur" / "lot.json").read_text(encoding="utf-8"))
    kit, pandoc = (sum(part["packed"] for part in lot[phase]["parts"]) for phase in ("kit", "pandoc"))
    assert "moins de 10&nbsp;Mo" in (site / "index.html").read_text(encoding="utf-8")
    assert 5e6 < kit < 10e6
    announced = (site / "page" / "office.mjs").read_text(encoding="utf-8")
    assert f"PANDOC_MEGA = {round(pandoc / 1e6)};" in announced
