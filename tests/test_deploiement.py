"""Les scripts de mise en place, joués avec de faux outils : rien n'est remplacé sans copie."""

from __future__ import annotations

import os
import stat
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "deploiement"
# Un Python qui se dit assez récent, et ne sait que copier de faux outils dans l'environnement demandé.
PYTHON = """#!/bin/sh
echo "python $*" >>"$JOURNAL"
case "$1 $2" in
"-m venv") mkdir -p "$3/bin" && cp "$OUTILS/pip" "$3/bin/pip" && cp "$OUTILS/python" "$3/bin/python" ;;
"-m ipykernel")
    mkdir -p "$5/share/jupyter/kernels/python3"
    printf '{"argv": ["%s"]}' "$0" >"$5/share/jupyter/kernels/python3/kernel.json" ;;
esac
"""
PIP = """#!/bin/sh
echo "pip $*" >>"$JOURNAL"
exit "${PIP_REND:-0}"
"""
LOGGED = """#!/bin/sh
echo "$(basename "$0") $*" >>"$JOURNAL"
"""
ROOT_USER = "#!/bin/sh\necho 0\n"


@dataclass
class Machine:
    """Un serveur en petit : ses outils, ses dossiers, ce que les scripts y ont lancé."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def play(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(SCRIPTS / script), *arguments],
            cwd=self.folder,
            env=os.environ | self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def journal(self) -> str:
        path = self.folder / "journal"
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    tools = tmp_path / "outils"
    tools.mkdir()
    stubs = {"python": PYTHON, "pip": PIP, "tljh-config": LOGGED, "git": LOGGED, "id": ROOT_USER}
    for name, text in stubs.items():
        tool = tools / name
        tool.write_text(text, encoding="utf-8")
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "tljh" / "config").mkdir(parents=True)
    return Machine(
        tmp_path,
        {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHON": "python",
            "OUTILS": str(tools),
            "JOURNAL": str(tmp_path / "journal"),
            "TLJH_INSTALL_PREFIX": str(tmp_path / "tljh"),
            "JOUER_COLLECTIF": str(tmp_path / "environnement"),
            "HOME": str(tmp_path / "maison"),
        },
    )


def test_un_environnement_ne_prend_que_des_paquets_a_empreinte(machine: Machine) -> None:
    """L'outil qui construit le projet vient du même verrou ; le projet s'installe sans rien télécharger."""
    played = machine.play("preparer.sh", "carnets")
    assert played.returncode == 0, played.stderr
    locked, project = (line for line in machine.journal.splitlines() if line.startswith("pip install"))
    assert "--require-hashes -r" in locked
    assert "--no-index --no-deps --no-build-isolation" in project
    assert "\nhatchling==" in (ROOT / "requirements" / "formation.txt").read_text(encoding="utf-8")


def test_un_dossier_de_la_personne_n_est_pas_touche(machine: Machine) -> None:
    """Il existe, et n'a pas été fait par le script."""
    mine = machine.folder / "carnets" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("à garder", encoding="utf-8")
    played = machine.play("preparer.sh", "--oui", "carnets")
    assert played.returncode == 1
    assert "donnez un autre dossier" in played.stderr
    assert mine.read_text(encoding="utf-8") == "à garder"
    assert "-m venv" not in machine.journal


def test_un_environnement_refait_garde_celui_d_avant(machine: Machine) -> None:
    """Sans réponse possible, rien ne change ; avec « --oui », l'ancien est gardé à côté, et dit."""
    machine.play("preparer.sh", "carnets")
    (machine.folder / "carnets" / "ajout.txt").write_text("installé par moi", encoding="utf-8")
    asked = machine.play("preparer.sh", "carnets")
    assert asked.returncode == 1
    assert "relancez avec --oui" in asked.stderr
    assert (machine.folder / "carnets" / "ajout.txt").exists()
    done = machine.play("preparer.sh", "--oui", "carnets")
    assert done.returncode == 0, done.stderr
    (kept,) = machine.folder.glob("carnets.avant-*")
    assert (kept / "ajout.txt").read_text(encoding="utf-8") == "installé par moi"
    assert str(kept) in done.stdout


