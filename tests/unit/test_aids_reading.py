"""Lire un export d'Aides-territoires : ce qui se lit est lu, le reste est nommé, rien ne plante."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.domain.errors import InputError, format_problem
from kit.products.aids.aid import AidAudience, AidStep, AidType, Destination, Recurrence, Scale
from kit.products.aids.reading import MAX_BYTES, read_aids
from kit.products.aids.shipped import load_shipped_aids as load

KEYS = ["name", "id", "results", "targeted_audiences", "perimeter", "url", "start_date"]
EXAMPLE = Path(__file__).parents[1] / "data" / "aides-exemple.json"


def write_json(folder: Path, value: object) -> Path:
    path = folder / "aides.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def read_one(folder: Path, **fields: Any) -> Any:
    aids, problems = read_aids(write_json(folder, [{"id": 1, "name": "Aide", **fields}]))
    return aids.aids[0], [problem.code for problem in problems]


def refuse(path: Path) -> list[str]:
    with pytest.raises(InputError) as stop:
        read_aids(path)
    return [problem.code for problem in stop.value.problems]


def test_l_export_d_exemple_se_lit_sans_defaut() -> None:
    """Douze aides inventées, leur date, leur licence."""
    aids, problems = read_aids(EXAMPLE)
    assert len(aids.aids) == 12
    assert [(problem.code, problem.found) for problem in problems] == [
        ("aides-colonnes-laissees", "champ_nouveau")
    ]
    assert (aids.extracted_on, aids.extraction_note) == (dt.date(2026, 11, 20), "date écrite dans le fichier")
    assert aids.licence.startswith("Licence Ouverte 2.0")
    assert "inventés" in EXAMPLE.read_text(encoding="utf-8")[:200]


def test_chaque_champ_trouve_sa_place() -> None:
    """La première fiche, lue champ par champ."""
    first = read_aids(EXAMPLE)[0].aids[0]
    assert first.operators == ("Région inventée",)
    assert first.audiences == (AidAudience.ASSOCIATION, AidAudience.COMMUNE, AidAudience.EPCI)
    assert first.perimeter is not None
    assert (first.perimeter.name, first.perimeter.scale) == ("Île-de-France", Scale.REGION)
    assert first.steps == (AidStep.DESIGN, AidStep.DELIVERY)
    assert first.destinations == (Destination.RUNNING,)
    assert first.types == (AidType.GRANT,)
    assert (first.deadline, first.recurrence) == (dt.date(2027, 3, 31), Recurrence.RECURRING)
    assert first.amounts == ("taux de 20 à 50 %",)
    assert first.url == "https://aides-territoires.beta.gouv.fr/aides/exemple-1/"


def test_le_html_devient_du_texte_et_les_scripts_se_taisent(tmp_path: Path) -> None:
    """Balises, entités et scripts, jusque dans le nom."""
    aid, problems = read_one(
        tmp_path,
        name="<b>Aide</b> &amp; appui<script>alert(1)</script>",
        description="<p>Un</p><style>p{}</style><img src=x onerror=alert(1)><p>Deux &lt; trois</p>",
    )
    assert (aid.name, aid.description, problems) == ("Aide & appui", "Un\nDeux < trois", [])


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//ailleurs.example", "file:///etc/passwd", "http://["]
)
def test_une_adresse_qui_n_est_pas_une_page_web_n_est_pas_gardee(tmp_path: Path, address: str) -> None:
    """Rien d'autre que http et https, avec un hôte."""
    assert read_one(tmp_path, url=address)[0].url == ""


def test_une_date_impossible_reste_inconnue_et_se_dit(tmp_path: Path) -> None:
    """L'aide est gardée."""
    aid, problems = read_one(tmp_path, submission_deadline="2026-02-31", start_date="bientôt")
    assert (aid.deadline, aid.starts_on, problems) == (None, None, ["aides-date", "aides-date"])


