"""Une commune citée hors du territoire est remarquée ; un mot qui lui ressemble, jamais."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import TODAY

from kit.reading.checks import check_file

DOSSIER = """\
alliance:
  nom: Bouriane Santé
  territoire: [Quercy – Bouriane (244600482)]
  cause: Que chacun trouve un médecin à moins de 30 minutes.
  publics: [élu]
partenaires:
  - nom: {partner}
    famille: commune
  - nom: CPTS Bouriane-Causses
    famille: association
actions:
  - numero: A1
    titre: {title}
    descriptif: {text}
    structure_pilote: Hôpital
    indicateur: Patients reçus
    fin: 01/10/2027
"""


def list_named(
    tmp_path: Path, *, title: str = "Agir", text: str = "Rien.", partner: str = "Ville de Gourdon"
) -> list[str]:
    path = tmp_path / "dossier.yaml"
    path.write_text(DOSSIER.format(title=title, text=text, partner=partner), encoding="utf-8")
    found = check_file(path, today=TODAY).problems
    return [item.message.split(",")[0] for item in found if item.code == "lieu-hors-territoire"]


def test_deux_communes_hors_du_territoire_sont_remarquees_sans_bloquer(tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    title = "Ouvrir des consultations à Salviac et Payrac"
    path.write_text(DOSSIER.format(title=title, text="Rien.", partner="Ville de Gourdon"), encoding="utf-8")
    reading = check_file(path, today=dt.date(2026, 11, 23))
    found = [item for item in reading.problems if item.code == "lieu-hors-territoire"]
    assert [item.message.split(",")[0] for item in found] == ["Salviac", "Payrac"]
    assert not any(item.blocking for item in found)
    assert "citée par l’action A1" in found[0].message
    assert found[0].where.line or found[0].where.path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bloqué tant que la fibre n’arrive pas à l’EHPAD de Salviac.", ["Salviac"]),
        ("Un local (Payrac) et un autre à Gourdon.", ["Payrac"]),
        ("Salviac a dit oui.", []),
        ("Les habitants de Salviacois viendront.", []),
        ("Le lundi à Gourdon, le mardi au Vigan-en-Quercy.", []),
        ("Un stage à Paris, un autre à Lyon.", []),
        ("Réunir les gens de la Bouriane au bourg.", []),
        ("Aller de Salviac à Salviac.", ["Salviac"]),
    ],
)
def test_seul_un_lieu_amene_comme_tel_est_remarque(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert list_named(tmp_path, text=text) == expected


def test_une_commune_partenaire_hors_du_territoire_est_remarquee(tmp_path: Path) -> None:
    assert list_named(tmp_path, partner="Mairie de Salviac") == ["Salviac"]
    assert list_named(tmp_path, partner="Payrac") == ["Payrac"]


def test_un_nom_porte_par_deux_communes_n_est_pas_remarque(tmp_path: Path) -> None:
    """Il y a un Sauzet dans le Lot, un dans la Drôme, un dans le Gard."""
    assert list_named(tmp_path, text="Une visite à Sauzet.") == []
