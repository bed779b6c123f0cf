"""Les réponses exportées d'un formulaire en ligne arrivent dans les grilles et dans l'observatoire."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from kit.cli.main import main
from kit.domain.errors import InputError
from kit.domain.values import Place
from kit.knowledge.catalogue import list_grids, load_grid
from kit.products.grids.form_answers import find_form_people, list_asked, list_form_questions
from kit.products.grids.producing import GatherOptions, gather
from kit.products.observatory.producing import gather_questionnaires
from kit.products.observatory.questions import ASKED, QUESTIONS
from kit.reading.fields import FieldKind
from kit.reading.tables.raw import RawSheet
from tests.unit.form_tools import TOOLS, Answer, Item, save_export

KEY = "qualite-alliance"
LETTERS = ("A", "B", "C", "NC")


def list_items(key: str = KEY) -> tuple[Item, ...]:
    return tuple(Item(code=one.code, label=one.label) for one in list_asked(key))


def answer_as(key: str, person: int) -> list[Answer]:
    """Les réponses d'une personne, écrites tour à tour comme les outils les donnent."""
    criteria = [c for dimension in load_grid(key).dimensions for c in dimension.criteria]
    answers: list[Answer] = ["association", f"R{person:02d}"]
    for rank, criterion in enumerate(criteria):
        letter = LETTERS[(person + rank) % 4]
        text = dict(criterion.situations).get(letter, "Non concerné")
        answers.append((letter, text, f"{letter}. {text}", f"Situation {letter}")[(person + rank) // 4 % 4])
    return answers


def read_levels(path: Path, key: str = "") -> Counter[tuple[str, str]]:
    merged = gather([path], GatherOptions(grid=key)).merged
    return Counter((a.criterion, a.level or "") for grid in merged.grids for a in grid.answers)


def codes_of(path: Path) -> list[str]:
    return [problem.code for problem in gather([path]).problems]


def write_text(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


SMALL = 'Horodateur,"[Q1-1] Un","[Q1-2] Deux"\n'


@pytest.mark.parametrize("key", sorted(list_grids())[-3:])
@pytest.mark.parametrize("tool", TOOLS)
def test_six_outils_trois_grilles_trente_reponses_et_aucune_perdue(
    tool: str, key: str, tmp_path: Path
) -> None:
    people = [answer_as(key, person) for person in range(30)]
    path = save_export(tmp_path, tool, list_items(key), people)
    criteria = [c.key for dimension in load_grid(key).dimensions for c in dimension.criteria]
    expected = Counter(
        (code, LETTERS[(person + rank) % 4]) for person in range(30) for rank, code in enumerate(criteria)
    )
    gathering = gather([path])
    assert gathering.merged.grid.key == key
    assert len(gathering.merged.grids) == 30
    assert read_levels(path) == expected
    assert not [p for p in gathering.problems if p.code in ("reponse-non-lue", "college-non-precise")]


@pytest.mark.parametrize("tool", TOOLS)
def test_l_observatoire_lit_les_memes_outils_et_les_choix_multiples(tool: str, tmp_path: Path) -> None:
    items = [Item(code=one.code, label=one.label, options=one.choices) for one in ASKED]
    row: list[Answer] = []
    for field in QUESTIONS:
        if field.kind is FieldKind.CHOICES:
            row.append(field.choices[1:3])
        else:
            row.append(field.choices[0] if field.choices else "12")
    study = gather_questionnaires([save_export(tmp_path, tool, items, [row] * 30)])
    assert study.summary.count == 30
    assert study.set_aside == 0
    for one in study.summary.questions:
        assert one.answered == 30, one.question.label
        if one.question.kind is FieldKind.CHOICES:
            assert {label: count for label, count in one.counts if count} == dict.fromkeys(
                one.question.choices[1:3], 30
            )


def test_ce_qui_dit_qui_repond_n_est_pas_repris_et_c_est_dit(tmp_path: Path) -> None:
    path = save_export(tmp_path, "google-forms", list_items(), [answer_as(KEY, 1)])
    gathering = gather([path])
    told = next(p for p in gathering.problems if p.code == "export-colonnes-personnelles")
    assert "Adresse e-mail" in told.message
    assert "p0@" not in repr(gathering.merged) + repr(gathering.problems)


def test_une_reponse_illisible_est_laissee_vide_et_la_personne_reste(tmp_path: Path) -> None:
    path = write_text(tmp_path / "r.csv", SMALL + "x,bof,B\nx,À revoir,A\n")
    gathering = gather([path])
    assert len(gathering.merged.grids) == 2
    places = [(p.where.line, p.where.column) for p in gathering.problems if p.code == "reponse-non-lue"]
    assert places == [(2, "[Q1-1] Un"), (3, "[Q1-1] Un")]


def test_une_question_sans_code_se_reconnait_a_ses_mots_et_un_mot_change_est_dit(tmp_path: Path) -> None:
    items = list_items()[2:]
    titles = [items[0].label, items[1].label.replace("?", "vraiment ?"), *(one.title for one in items[2:])]
    path = write_text(tmp_path / "r.csv", ";".join(f'"{one}"' for one in titles) + "\n" + "A;" * 3 + "B\n")
    levels = read_levels(path)
    assert levels[items[0].code, "A"] == levels[items[1].code, "A"] == 1
    assert "export-question-proche" in codes_of(path)


def test_deux_colonnes_d_un_meme_code_ne_se_choisissent_pas_en_silence(tmp_path: Path) -> None:
    text = "Horodateur,[Q1-1] Un,[Q1-1] Un,[Q1-2] Deux\nx,A,A,B\nx,A,C,B\n"
    path = write_text(tmp_path / "r.csv", text)
    assert read_levels(path) == {("Q1-1", "A"): 1, ("Q1-2", "B"): 2}
    assert {"export-question-double", "export-deux-reponses"} <= set(codes_of(path))


@pytest.mark.parametrize("end", ['x,A,"B', 'x,"A', "x,A"])
def test_un_export_coupe_garde_les_lignes_entieres(end: str, tmp_path: Path) -> None:
    path = write_text(tmp_path / "r.csv", SMALL + "x,A,B\nx,B,C\n" + end)
    gathering = gather([path])
    assert len(gathering.merged.grids) >= 2
    cut = [p for p in gathering.problems if p.code in ("export-ligne-coupee", "export-ligne-courte")]
    assert [p.where.line for p in cut] == [4]


def test_une_meme_adresse_deux_fois_est_dite_sans_etre_redite(tmp_path: Path) -> None:
    text = "Timestamp,Email Address,[Q1-1] Un,[Q1-2] Deux\nx,a@b.example,A,B\nx,A@b.example,B,B\n"
    gathering = gather([write_text(tmp_path / "r.csv", text)])
    assert len(gathering.merged.grids) == 2
    told = next(p for p in gathering.problems if p.code == "export-meme-adresse")
    assert "2 et 3" in told.message
    assert "b.example" not in repr(gathering.problems)


def test_une_ligne_sans_reponse_n_est_pas_une_personne(tmp_path: Path) -> None:
    path = write_text(tmp_path / "r.csv", SMALL + "x,A,B\nx,,\n")
    gathering = gather([path])
    assert len(gathering.merged.grids) == 1
    assert next(p for p in gathering.problems if p.code == "export-ligne-vide").message.endswith(" 3")


@pytest.mark.parametrize(("separator", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig")])
def test_separateur_et_encodage_se_devinent(separator: str, encoding: str, tmp_path: Path) -> None:
    titles = ["[Q1-1] Un, deux, trois, quatre, cinq ?", "[Q1-2] Où, quand, et avec qui ?"]
    rows = [[f'"{one}"' for one in titles], ["A", '"B. À l’heure, ici, là"']]
    text = "\n".join(separator.join(row) for row in rows)
    assert read_levels(write_text(tmp_path / "r.csv", text, encoding)) == {
        ("Q1-1", "A"): 1,
        ("Q1-2", "B"): 1,
    }


def test_des_virgules_dans_les_phrases_ne_sont_pas_des_separateurs(tmp_path: Path) -> None:
    text = "[Q1-1] Un, ou non, un but ?;[Q1-2] Où, quand ?\nA. Temps, lieux, et plus;B\n"
    assert read_levels(write_text(tmp_path / "r.csv", text)) == {("Q1-1", "A"): 1, ("Q1-2", "B"): 1}


def test_l_archive_de_google_se_lit_sans_etre_ouverte(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Réponses.csv", SMALL + "x,A,B\n")
    (tmp_path / "r.zip").write_bytes(stream.getvalue())
    assert read_levels(tmp_path / "r.zip") == {("Q1-1", "A"): 1, ("Q1-2", "B"): 1}


def test_les_codes_de_limesurvey_se_lisent_par_leur_rang_et_c_est_dit(tmp_path: Path) -> None:
    text = '"id","submitdate","lastpage","Q11","Q1_2"\r\n"1","2026-09-14","1","A2","AO04"\r\n'
    path = write_text(tmp_path / "r.csv", text)
    assert read_levels(path) == {("Q1-1", "B"): 1, ("Q1-2", "NC"): 1}
    assert codes_of(path).count("reponse-par-rang") == 2


def test_les_colonnes_d_une_autre_grille_sont_nommees(tmp_path: Path) -> None:
    path = write_text(tmp_path / "r.csv", "[Q1-1] Un,[Q1-2] Deux,[M1-1] Autre\nA,B,C\n")
    gathering = gather([path])
    assert gathering.merged.grid.key == KEY
    assert [p.code for p in gathering.problems].count("critere-inconnu") == 1


def test_un_export_sans_question_dit_ce_qui_manque(tmp_path: Path) -> None:
    path = write_text(tmp_path / "r.csv", "Horodateur,Votre avis\nx,bien\n")
    for read in (gather, gather_questionnaires):
        with pytest.raises(InputError) as caught:
            read([path])
        assert [p.code for p in caught.value.problems if p.blocking] == ["export-sans-question"]


def test_vingt_mille_lignes_se_lisent(tmp_path: Path) -> None:
    path = write_text(tmp_path / "r.csv", SMALL + "x,A,B\n" * 20_000)
    assert len(gather([path]).merged.grids) == 20_000


@pytest.mark.parametrize("command", ["grilles", "observatoire"])
def test_le_formulaire_ecrit_se_relit_par_ses_titres(command: str, tmp_path: Path) -> None:
    """Les titres livrés pour Grist sont ceux que la lecture reconnaît ; les choix aussi."""
    assert main([command, "formulaire", "--dans", str(tmp_path)]) == 0
    table = next(tmp_path.glob("formulaire-*.csv"))
    assert next(tmp_path.glob("formulaire-*.docx")).stat().st_size > 5_000
    first = "association" if command == "grilles" else "culture"
    second = "R1,A" if command == "grilles" else "de 2 à 9 ans,12"
    with table.open("a", encoding="utf-8") as stream:
        stream.write(f"{first},{second}\n")
    if command == "grilles":
        assert read_levels(table) == {("Q1-1", "A"): 1}
    else:
        assert gather_questionnaires([table]).summary.count == 1


def test_les_choix_a_coller_se_relisent_tous() -> None:
    for key in list_grids():
        for question, asked in zip(list_form_questions(key)[2:], list_asked(key)[2:], strict=True):
            assert question.title == asked.title
            answers = [("x", choice, "association") for choice in question.choices]
            rows = (("Horodateur", question.title, "[P1] x"), *answers)
            found = find_form_people([RawSheet(title="r", where=Place(file="r.csv"), rows=rows)])
            assert found is not None
            assert [person.answers[0].level for person in found.people] == list(LETTERS)
