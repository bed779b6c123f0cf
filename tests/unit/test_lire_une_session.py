"""Une session et sa liste se lisent, ou disent tout ce qui ne va pas d'un coup."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kit.domain.errors import InputError, format_problem
from kit.training.blanks import build_roster_workbook, build_session_yaml, find_course
from kit.training.layout import (
    MAX_TRAINEES,
    Manifest,
    build_folder,
    build_mark,
    check_inside,
    find_mark,
    read_manifest,
    write_manifest,
)
from kit.training.rosters import read_roster
from kit.training.seating import assign_seats
from kit.training.sessions import read_session
from kit.writers.sheet import WRITERS

HEADER = "Nom;Fonction;Territoire\n"
GOOD = ("Camille Exemple;élue;Les Mureaux", "Dominique Exemple;agent;Nogent-sur-Marne")
SESSION = """\
session:
  formation: agents-une-journee
  organisme: Organisme d'exemple
  jours: [11/03/2027]
  lieu: Salle 2
  formateurs: [Alex Exemple]
  contact: formation@exemple.example
  liste: liste.csv
"""


def write_roster(tmp_path: Path, *lines: str, header: str = HEADER, name: str = "liste.csv") -> Path:
    path = tmp_path / name
    path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_session(tmp_path: Path, *replaced: tuple[str, str]) -> Path:
    text = SESSION
    for before, after in replaced:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "session.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def list_lines(error: InputError) -> list[str]:
    return [format_problem(problem) for problem in error.problems]


def refuse(path: Path) -> list[str]:
    """Tout ce que dit le refus de cette liste ou de cette session."""
    with pytest.raises(InputError) as caught:
        read_session(path) if path.suffix == ".yaml" else read_roster(path)
    return list_lines(caught.value)


# --- La liste -------------------------------------------------------------------------------


def test_une_liste_donne_les_stagiaires_et_leurs_territoires(tmp_path: Path) -> None:
    """Nom, fonction, territoire reconnu."""
    first, second = read_roster(write_roster(tmp_path, *GOOD)).trainees
    assert (first.name, first.function, first.territory.name) == ("Camille Exemple", "élue", "Les Mureaux")
    assert second.territory.code == "94052"


@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
def test_la_liste_vierge_remplie_se_relit(tmp_path: Path, suffix: str) -> None:
    """Vierge, remplie, relue : égale."""
    rows = [
        {"name": "Camille Exemple", "function": "élue", "territory": "Les Mureaux", "organisation": "Ville"}
    ]
    path = tmp_path / f"liste{suffix}"
    path.write_bytes(WRITERS[suffix](build_roster_workbook(rows)))
    (trainee,) = read_roster(path).trainees
    assert (trainee.name, trainee.function, trainee.organisation) == ("Camille Exemple", "élue", "Ville")


def test_des_colonnes_renommees_et_deplacees_se_reconnaissent(tmp_path: Path) -> None:
    """« Commune », « Prénom », « Poste », dans un autre ordre, sous deux lignes de titre."""
    header = "Session de mars\n\nCommune;Poste;Nom;Prénom\n"
    path = write_roster(tmp_path, "Les Mureaux;agente;Exemple;Camille", header=header)
    (trainee,) = read_roster(path).trainees
    assert (trainee.name, trainee.function) == ("Camille Exemple", "agente")


def test_une_colonne_de_trop_est_signalee_et_laissee(tmp_path: Path) -> None:
    """Le reste se lit ; rien de la colonne inconnue n'est repris."""
    roster = read_roster(
        write_roster(tmp_path, "Camille Exemple;Les Mureaux;1980", header="Nom;Territoire;Naissance\n")
    )
    assert [problem.code for problem in roster.problems] == ["colonne-inconnue"]
    assert "1980" not in repr(roster)


def test_un_point_virgule_sans_guillemets_se_voit(tmp_path: Path) -> None:
    """Deux territoires coupés par le .csv : le second est dit perdu, jamais avalé en silence."""
    roster = read_roster(write_roster(tmp_path, "Camille;élue;Les Mureaux;Vincennes"))
    (problem,) = roster.problems
    assert "« Vincennes » est dans une colonne sans titre" in problem.message


