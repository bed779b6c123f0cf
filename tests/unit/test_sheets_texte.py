"""Le texte des gens traverse les classeurs sans changer, et n'y devient jamais une formule."""

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.domain.typography import remove_controls
from kit.products.dossier.blank import build_dossier_workbook
from kit.reading.tables import read_tables
from kit.writers.sheet import WRITERS, write_xlsx

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=300).map(lambda text: f"x{text}x")
TRICKY = (
    "=1+1",
    '=HYPERLINK("https://exemple.fr")',
    "{=1}",
    "+33 1 23 45 67 89",
    "- tiret",
    "@nom",
    "'apostrophe",
    "« cité »\u00a0: 12\u202f%",
    'des "guillemets" & <balises>',
    "deux  espaces,\nune ligne\n\n  une autre  ",
    "_x0041_",
    "#Marne",
    "🌱 famille 👨‍👩‍👧",
    "0123",
    "https://exemple.fr",
    "]]>",
    "e\u0301 é",
    "é" * 3_999,
)


def send_through(folder: Path, suffix: str, text: str) -> object:
    """Le texte écrit comme descriptif d'une action, puis relu."""
    values = {"actions": [{"number": "A1", "title": "Titre", "description": text}]}
    file = folder / f"essai{suffix}"
    file.write_bytes(WRITERS[suffix](build_dossier_workbook(values)))
    (record,) = read_tables(file).tables["actions"].records
    return record.cells["description"].value


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("text", TRICKY)
def test_un_texte_piegeux_revient_identique(tmp_path, suffix, text):
    """Formules feintes, espaces, balises, émojis : rien ne change."""
    assert send_through(tmp_path, suffix, text) == text


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_tout_texte_revient_identique(tmp_path, suffix, text):
    """Seuls changent les caractères de commande, les fins de ligne et les tabulations."""
    expected = remove_controls(text).replace("\t", " ")
    assert send_through(tmp_path, suffix, text) == expected


@pytest.mark.parametrize("suffix", WRITERS)
def test_un_texte_de_32_000_signes_revient_entier(tmp_path, suffix):
    """La limite des tableurs est 32 767 ; en deçà, rien n'est coupé."""
    text = "à lire " * 4_571 + "fin"
    assert send_through(tmp_path, suffix, text) == text


@pytest.mark.parametrize("suffix", WRITERS)
def test_les_caracteres_de_commande_ne_sont_pas_ecrits(tmp_path, suffix):
    """Un collage de Word ne rend pas le classeur illisible."""
    assert send_through(tmp_path, suffix, "avant\x0b\x01\ud800\uffffaprès\r\nfin") == "avantaprès\nfin"


def test_un_texte_qui_commence_par_egal_n_est_pas_une_formule():
    """Vu par un autre lecteur de classeurs : le type de la cellule est « texte »."""
    content = write_xlsx(build_dossier_workbook({"alliance": [{"name": "=1+1"}]}))
    cell = openpyxl.load_workbook(io.BytesIO(content))["Alliance"]["B4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
