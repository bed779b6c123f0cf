"""Lire un export d'Aides-territoires : ce qui se lit est lu, le reste est nommé, rien ne plante."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
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
    assert (len(aids.aids), problems) == (12, ())
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