def test_un_territoire_inconnu_ou_ambigu_est_dit_pour_chaque_ligne(tmp_path: Path) -> None:
    """Toutes les lignes d'un coup, chacune avec ses choix ou sa proposition."""
    path = write_roster(tmp_path, "A;;Les Mureau", "B;;Saint-Denis", "C;;Les Mureaux", "D;;Nogan-sur-Marne")
    lines = refuse(path)
    assert len(lines) == 3
    assert lines[0].startswith("liste.csv, ligne 2, colonne « Territoire »")
    assert "vouliez-vous dire « Les Mureaux" in lines[0]
    assert "désigne plusieurs territoires" in lines[1]
    assert "ligne 5" in lines[2]


def test_une_case_obligatoire_vide_est_dite(tmp_path: Path) -> None:
    """Sans nom ou sans territoire, la ligne est nommée."""
    lines = refuse(write_roster(tmp_path, ";agent;Les Mureaux", "Camille Exemple;agent;"))
    assert ["« Nom » est obligatoire" in lines[0], "« Territoire » est obligatoire" in lines[1]] == [
        True,
        True,
    ]


def test_une_colonne_obligatoire_absente_est_dite(tmp_path: Path) -> None:
    """Le titre attendu est nommé."""
    assert (
        "« Territoire », obligatoire, manque"
        in refuse(write_roster(tmp_path, "Camille;agent", header="Nom;Fonction\n"))[0]
    )


def test_deux_homonymes_ont_deux_reperes(tmp_path: Path) -> None:
    """Même nom, autre fonction : deux personnes ; c'est signalé, rien n'est mêlé."""
    roster = read_roster(
        write_roster(tmp_path, "Camille Exemple;élue;Les Mureaux", "CAMILLE EXEMPLE;agente;Les Mureaux")
    )
    assert [problem.code for problem in roster.problems] == ["stagiaire-homonyme"]
    seating = assign_seats(roster.trainees, None, ())
    assert [one.seat.folder for one in seating.seated] == [
        "stagiaires/s01-les-mureaux",
        "stagiaires/s02-les-mureaux",
    ]


def test_la_meme_personne_deux_fois_est_refusee(tmp_path: Path) -> None:
    """Une ligne copiée deux fois ne donne pas deux dossiers."""
    lines = refuse(write_roster(tmp_path, GOOD[0], GOOD[1], GOOD[0]))
    assert "y est déjà, ligne 2" in lines[0]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "CON",
        "nul.",
        "a/b\\c",
        "..",
        "👩‍🌾",
        "أحمد",
        "\u202egnp.exe",
        "x" * 120,
        "Éloïse d’Œuf",
    ],
)
def test_un_nom_ne_fait_jamais_un_chemin(tmp_path: Path, name: str) -> None:
    """Barres, points, emoji, droite à gauche, nom réservé, très long : le dossier est un repère sûr."""
    path = tmp_path / "liste.ods"
    rows = [{"name": name, "territory": "Les Mureaux"}]
    path.write_bytes(WRITERS[".ods"](build_roster_workbook(rows)))
    seating = assign_seats(read_roster(path).trainees, None, ())
    assert seating.seated[0].seat.folder == "stagiaires/s01-les-mureaux"
    assert "\u202e" not in seating.register[0].name


def test_un_nom_sans_fin_est_refuse(tmp_path: Path) -> None:
    """Au-delà de la limite, la phrase dit la longueur."""
    assert (
        "compte 121 caractères, pour 120 au plus"
        in refuse(write_roster(tmp_path, f"{'x' * 121};;Les Mureaux"))[0]
    )


def test_une_liste_vide_est_refusee(tmp_path: Path) -> None:
    """Des titres sans personne dessous."""
    assert "aucun stagiaire" in refuse(write_roster(tmp_path))[0]


def test_une_liste_sans_titres_est_refusee(tmp_path: Path) -> None:
    """Rien ne dit quelle colonne porte quoi."""
    assert "la ligne des titres" in refuse(write_roster(tmp_path, "x;y;z", header=""))[0]


def test_cinq_cents_stagiaires_se_lisent_et_pas_un_de_plus(tmp_path: Path) -> None:
    """La limite est dite, avec le compte."""
    lines = [f"Personne {rank};;Les Mureaux" for rank in range(MAX_TRAINEES + 1)]
    assert len(read_roster(write_roster(tmp_path, *lines[:-1])).trainees) == MAX_TRAINEES
    assert "501 stagiaires" in refuse(write_roster(tmp_path, *lines))[0]


# --- La session -----------------------------------------------------------------------------