def test_une_valeur_inconnue_se_dit_et_ne_prouve_rien(tmp_path: Path) -> None:
    """Le champ est noté comme mal lu ; les valeurs connues restent."""
    aid, problems = read_one(
        tmp_path, targeted_audiences=["Communes", "Martiens"], subvention_rate_upper_bound=250
    )
    assert (aid.audiences, problems) == ((AidAudience.COMMUNE,), ["aides-valeur", "aides-valeur"])
    assert "targeted_audiences" in aid.unread


def test_un_champ_inconnu_est_mis_de_cote(tmp_path: Path) -> None:
    """Son nom et sa valeur restent lisibles dans le classeur."""
    assert read_one(tmp_path, nouveau={"a": 1})[0].aside == (("nouveau", '{"a": 1}'),)


def test_les_fiches_mal_formees_sont_nommees_toutes_a_la_fois(tmp_path: Path) -> None:
    """Par leur rang ; les autres sont lues."""
    path = write_json(tmp_path, {"results": [3, {"id": 1}, {"name": "Bonne"}, None, {"name": "<br>"}]})
    aids, problems = read_aids(path)
    assert [aid.name for aid in aids.aids] == ["Bonne"]
    assert [problem.where.path for problem in problems] == [f"results[{rank}]" for rank in (0, 1, 3, 4)]
    assert not any(problem.blocking for problem in problems)


def test_une_page_de_resultats_dit_qu_elle_est_incomplete(tmp_path: Path) -> None:
    """Trente aides sur trois mille ne sont pas toutes les aides."""
    path = write_json(tmp_path, {"count": 3000, "results": [{"name": "Une"}]})
    assert [problem.code for problem in read_aids(path)[1]] == ["aides-incomplet"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{pas du json", "aides-json"),
        (b"[" * 200_000, "aides-json"),
        (b'{"aides": []}', "aides-forme"),
        (b'"texte"', "aides-forme"),
        (b"[]", "aides-aucune"),
        (b"", "fichier-vide"),
    ],
)
def test_un_mauvais_json_est_refuse_avec_une_phrase(tmp_path: Path, content: bytes, code: str) -> None:
    """Ni trace, ni demi-lecture."""
    path = tmp_path / "aides.json"
    path.write_bytes(content)
    assert refuse(path) == [code]


def test_un_fichier_de_deux_cents_megaoctets_est_refuse_sans_etre_lu(tmp_path: Path) -> None:
    """La phrase dit la limite."""
    path = tmp_path / "aides.json"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    assert MAX_BYTES < 200_000_000
    assert refuse(path) == ["aides-trop-gros"]


def test_un_fichier_absent_ou_d_un_autre_format_est_refuse(tmp_path: Path) -> None:
    """Deux phrases différentes."""
    (tmp_path / "aides.pdf").write_bytes(b"%PDF-1.7 texte")
    assert refuse(tmp_path / "rien.json") == ["aides-absent"]
    assert refuse(tmp_path / "aides.pdf") == ["aides-format"]


def test_un_csv_francais_se_lit_comme_le_json(tmp_path: Path) -> None:
    """Points-virgules, encodage d'Excel, libellés français, listes à virgules."""
    path = tmp_path / "aides.csv"
    rows = (
        "Nom;Porteurs d'aide;Bénéficiaires;Périmètre;Échelle;Date de clôture;Lien",
        "Aide à l'écoute;Région;Communes, Associations;Bretagne;Région;31/03/2027;https://exemple.fr/a",
    )
    path.write_bytes("\r\n".join(rows).encode("cp1252"))
    aids, problems = read_aids(path)
    aid = aids.aids[0]
    assert problems == ()
    assert (aid.name, aid.operators) == ("Aide à l'écoute", ("Région",))
    assert aid.audiences == (AidAudience.COMMUNE, AidAudience.ASSOCIATION)
    assert (aid.deadline, aid.url) == (dt.date(2027, 3, 31), "https://exemple.fr/a")


