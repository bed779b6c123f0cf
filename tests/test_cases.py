"""Les cas de ``tests/cases``, écrits dans les mots des utilisateurs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from kit.reading.checks import check_file

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "coherence.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_le_cas_donne_les_problemes_attendus(
    case: dict[str, object], sound_file: Path, today: dt.date
) -> None:
    """Tous les codes attendus, ni plus ni moins, chacun avec son endroit dans le fichier."""
    dossier = yaml.safe_load(sound_file.read_text(encoding="utf-8"))
    for form, value in case["change"].items():
        dossier[form] = {**dossier[form], **value} if isinstance(value, dict) else value
    sound_file.write_text(yaml.safe_dump(dossier, allow_unicode=True), encoding="utf-8")
    problems = check_file(sound_file, today=today).problems
    assert sorted(problem.code for problem in problems) == sorted(case["attendu"])
    assert all(problem.where.file == sound_file.name for problem in problems)