def test_une_session_se_lit(tmp_path: Path) -> None:
    """La fiche, les jours, les demi-journées datées, les stagiaires."""
    write_roster(tmp_path, *GOOD)
    reading = read_session(write_session(tmp_path))
    session = reading.session
    assert session.days == (dt.date(2027, 3, 11),)
    hours = [one.half_day.hours.replace("\u00a0", " ") for one in session.half_days]
    assert hours == ["9 h 00 – 12 h 00", "13 h 30 – 16 h 30"]
    assert [problem.code for problem in reading.problems] == ["session-effectif"]


def test_le_session_yaml_vierge_ne_demande_que_ce_qui_manque(tmp_path: Path) -> None:
    """Chaque champ obligatoire vide est nommé, tous d'un coup."""
    path = tmp_path / "session.yaml"
    path.write_text(build_session_yaml(find_course("elus-demi-journee")), encoding="utf-8")
    lines = refuse(path)
    assert [line for line in lines if "est obligatoire" in line] == lines[:5]
    assert "stagiaires.ods" in lines[5]


def test_tous_les_defauts_de_la_session_et_de_la_liste_sont_dits(tmp_path: Path) -> None:
    """Une formation inconnue et un territoire inconnu, ensemble."""
    write_roster(tmp_path, "Camille;;Nulle-Part-sur-Rien")
    lines = refuse(write_session(tmp_path, ("agents-une-journee", "agents-une-jurnee")))
    assert "vouliez-vous dire « agents-une-journee »" in lines[0]
    assert "session.formation" in lines[0]
    assert "n’est pas dans la liste officielle" in lines[1]


def test_le_nombre_de_jours_suit_la_fiche(tmp_path: Path) -> None:
    """Deux jours pour une fiche d'un jour : refusé, avec les deux nombres."""
    write_roster(tmp_path, *GOOD)
    lines = refuse(write_session(tmp_path, ("[11/03/2027]", "[11/03/2027, 12/03/2027]")))
    assert "demande 1 jour" in lines[0].replace("\u00a0", " ")


def test_deux_jours_a_l_envers_sont_refuses(tmp_path: Path) -> None:
    """L'ordre compte, et une date se vérifie."""
    write_roster(tmp_path, *GOOD)
    two = ("agents-une-journee", "catalyseurs-deux-jours")
    assert (
        "ne se suivent pas"
        in refuse(write_session(tmp_path, two, ("[11/03/2027]", "[2027-04-15, 2027-03-11]")))[0]
    )
    assert (
        "31/02/2027" in refuse(write_session(tmp_path, two, ("[11/03/2027]", "[31/02/2027, 11/03/2027]")))[0]
    )


def test_un_temps_de_terrain_trop_court_est_signale(tmp_path: Path) -> None:
    """Le lendemain ne laisse pas le temps du travail entre les deux jours."""
    write_roster(tmp_path, *GOOD)
    path = write_session(
        tmp_path,
        ("agents-une-journee", "catalyseurs-deux-jours"),
        ("[11/03/2027]", "[11/03/2027, 12/03/2027]"),
    )
    assert "session-intervalle" in [problem.code for problem in read_session(path).problems]


def test_une_heure_de_debut_decale_la_journee(tmp_path: Path) -> None:
    """Une demi-heure plus tard le matin, autant l'après-midi ; une heure impossible est refusée."""
    write_roster(tmp_path, *GOOD)
    path = write_session(tmp_path, ("  lieu", '  debut: "9h30"\n  lieu'))
    assert [one.half_day.start for one in read_session(path).session.half_days] == [570, 840]
    late = write_session(tmp_path, ("  lieu", '  debut: "23:00"\n  lieu'))
    assert "n’est pas une heure de début possible" in refuse(late)[0]


# --- Les places et les chemins --------------------------------------------------------------


def test_une_place_ne_change_pas_quand_la_liste_change(tmp_path: Path) -> None:
    """Liste triée autrement, fonction corrigée, une personne de plus : chacun garde son repère."""
    first = assign_seats(read_roster(write_roster(tmp_path, *GOOD)).trainees, None, ())
    manifest = build_manifest(*(one.seat for one in first.seated))
    lines = ("Nouvelle Personne;;Vincennes", "Dominique Exemple;directeur;Nogent-sur-Marne", GOOD[0])
    again = assign_seats(read_roster(write_roster(tmp_path, *lines)).trainees, manifest, first.register)
    assert [(one.trainee.name, one.seat.mark) for one in again.seated] == [
        ("Nouvelle Personne", "s03"),
        ("Dominique Exemple", "s02"),
        ("Camille Exemple", "s01"),
    ]