def test_un_libelle_qui_contient_des_virgules_reste_entier(tmp_path: Path) -> None:
    """Les établissements publics d'Aides-territoires en ont deux."""
    label = "Établissements publics (écoles, bibliothèques…) / Services de l'État"
    path = tmp_path / "aides.csv"
    path.write_text(f'name,targeted_audiences\nAide,"{label}"\n', encoding="utf-8")
    assert read_aids(path)[0].aids[0].audiences == (AidAudience.PUBLIC_BODY,)


def test_un_csv_aux_autres_colonnes_est_refuse(tmp_path: Path) -> None:
    """La phrase cite les colonnes lues."""
    path = tmp_path / "aides.csv"
    path.write_text("ville;habitants\nBrest;140000\n", encoding="utf-8")
    with pytest.raises(InputError, match="ville, habitants") as stop:
        read_aids(path)
    assert "« name » ou « nom »" in format_problem(stop.value.problems[0])


# --- Aides-territoires aujourd'hui : les quatre formes de la réponse, les trois tableaux ----------

SEARCH_EXPORT = (
    (
        *("Nom de l'aide", "Programmes", "Nom initial", "Porteurs d’aides", "Instructeurs de l'aide"),
        *("Bénéficiaires", "Types d'aide", "Taux de subvention, min. et max. (en %, nombre entier)"),
        *("Appel à projet / Manifestation d’intérêt", "Description", "Sous thématiques", "Date de clôture"),
        "État d'avancement du projet pour bénéficier du dispositif",
        *("Types de dépenses / actions couvertes", "Zone géographique couverte par l'aide*"),
        *("Contact(s) pour candidater", "Auteur de l'aide", "url", "Statut"),
    ),
    (
        *("Aide d'essai", "Fonds A\nFonds B", "Essai", "Agence\nRégion d'essai", "Préfecture"),
        *("Intercommunalité / Pays\nAssociation", "Subvention\nIngénierie technique", " Min : 20 Max : 50"),
        *("Non", "<p>Un <b>deux</b> &amp; trois</p>", "Emploi\nTiers-lieux", "31/12/2026"),
        "Réflexion / conception\nMise en œuvre / réalisation",
        *("Dépenses de fonctionnement\nDépenses d’investissement", "Yvelines"),
        *("<p>a@essai.example</p>", "b@essai.example", "/aides/essai/", "published"),
    ),
)
PROJECT_EXPORT = (
    (
        *("Adresse de la fiche aide", "Nom", "Description complète de l’aide et de ses objectifs"),
        *("Exemples de projets réalisables", "Types d’aide", "Types de dépenses / actions couvertes"),
        *("Date de clôture", "Taux de subvention, min. et max. (en %, nombre entier)"),
        *("Montant de l’avance récupérable", "Montant du prêt maximum", "Sous-thématiques"),
        *("Porteurs d’aides", "Instructeurs", "Périmètre de l'aide"),
    ),
    (
        *("https://aides-territoires.beta.gouv.fr/aides/essai/", "Aide d'essai", "Un texte"),
        *("Un atelier", "Subvention,Ingénierie Juridique / administrative"),
        *("Dépenses de fonctionnement,Dépenses d’investissement", "2026-12-31", " Max : 80"),
        *("5000", "", "Emploi,Tiers-lieux", "Agence,Région Un, Deux", "", "Bretagne"),
    ),
)