def test_une_installation_qui_echoue_rend_l_environnement_d_avant(machine: Machine) -> None:
    """Le réseau peut manquer au mauvais moment."""
    machine.play("preparer.sh", "carnets")
    (machine.folder / "carnets" / "ajout.txt").write_text("installé par moi", encoding="utf-8")
    machine.environ["PIP_REND"] = "1"
    assert machine.play("preparer.sh", "--oui", "carnets").returncode == 1
    assert (machine.folder / "carnets" / "ajout.txt").exists()
    assert list(machine.folder.glob("carnets.avant-*")) == []


def test_un_noyau_deja_la_est_garde_hors_du_choix_de_jupyter(machine: Machine) -> None:
    """Le nôtre, déclaré une fois, n'est pas demandé la fois d'après."""
    theirs = machine.folder / "jupyter" / "share" / "jupyter" / "kernels" / "python3" / "kernel.json"
    theirs.parent.mkdir(parents=True)
    theirs.write_text('{"argv": ["/usr/bin/python3"]}', encoding="utf-8")
    asked = machine.play("preparer.sh", "carnets", "jupyter")
    assert asked.returncode == 1
    assert "-m venv" not in machine.journal
    assert "/usr/bin" in theirs.read_text(encoding="utf-8")
    assert machine.play("preparer.sh", "--oui", "carnets", "jupyter").returncode == 0
    assert "/usr/bin" not in theirs.read_text(encoding="utf-8")
    assert [path.name for path in theirs.parents[1].iterdir()] == ["python3"]
    (kept,) = machine.folder.glob("jupyter/share/jupyter/noyaux-gardes/*/kernel.json")
    assert "/usr/bin" in kept.read_text(encoding="utf-8")
    assert "Le noyau « python3 »" not in machine.play("preparer.sh", "carnets", "jupyter").stderr


def test_les_reglages_d_un_serveur_sont_montres_demandes_puis_gardes(machine: Machine) -> None:
    """Un serveur qui a déjà ses comptes ne les perd pas."""
    settings = machine.folder / "tljh" / "config" / "config.yaml"
    settings.write_text("users:\n  admin: [claire]\n", encoding="utf-8")
    asked = machine.play("tljh/installer.sh")
    assert asked.returncode == 1
    assert "-  admin: [claire]" in asked.stdout
    assert "claire" in settings.read_text(encoding="utf-8")
    assert machine.journal == ""
    done = machine.play("tljh/installer.sh", "--oui")
    assert done.returncode == 0, done.stderr
    assert settings.read_bytes() == (SCRIPTS / "tljh" / "config.yaml").read_bytes()
    (kept,) = settings.parent.glob("config.yaml.avant-*")
    assert "claire" in kept.read_text(encoding="utf-8")
    assert "tljh-config reload" in machine.journal


def test_un_serveur_dont_l_environnement_echoue_garde_ses_reglages(machine: Machine) -> None:
    """Les réglages ne changent qu'une fois les carnets prêts."""
    settings = machine.folder / "tljh" / "config" / "config.yaml"
    settings.write_text("users:\n  admin: [claire]\n", encoding="utf-8")
    machine.environ["PIP_REND"] = "1"
    assert machine.play("tljh/installer.sh", "--oui").returncode == 1
    assert "claire" in settings.read_text(encoding="utf-8")
    assert "reload" not in machine.journal


def test_un_service_onyxia_ne_prend_pas_un_dossier_d_un_autre(machine: Machine) -> None:
    """« jouer-collectif » existe et n'est pas une copie du projet : le script s'arrête, sans rien changer."""
    other = machine.folder / "maison" / "work" / "jouer-collectif" / "notes.txt"
    other.parent.mkdir(parents=True)
    other.write_text("à garder", encoding="utf-8")
    played = machine.play("onyxia/init.sh", "depot")
    assert played.returncode == 1
    assert "renommez-le" in played.stderr
    assert machine.journal == ""
    assert other.exists()
