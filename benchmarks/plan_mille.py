"""Ce que coûte un plan de mille actions : lu, contrôlé, écrit dans tous les formats.

Usage : python benchmarks/plan_mille.py [nombre d'actions]
Chaque étape est un processus neuf ; la mémoire est le pic du processus ou de ses enfants (pandoc).
À côté, le même classeur lu par python-calamine seul, le lecteur le plus rapide que nous connaissions.
"""

from __future__ import annotations

import datetime as dt
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kit.domain.values import (
    Action,
    Alliance,
    Budget,
    BudgetKind,
    Commitment,
    Dossier,
    Partner,
    PartnerKind,
    RaciRole,
    Role,
    Status,
    SubAction,
)
from kit.knowledge.catalogue import load_grid
from kit.knowledge.territories import resolve_territory
from kit.products.dossier.blank import build_dossier_workbook, build_dossier_yaml, dossier_values
from kit.writers.sheet import WRITERS

KIT = Path(sys.executable).parent / "kit"
SECONDS, MEGABYTES = 20, 1_000
DAY = "23/11/2026"
RAW = """
import sys
from python_calamine import CalamineWorkbook
workbook = CalamineWorkbook.from_path(sys.argv[1])
for name in workbook.sheet_names:
    workbook.get_sheet_by_name(name).to_python()
"""


def build_big_dossier(count: int) -> Dossier:
    """Un plan de ``count`` actions détaillées, cent partenaires, deux mille sous-lignes de chaque sorte."""
    territory = resolve_territory("Les Mureaux (78440)").territory
    if territory is None:
        raise SystemExit("le territoire de l'essai manque")
    kinds, commitments, statuses = list(PartnerKind), list(Commitment), list(Status)
    partners = tuple(
        Partner(name=f"Structure {rank}", kind=kinds[rank % 10], commitment=commitments[rank % 3])
        for rank in range(100)
    )
    actions = tuple(
        Action(
            number=f"A{rank}",
            title=f"Mener l'action numéro {rank} avec les habitants du quartier",
            lead=f"Structure {rank % 100}",
            axis=f"Axe {rank % 12}",
            description="Ce qui sera fait, où, avec qui, et comment on saura que c'est fait. " * 4,
            objective="Ce qui aura changé pour les personnes concernées.",
            partners=tuple(f"Structure {(rank + step) % 100}" for step in range(1, 4)),
            status=statuses[rank % len(statuses)],
            start=dt.date(2026, 1, 1) + dt.timedelta(days=rank % 300),
            end=dt.date(2027, 1, 1) + dt.timedelta(days=rank % 700),
            budget=10_000.0,
            funding=4_000.0,
            indicator="Personnes concernées",
        )
        for rank in range(count)
    )
    return Dossier(
        alliance=Alliance(
            name="Un plan très long",
            territory_names=("Les Mureaux (78440)",),
            purpose="Mesurer le kit.",
            dated=dt.date(2026, 10, 1),
        ),
        territory=territory,
        partners=partners,
        actions=actions,
        sub_actions=tuple(
            SubAction(action=action.number, title=f"Étape {step}", status=Status.UPCOMING, end=action.end)
            for action in actions
            for step in (1, 2)
        ),
        budgets=tuple(
            Budget(action=action.number, year=year, amount=5_000.0, kind=BudgetKind.OPERATING)
            for action in actions
            for year in (2026, 2027)
        ),
        roles=tuple(
            Role(action=action.number, partner=action.lead, role=role)
            for action in actions
            for role in (RaciRole.ACCOUNTABLE, RaciRole.RESPONSIBLE)
        ),
    )


def write_big_dossier(count: int, folder: Path) -> dict[str, Path]:
    """Le même plan en ods, xlsx et yaml."""
    values = dossier_values(build_big_dossier(count))
    grid = load_grid()
    files = {}
    for suffix, write in WRITERS.items():
        files[suffix] = folder / f"mille{suffix}"
        files[suffix].write_bytes(write(build_dossier_workbook(values, grid=grid)))
    files[".yaml"] = folder / "mille.yaml"
    files[".yaml"].write_text(build_dossier_yaml(values, grid=grid), encoding="utf-8")
    return files


def measure(command: list[str]) -> tuple[float, float]:
    """Les secondes d'une commande, et le pic de mémoire (Mo) atteint jusque-là par un enfant."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Mesure et imprime ; les étapes vont de la plus légère à la plus lourde."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_big_dossier(count, folder)
        for suffix, path in files.items():
            size = path.stat().st_size // 1024
            if suffix != ".yaml":
                seconds, peak = measure([sys.executable, "-c", RAW, str(path)])
                print(f"{suffix} ({size} Ko), python-calamine seul : {seconds:.2f} s, {peak:.0f} Mo")
            seconds, peak = measure([str(KIT), "verifier", str(path), "--le", DAY])
            print(f"{suffix} ({size} Ko), lu et contrôlé : {seconds:.2f} s, {peak:.0f} Mo")
        command = [str(KIT), "produire", str(files[".ods"]), "--dans", str(folder / "sortie"), "--le", DAY]
        seconds, peak = measure([*command, "--documents", "plan-action"])
        written = sorted(path.name for path in (folder / "sortie" / "mille").iterdir())
        print(f"plan de {count} actions, lu, contrôlé, écrit ({', '.join(written)})")
        print(f"  {seconds:.1f} s (objectif : {SECONDS}), {peak:.0f} Mo (objectif : {MEGABYTES})")


if __name__ == "__main__":
    main()