def write_table(folder: Path, rows: tuple[tuple[str, ...], ...], suffix: str) -> Path:
    path = folder / f"export{suffix}"
    if suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
        return path
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Aides")
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_l_export_d_une_recherche_se_lit_en_entier(tmp_path: Path, suffix: str) -> None:
    """Porteurs, publics, périmètre, dépense, moment, taux, dates ; les colonnes laissées sont nommées."""
    aids, problems = read_aids(write_table(tmp_path, SEARCH_EXPORT, suffix))
    aid = aids.aids[0]
    assert (aid.operators, aid.instructors) == (("Agence", "Région d'essai"), ("Préfecture",))
    assert aid.audiences == (AidAudience.EPCI, AidAudience.ASSOCIATION)
    assert aid.types == (AidType.GRANT, AidType.TECHNICAL)
    assert (aid.rate_low, aid.rate_high) == (20, 50)
    assert aid.steps == (AidStep.DESIGN, AidStep.DELIVERY)
    assert aid.destinations == (Destination.RUNNING, Destination.INVESTMENT)
    assert aid.perimeter is not None
    assert (aid.perimeter.name, aid.themes) == ("Yvelines", ("Emploi", "Tiers-lieux"))
    assert (aid.description, aid.deadline) == ("Un deux & trois", dt.date(2026, 12, 31))
    assert (aid.programs, aid.is_live) == (("Fonds A", "Fonds B"), True)
    assert aid.url == "https://aides-territoires.beta.gouv.fr/aides/essai/"
    assert [(one.code, one.found) for one in problems] == [
        ("aides-colonnes-laissees", "Nom initial et Auteur de l'aide")
    ]


def test_l_auteur_d_une_fiche_n_est_repris_nulle_part(tmp_path: Path) -> None:
    """Son adresse ne sort pas de l'export."""
    aid = read_aids(write_table(tmp_path, SEARCH_EXPORT, ".csv"))[0].aids[0]
    assert "b@essai.example" not in repr(aid)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_l_export_d_un_projet_se_lit_en_entier(tmp_path: Path, suffix: str) -> None:
    """Virgules sans espace, dates à l'américaine, une seule borne, une avance."""
    aids, problems = read_aids(write_table(tmp_path, PROJECT_EXPORT, suffix))
    aid = aids.aids[0]
    assert problems == ()
    assert aid.operators == ("Agence", "Région Un, Deux")
    assert aid.types == (AidType.GRANT, AidType.LEGAL)
    assert aid.destinations == (Destination.RUNNING, Destination.INVESTMENT)
    assert (aid.themes, aid.examples) == (("Emploi", "Tiers-lieux"), "Un atelier")
    assert (aid.deadline, aid.rate_low, aid.rate_high) == (dt.date(2026, 12, 31), None, 80)
    assert aid.amounts == ("taux de 80 % au plus", "avance récupérable de 5\u202f000\u00a0€")


@pytest.mark.parametrize(
    ("label", "audience"),
    [
        ("Commune", AidAudience.COMMUNE),
        ("Communes", AidAudience.COMMUNE),
        ("Intercommunalité / Pays", AidAudience.EPCI),
        ("Intercommunalités/Pays", AidAudience.EPCI),
        ("Département", AidAudience.DEPARTMENT),
        ("Région", AidAudience.REGION),
        ("Collectivité d'outre-mer à statut particulier", AidAudience.SPECIAL),
        ("Collectivité d’outre-mer à statuts particuliers", AidAudience.SPECIAL),
        ("Association", AidAudience.ASSOCIATION),
        ("Particulier", AidAudience.PERSON),
        ("Agriculteur", AidAudience.FARMER),
        ("Entreprise privée", AidAudience.COMPANY),
        ("Entreprise publique locale (Sem, Spl, SemOp)", AidAudience.LOCAL_PUBLIC_COMPANY),
        ("Etablissement public dont services de l'Etat", AidAudience.PUBLIC_BODY),
        ("Établissement public (école, bibliothèque…) / Service de l'État", AidAudience.PUBLIC_BODY),
        ("public-org", AidAudience.PUBLIC_BODY),
        ("private-sector", AidAudience.COMPANY),
    ],
)
def test_un_libelle_se_lit_au_singulier_comme_au_pluriel(
    tmp_path: Path, label: str, audience: AidAudience
) -> None:
    """Sans accent, sans casse, avec l'une ou l'autre apostrophe."""
    aid, problems = read_one(tmp_path, targeted_audiences=[label])
    assert (aid.audiences, problems) == ((audience,), [])