def test_un_depart_et_un_territoire_change_sont_signales(tmp_path: Path) -> None:
    """Le dossier de qui part reste ; celui dont le territoire change aussi."""
    first = assign_seats(read_roster(write_roster(tmp_path, *GOOD)).trainees, None, ())
    manifest = build_manifest(*(one.seat for one in first.seated))
    roster = read_roster(write_roster(tmp_path, "Camille Exemple;élue;Vincennes"))
    again = assign_seats(roster.trainees, manifest, first.register)
    assert again.seated[0].seat.folder == "stagiaires/s01-les-mureaux"
    assert sorted(problem.code for problem in again.problems) == ["stagiaire-parti", "stagiaire-territoire"]
    assert [one.mark for one in again.register] == ["s01", "s02"]


def test_un_homonyme_d_ailleurs_n_herite_d_aucun_dossier(tmp_path: Path) -> None:
    """Même nom, autre fonction et autre territoire : une autre personne, un autre repère."""
    first = assign_seats(read_roster(write_roster(tmp_path, GOOD[0])).trainees, None, ())
    manifest = build_manifest(*(one.seat for one in first.seated))
    roster = read_roster(write_roster(tmp_path, "Camille Exemple;agent;Vincennes"))
    assert assign_seats(roster.trainees, manifest, first.register).seated[0].seat.mark == "s02"


def test_sans_registre_on_ne_devine_pas_a_qui_sont_les_dossiers(tmp_path: Path) -> None:
    """Les noms effacés, un nouveau stagiaire ne prend la place de personne."""
    first = assign_seats(read_roster(write_roster(tmp_path, GOOD[0])).trainees, None, ())
    manifest = build_manifest(*(one.seat for one in first.seated))
    with pytest.raises(InputError) as caught:
        assign_seats(read_roster(write_roster(tmp_path, *GOOD)).trainees, manifest, ())
    assert caught.value.problems[0].code == "session-sans-noms"


def test_aucun_chemin_ne_sort_du_dossier(tmp_path: Path) -> None:
    """Ni par « .. », ni par un dossier qui est un lien, ni par un fichier qui est un lien."""
    root, outside = tmp_path / "session", tmp_path / "dehors"
    root.mkdir()
    outside.mkdir()
    (root / "lien").symlink_to(outside)
    (root / "fichier.txt").symlink_to(outside / "x.txt")
    check_inside(root, [root / "a" / "b.txt"])
    for path in (root / ".." / "x.txt", root / "lien" / "x.txt", root / "fichier.txt"):
        with pytest.raises(InputError) as caught:
            check_inside(root, [path])
        assert caught.value.problems[0].code == "session-hors-dossier"


def test_le_manifeste_se_relit_et_un_manifeste_retouche_est_refuse(tmp_path: Path) -> None:
    """Une place qui mènerait ailleurs n'est pas suivie."""
    seating = assign_seats(read_roster(write_roster(tmp_path, *GOOD)).trainees, None, ())
    manifest = build_manifest(*(one.seat for one in seating.seated))
    path = tmp_path / "session.json"
    path.write_bytes(write_manifest(manifest))
    assert read_manifest(tmp_path) == manifest
    assert "Camille" not in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("stagiaires/s01", "../s01"), encoding="utf-8")
    with pytest.raises(InputError):
        read_manifest(tmp_path)


def test_un_repere_se_retrouve_dans_un_nom_de_fichier() -> None:
    """Renommé ou copié, un fichier garde son repère ; deux repères n'en font aucun."""
    names = ["quiz-apres-s07 (1).ods", "S120_quiz.ods", "quiz.ods", "s01-s02.ods", "classes03.ods"]
    assert [find_mark(name) for name in names] == ["s07", "s120", "", "", ""]
    assert build_mark(3) == "s03"
    assert build_folder("s03", "Con") == "stagiaires/s03-con"


def build_manifest(*seats: object) -> Manifest:
    return Manifest(
        course="agents-une-journee",
        days=(dt.date(2027, 3, 11),),
        place="Salle 2",
        formats=("ods",),
        seats=tuple(seats),  # type: ignore[arg-type]
        pieces={},
    )
