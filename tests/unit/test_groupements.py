"""Un groupement au nom libre (PETR, syndicat, pôle…) et ses membres, partout où un territoire se demande."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.cli import main
from kit.domain.values import Place, TerritoryKind
from kit.knowledge.territories import describe_territory, find_territories
from kit.products.dossier.producing import produce
from kit.products.options import Options
from kit.reading.checks import check_file
from kit.reading.dossier import find_territory, resolve_all

PETR = "PETR des Deux Rives"
MEMBERS = ("Sainte-Pazanne", "CC de Grand Lieu")


@pytest.mark.parametrize(
    "text",
    [
        f"{PETR} : {MEMBERS[0]} ; {MEMBERS[1]}",
        f"{PETR} ; {MEMBERS[0]} ; {MEMBERS[1]}",
        f"{MEMBERS[0]} ; {MEMBERS[1]} ; {PETR}",
    ],
)
def test_un_groupement_porte_le_nom_ecrit_et_ses_membres(text: str) -> None:
    """Communes et intercommunalités mêlées ; la population est la somme."""
    territory, problems = find_territory(text)
    assert (territory.kind, territory.name) == (TerritoryKind.GROUP, PETR)
    assert [code for code, _ in territory.members] == ["44186", "244400438"]
    assert territory.population
    assert problems == ()
    said = describe_territory(territory).replace("\u00a0", " ")
    assert said.startswith(f"{PETR}, 2 membres, Loire-Atlantique, ")


@pytest.mark.parametrize(
    "name",
    [PETR, "Syndicat mixte du Val", "Pôle métropolitain Ouest", "GAL des Trois Monts", "PNR du Haut Val"],
)
def test_un_groupement_sans_membre_garde_son_nom_et_demande_ses_membres(name: str) -> None:
    """Aucune liste ouverte ne les donne."""
    territory, (problem,) = find_territory(name)
    assert territory.name == name
    assert territory.members == ()
    assert (problem.code, problem.blocking) == ("groupe-sans-membres", False)


def test_un_membre_inconnu_est_nomme_et_les_autres_gardes() -> None:
    """Le groupe ne perd pas ses documents pour un nom mal écrit."""
    territory, problems = find_territory(f"{PETR} : Sainte-Pazanne ; Communauté de Nulle Part")
    assert [name for _, name in territory.members] == ["Sainte-Pazanne"]
    assert [problem.code for problem in problems] == ["territoire-inconnu"]
    assert "Nulle Part" in problems[0].message


def test_un_membre_deux_fois_ou_contenu_dans_un_autre_n_est_compte_qu_une_fois() -> None:
    """Et chacun est dit une fois, en son nom."""
    territory, problems = find_territory(f"{PETR} : CC de Grand Lieu ; 244400438 ; Geneston")
    alone, _ = find_territory("CC de Grand Lieu")
    assert territory.population == alone.population
    assert [problem.code for problem in problems] == ["territoire-double", "territoire-recouvert"]
    assert "écrit 2 fois" in problems[0].message


def test_un_groupement_d_un_seul_membre_le_garde_et_demande_les_autres() -> None:
    """Le nom reste celui du groupement."""
    territory, (problem,) = find_territory(f"{PETR} : CC de Grand Lieu")
    assert (territory.name, len(territory.members)) == (PETR, 1)
    assert (problem.code, problem.blocking) == ("groupe-un-membre", False)
    assert find_territory("CC de Grand Lieu", group_name=PETR) == (territory, (problem,))


@pytest.mark.parametrize("text", [": Nantes ; Rezé", "Nantes ; Rezé ;", " : Nantes ; : Rezé"])
def test_un_nom_vide_devant_les_membres_ne_laisse_pas_de_deux_points(text: str) -> None:
    """Sans nom, un groupe porte ceux de ses membres."""
    territory, problems = find_territory(text)
    assert territory.name == "Nantes et Rezé"
    assert len(territory.members) == 2
    assert problems == ()


@pytest.mark.parametrize(
    "command", [["observatoire", "vierge"], ["fragilite", "--vierge"], ["grilles", "vierge"]]
)
def test_chaque_piece_vierge_redit_le_territoire_pris(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Le groupement, ses membres comptés, son département, sa population."""
    text = f"{PETR} : {MEMBERS[0]} ; {MEMBERS[1]}"
    assert main([*command, text, "--dans", str(tmp_path), "--formats", "ods"]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert f"Territoire : {PETR}, 2 membres, Loire-Atlantique, " in said


def test_un_tableau_de_communes_demande_les_membres_d_un_groupement_qui_n_en_a_pas(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Et ne dit pas qu'il a moins de trois communes."""
    assert main(["fragilite", "--vierge", PETR, "--dans", str(tmp_path)]) != 0
    said = capsys.readouterr().err
    assert "ses membres" in said
    assert "moins de trois" not in said
    assert list(tmp_path.iterdir()) == []


def test_soixante_membres_se_reunissent() -> None:
    """Un grand syndicat."""
    from kit.knowledge.territories import load_territories

    index = load_territories()
    codes = index.list_communes((TerritoryKind.DEPARTMENT, "44"))
    names = [f"{index.territory((TerritoryKind.COMMUNE, code)).name} (44)" for code in sorted(codes)[:60]]
    territory, problems = resolve_all(names, "Syndicat des Soixante", Place())
    assert len(territory.members) == 60
    assert problems == ()


def test_un_nom_de_collectivite_inconnu_n_est_pas_un_groupement() -> None:
    """« Pays » et « communauté » sont trop courants : on demande."""
    _, (problem,) = find_territory("Communauté de communes de Nulle Part")
    assert problem.code == "territoire-inconnu"
    assert "membres" in problem.remedy


@pytest.mark.parametrize("territory", [PETR, f"{PETR} : {MEMBERS[0]} ; {MEMBERS[1]}"])
def test_un_groupement_a_tous_ses_documents(territory: str, tmp_path: Path) -> None:
    """Avec ou sans carte ; son nom est dans chacun."""
    source = tmp_path / "d.yaml"
    source.write_text(
        f'alliance: {{nom: Alliance, territoire: "{territory}", cause: Se soigner près de chez soi}}\n',
        encoding="utf-8",
    )
    made = produce(source, tmp_path, options=Options())
    assert len(made.files) == 17
    pages = [path for path in made.files if path.suffix == ".html"]
    assert all(PETR in path.read_text(encoding="utf-8") for path in pages)
    assert [problem for problem in check_file(source).problems if problem.blocking] == []


def test_le_territoire_pris_est_toujours_dit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """À la préparation comme au contrôle et à la production."""
    assert main(["nouveau", "Les Mureaux", "--dans", str(tmp_path), "--formats", "yaml"]) == 0
    source = tmp_path / "les-mureaux.yaml"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("nom:", "nom: A", 1).replace("cause:", "cause: C", 1), encoding="utf-8")
    main(["verifier", str(source)])
    main(["produire", str(source), "--dans", str(tmp_path), "--formats", "ics"])
    said = capsys.readouterr().out.replace("\u202f", " ").replace("\u00a0", " ")
    assert said.count("Territoire : Les Mureaux (78440), commune, Yvelines, 34 632 habitants.") == 3


@pytest.mark.parametrize(
    ("text", "codes"),
    [("Boulogne", {"85084", "92012", "62160"}), ("GPSO", {"200059889", "200057974"})],
)
def test_ce_qui_se_demande_est_propose_en_tete(text: str, codes: set[str]) -> None:
    """Une ancienne commune et les villes de ce nom ; un sigle que deux portent."""
    first = find_territories(text, limit=len(codes))
    assert {match.territory.code for match in first} == codes


def test_kit_territoire_dit_un_groupement_et_ce_qui_lui_manque(capsys: pytest.CaptureFixture[str]) -> None:
    """Ses membres donnés, il est décrit ; sans eux, ils sont demandés."""
    assert main(["territoire", f"{PETR} : {MEMBERS[0]} ; {MEMBERS[1]}"]) == 0
    assert f"{PETR}, 2 membres" in capsys.readouterr().out.replace("\u00a0", " ")
    assert main(["territoire", PETR]) == 1
    assert "ses membres" in capsys.readouterr().err