def test_une_seule_aide_se_lit_sans_liste(tmp_path: Path) -> None:
    """La réponse d'une fiche est l'objet nu."""
    path = write_json(tmp_path, {"id": 7, "slug": "essai", "name": "Aide", "perimeter": "Bretagne"})
    assert [aid.key for aid in read_aids(path)[0].aids] == ["7"]


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        (
            {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "Cette aide n'existe pas"},
            "aides-refus",
            "Cette aide n'existe pas",
        ),
        (
            {"count": 1, "results": [{"id": "1-x", "text": "Brest", "name": "Brest", "zipcodes": []}]},
            "aides-autre-liste",
            "zipcodes",
        ),
    ],
)
def test_une_autre_reponse_d_aides_territoires_est_refusee(
    tmp_path: Path, value: object, code: str, said: str
) -> None:
    """Un refus, une liste de périmètres : la phrase dit ce que c'est."""
    with pytest.raises(InputError, match=said) as stop:
        read_aids(write_json(tmp_path, value))
    assert [problem.code for problem in stop.value.problems] == [code]


def test_le_tableau_des_consultations_est_refuse(tmp_path: Path) -> None:
    """Il a le nom des aides, mais ne les décrit pas."""
    rows = (("Nom de l'aide", "Actuellement publiée", "Nombre de vues (30 jours)"), ("Aide", "Oui", "12"))
    assert refuse(write_table(tmp_path, rows, ".csv")) == ["aides-statistiques"]


@pytest.mark.parametrize("cell", ["Min : beaucoup", "Max : 250", "environ la moitié"])
def test_un_taux_incomprehensible_se_dit(tmp_path: Path, cell: str) -> None:
    """L'aide est gardée, le taux reste inconnu."""
    aid, problems = read_one(tmp_path, subvention_rates=cell)
    assert (aid.rate_low, aid.rate_high, problems) == (None, None, ["aides-valeur"])


def test_le_numero_de_ligne_est_celui_de_la_feuille(tmp_path: Path) -> None:
    """Une ligne vide compte."""
    rows = (("Nom", "Date de clôture"), ("Aide", "2026-12-31"), ("", ""), ("Autre", "bientôt"))
    problems = read_aids(write_table(tmp_path, rows, ".csv"))[1]
    assert [(problem.code, problem.where.line) for problem in problems] == [("aides-date", 4)]


def test_une_fiche_hors_ligne_est_fermee(tmp_path: Path) -> None:
    """Le statut de l'export d'administration."""
    rows = (("Nom", "Statut"), ("Une", "published"), ("Deux", "Brouillon"))
    aids = read_aids(write_table(tmp_path, rows, ".csv"))[0].aids
    assert [aid.is_live for aid in aids] == [True, False]


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(KEYS),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_n_importe_quel_json_donne_des_aides_ou_des_phrases(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    """Jamais une autre exception."""
    path = write_json(tmp_path_factory.mktemp("json"), value)
    with contextlib.suppress(InputError):
        aids, _ = read_aids(path)
        assert all(aid.name for aid in aids.aids)


def test_le_catalogue_livre_range_a_part_les_programmes_de_la_crise() -> None:
    """Clos, ou de 2020-2022 sans preuve plus récente : historique. Vérifié depuis, ou plus ancien : non."""
    history = {aid.key: aid.is_history for aid in load().aids}
    assert len(history) == 33
    assert [history[key] for key in ("A01", "A15", "A18", "A13")] == [True] * 4
    assert [history[key] for key in ("A08", "A09", "A19", "A23", "A28")] == [False] * 5


def test_le_catalogue_ne_compte_que_des_sommes_comme_montants() -> None:
    """Un nombre de structures n'est pas un montant."""
    urgence = next(aid for aid in load().aids if aid.key == "A07")
    assert any("€" in amount for amount in urgence.amounts)
    assert not any("structures :" in amount for amount in urgence.amounts)
