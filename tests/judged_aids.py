"""Les paires action et aide jugées à la main (``tests/data/aides-jugees``), et ce que le kit en dit."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from kit.domain.values import Action, Alliance, Dossier, Partner, PartnerKind, Status
from kit.products.aids.aid import AidSet
from kit.products.aids.matching import Selection, build_needs, match_aids
from kit.products.aids.reading import read_aids
from kit.reading.dossier import resolve_names

FOLDER: Final = Path(__file__).parent / "data" / "aides-jugees"
DAY: Final = dt.date(2026, 11, 27)
JUDGEMENTS: Final = ("pertinentes", "marge", "non")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Une action, le jugement de chaque aide citée, et ce que le kit propose."""

    key: str
    selection: Selection
    judged: Mapping[str, str]
    reasons: Mapping[str, str]

    @property
    def proposed(self) -> tuple[str, ...]:
        """Les aides proposées, dans l'ordre."""
        return tuple(match.aid.key for match in self.selection.candidates)

    def list_proposed(self, judgement: str) -> tuple[str, ...]:
        """Les aides proposées qui ont ce jugement ; une paire non écrite est « non »."""
        return tuple(key for key in self.proposed if self.judged.get(key, "non") == judgement)

    def list_judged(self, judgement: str) -> tuple[str, ...]:
        """Les aides qui ont ce jugement."""
        return tuple(key for key, one in self.judged.items() if one == judgement)


def load_half(name: str) -> tuple[Judged, ...]:
    """Les actions d'une moitié, comparées à ses aides."""
    raw: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    aids = _read(raw["aides"])
    return tuple(_judge(one, aids) for one in raw["actions"])


def _read(records: list[Mapping[str, Any]]) -> AidSet:
    """Les aides, par le vrai lecteur : la réponse de l'interface, en JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "aides.json"
        path.write_text(json.dumps({"count": len(records), "results": records}), encoding="utf-8")
        aids, problems = read_aids(path)
    if problems or len(aids.aids) != len(records):
        raise AssertionError(problems)
    return aids


def _judge(raw: Mapping[str, Any], aids: AidSet) -> Judged:
    lead = Partner(name="Le pilote", kind=PartnerKind(raw["porteur"]))
    action = Action(
        number=raw["cle"],
        title=raw["titre"],
        objective=raw.get("objectif", ""),
        description=raw.get("descriptif", ""),
        lead=lead.name,
        status=Status(raw["statut"]),
    )
    dossier = Dossier(
        alliance=Alliance(name="Essai", territory_names=(), purpose=raw.get("cause", "")),
        territory=resolve_names(raw["territoire"]),
        partners=(lead,),
        actions=(action,),
    )
    (selection,) = match_aids(aids.aids, build_needs(dossier, day=DAY))
    pairs = [(key, why, one) for one in JUDGEMENTS for key, why in raw.get(one, {}).items()]
    return Judged(
        key=raw["cle"],
        selection=selection,
        judged={key: one for key, _, one in pairs},
        reasons={key: why for key, why, _ in pairs},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Le compte d'une moitié. Les aides « à la marge » ne comptent ni pour ni contre."""

    pairs: int
    good: int
    marginal: int
    wrong: int
    missed: int
    silent: int
    should_be_silent: int

    @property
    def precision(self) -> float:
        """La part des aides proposées qui sont pertinentes, la marge mise à part."""
        return self.good / max(1, self.good + self.wrong)

    @property
    def strict_precision(self) -> float:
        """La même, la marge comptée comme une erreur."""
        return self.good / max(1, self.good + self.wrong + self.marginal)

    @property
    def recall(self) -> float:
        """La part des aides pertinentes qui sont proposées."""
        return self.good / max(1, self.good + self.missed)


def tally(judged: tuple[Judged, ...]) -> Tally:
    """Le compte de ces actions."""
    counts = {one: sum(len(item.list_proposed(one)) for item in judged) for one in JUDGEMENTS}
    nothing = [item for item in judged if not item.list_judged("pertinentes")]
    return Tally(
        pairs=sum(len(item.judged) for item in judged),
        good=counts["pertinentes"],
        marginal=counts["marge"],
        wrong=counts["non"],
        missed=sum(len(item.list_judged("pertinentes")) for item in judged) - counts["pertinentes"],
        silent=sum(not item.proposed for item in nothing),
        should_be_silent=len(nothing),
    )


def list_gaps(judged: tuple[Judged, ...]) -> Iterator[str]:
    """Ce qui est proposé à tort, ou manqué, en une ligne."""
    for item in judged:
        matches = {match.aid.key: match for match in item.selection.everything}
        for key in item.list_proposed("non"):
            yield f"{item.key} propose {key} ({matches[key].weight:.2f}) : {matches[key].subject.reason}"
        for key in item.list_judged("pertinentes"):
            if key not in item.proposed:
                reasons = "; ".join(finding.reason for finding in matches[key].findings)
                yield f"{item.key} manque {key} ({matches[key].weight:.2f}) : {reasons}"
