"""Réunir des grilles : ce que chacun répond, où l'on se rejoint, où l'on diffère.

La dispersion est celle de Leik (1966), faite pour des niveaux rangés : 0 quand tout le monde est au même
niveau, 1 quand une moitié est en haut et l'autre en bas. Aucune personne n'est classée ni notée.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kit.domain.values import College, Criterion, Dimension, Grid, Level
from kit.products.dossier.scoring import MIN_ANSWERED
from kit.products.grids.filled import FilledGrid

MAX_AGENDA: Final = 6
_NUMBER: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CollegeAnswers:
    """Les réponses d'un collège à un critère ; ``college`` est ``None`` quand il n'est pas donné."""

    college: College | None
    counts: tuple[tuple[str, int], ...]
    missing: int

    @property
    def label(self) -> str:
        """Le nom du collège."""
        return self.college.value if self.college else "sans collège"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """Ce que le groupe répond à un critère.

    ``counts`` : réponses par niveau, dans l'ordre de l'échelle, « non concerné » compris.
    ``missing`` : personnes sans réponse. ``median`` : le niveau médian, ou les deux qui l'encadrent
    quand le groupe se partage en deux moitiés ; vide sans réponse sur l'échelle.
    ``spread`` : la dispersion de Leik, de 0 à 1 ; ``None`` sous deux réponses sur l'échelle.
    """

    criterion: Criterion
    dimension: Dimension
    counts: tuple[tuple[str, int], ...]
    missing: int
    median: tuple[Level, ...]
    spread: Fraction | None
    by_college: tuple[CollegeAnswers, ...]

    @property
    def value(self) -> float | None:
        """La valeur du niveau médian (le milieu de deux niveaux s'il tombe entre eux)."""
        values = [level.value for level in self.median if level.value is not None]
        return sum(values) / len(values) if values else None

    @property
    def median_label(self) -> str:
        """Le niveau médian en mots."""
        keys = [level.key for level in self.median]
        return f"entre {keys[0]} et {keys[1]}" if len(keys) > 1 else "".join(keys) or "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionResult:
    """La part des points du groupe dans une dimension, d'après les niveaux médians pondérés.

    ``answered`` et ``expected`` comptent les réponses reçues et possibles ; ``index`` est ``None`` sous
    60 % de réponses, ou si personne n'est concerné.
    """

    dimension: Dimension
    answered: int
    expected: int
    index: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedGrids:
    """N grilles réunies. ``grids`` est rangé dans un ordre stable qui ne dit rien des personnes."""

    grid: Grid
    grids: tuple[FilledGrid, ...]
    criteria: tuple[CriterionResult, ...]
    dimensions: tuple[DimensionResult, ...]

    @property
    def colleges(self) -> tuple[tuple[str, int], ...]:
        """Les collèges présents et leur nombre de répondants, dans l'ordre de la liste déclarée."""
        counts = Counter(filled.respondent.college for filled in self.grids)
        return tuple(
            (college.value if college else "sans collège", counts[college])
            for college in (*College, None)
            if counts[college]
        )

    @property
    def disagreements(self) -> tuple[CriterionResult, ...]:
        """Tous les critères où l'on diffère, du plus dispersé au moins ; à égalité, par code de critère."""
        spread = [result for result in self.criteria if result.spread]
        return tuple(sorted(spread, key=lambda one: (-(one.spread or 0), sort_key(one.criterion.key))))

    @property
    def agenda(self) -> tuple[CriterionResult, ...]:
        """L'ordre du jour : les critères où l'on diffère le plus, six au plus."""
        return self.disagreements[:MAX_AGENDA]

    @property
    def tied_out(self) -> int:
        """Combien de critères ont la même dispersion que le dernier de l'ordre du jour sans y être."""
        rest = self.disagreements[MAX_AGENDA:]
        return sum(result.spread == self.agenda[-1].spread for result in rest)

    @property
    def shared(self) -> tuple[CriterionResult, ...]:
        """Les critères où toutes les réponses, deux au moins, sont au même niveau."""
        return tuple(result for result in self.criteria if result.spread == 0)

    @property
    def low_criteria(self) -> tuple[CriterionResult, ...]:
        """Les critères dont la médiane n'est pas au plus haut, du plus bas au moins bas, puis par code."""
        best = max(level.value or 0 for level in self.grid.levels)
        low = [(result.value, result) for result in self.criteria if result.value is not None]
        ranked = [pair for pair in low if pair[0] < best]
        ranked.sort(key=lambda pair: (pair[0], sort_key(pair[1].criterion.key)))
        return tuple(result for _, result in ranked)

    def name_respondent(self, filled: FilledGrid, *, named: bool = False) -> str:
        """Le nom imprimé d'un répondant : un numéro et son collège, sauf si les noms sont demandés."""
        number = self.grids.index(filled) + 1
        college = filled.respondent.college.value if filled.respondent.college else "sans collège"
        name = filled.respondent.name if named and filled.respondent.name else f"Répondant {number}"
        return f"{name} ({college})"


def sort_key(key: str) -> tuple[tuple[int, str], ...]:
    """De quoi ranger des codes comme on les lit : Q2-1 avant Q10-1."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.split(key))


def merge_grids(grid: Grid, grids: Sequence[FilledGrid]) -> MergedGrids:
    """Les grilles réunies ; chacune compte une fois, ses réponses sont déjà celles de ``grid``."""
    levels = [{one.criterion: one.level for one in filled.answers if one.level} for filled in grids]
    colleges = [filled.respondent.college for filled in grids]
    results = tuple(
        _merge_criterion(
            grid,
            dimension,
            criterion,
            [(college, given.get(criterion.key)) for college, given in zip(colleges, levels, strict=True)],
        )
        for dimension in grid.dimensions
        for criterion in dimension.criteria
    )
    return MergedGrids(
        grid=grid,
        grids=tuple(grids),
        criteria=results,
        dimensions=tuple(_merge_dimension(grid, part, results, len(grids)) for part in grid.dimensions),
    )


def _merge_criterion(
    grid: Grid,
    dimension: Dimension,
    criterion: Criterion,
    given: Sequence[tuple[College | None, str | None]],
) -> CriterionResult:
    by_college: dict[College | None, Counter[str | None]] = {}
    for college, level in given:
        by_college.setdefault(college, Counter())[level] += 1
    total = sum(by_college.values(), Counter[str | None]())
    ordered = _order_levels(grid)
    numbers = [total[level.key] for level in ordered]
    return CriterionResult(
        criterion=criterion,
        dimension=dimension,
        counts=_count_levels(grid, total),
        missing=total[None],
        median=find_median(ordered, numbers),
        spread=measure_spread(numbers),
        by_college=tuple(
            CollegeAnswers(
                college=college,
                counts=_count_levels(grid, by_college[college]),
                missing=by_college[college][None],
            )
            for college in (*College, None)
            if college in by_college
        ),
    )


def _count_levels(grid: Grid, counts: Counter[str | None]) -> tuple[tuple[str, int], ...]:
    return tuple((level.key, counts[level.key]) for level in grid.levels)


def _order_levels(grid: Grid) -> tuple[Level, ...]:
    """Les niveaux qui ont une valeur, du plus haut au plus bas."""
    valued = [level for level in grid.levels if level.value is not None]
    return tuple(sorted(valued, key=lambda level: -(level.value or 0)))


def find_median(levels: Sequence[Level], counts: Sequence[int]) -> tuple[Level, ...]:
    """Le niveau de la personne du milieu, ou les deux niveaux qui partagent le groupe en moitiés."""
    total, seen = sum(counts), 0
    found: list[Level] = []
    for level, count in zip(levels, counts, strict=True):
        seen += count
        if total and count and 2 * seen >= total and not found:
            found.append(level)
            if 2 * seen > total:
                break
        elif found and count:
            found.append(level)
            break
    return tuple(found)


def measure_spread(counts: Sequence[int]) -> Fraction | None:
    """La dispersion de Leik de réponses comptées par niveau, dans l'ordre ; ``None`` sous deux réponses.

    À chaque marche entre deux niveaux, on prend la plus petite des deux parts du groupe qu'elle sépare ;
    la somme est rapportée à son maximum.

    >>> measure_spread([3, 0, 3]), measure_spread([4, 0, 0]), measure_spread([2, 2, 2])
    (Fraction(1, 1), Fraction(0, 1), Fraction(2, 3))
    """
    total, seen, halves = sum(counts), 0, Fraction(0)
    if total < 2 or len(counts) < 2:
        return None
    for count in counts[:-1]:
        seen += count
        halves += Fraction(min(seen, total - seen), total)
    return 2 * halves / (len(counts) - 1)


def _merge_dimension(
    grid: Grid, dimension: Dimension, results: Iterable[CriterionResult], people: int
) -> DimensionResult:
    own = [result for result in results if result.dimension == dimension]
    expected = people * len(own)
    answered = expected - sum(result.missing for result in own)
    rated = [(one.criterion.weight, one.value) for one in own if one.value is not None]
    best = max(level.value or 0 for level in grid.levels)
    weights = sum(weight for weight, _ in rated)
    is_enough = weights > 0 and answered >= MIN_ANSWERED * expected
    return DimensionResult(
        dimension=dimension,
        answered=answered,
        expected=expected,
        index=sum(weight * value for weight, value in rated) / (best * weights) if is_enough else None,
    )
