"""The lines of ``benchmarks.ranking``, read back: by arm, set and unit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.ranking_sets import text_of, unit_of
from screening.simulation.metrics import Figures, figures

PEER = "asreview"
ARMS = (
    PEER, "u4", "tfidf", "ensemble", "ensemble-title", "ensemble-published", "ensemble-protocol"
)  # fmt: skip
"""Arms that are given one included and one excluded record, and compared seed by seed."""
UNLABELLED = ("zero", "zero-published", "zero-protocol")
"""Arms that are given no label, so that there is nothing to draw: one run is all there is."""
_PUBLISHED = {
    "ensemble-published": ("ensemble-protocol", "ensemble-title"),
    "zero-published": ("zero-protocol", "zero"),
}
"""Not run by themselves: the first arm where a review's questions or criteria are known in
published words, else the second, which knows the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One run, measured."""

    name: str
    seed: int
    arm: str
    records: int
    relevant: int
    shown: int
    order: tuple[int, ...]
    ranks: tuple[int, ...]
    figures: Figures
    cpu: float
    peak: float
    versions: dict[str, str]

    @property
    def key(self) -> tuple[str, int, str]:
        """Which run it is."""
        return self.name, self.seed, self.arm


def read(paths: Iterable[Path]) -> dict[tuple[str, int, str], Line]:
    """All whole lines of the files; of two of the same run, the later one counts."""
    found = {}
    for path in paths:
        for text in path.read_text(encoding="utf-8").splitlines(keepends=True):
            if text.endswith("\n"):
                line = _line(json.loads(text))
                found[line.key] = line
    return found | dict(_published(found))


def _published(
    lines: dict[tuple[str, int, str], Line],
) -> Iterator[tuple[tuple[str, int, str], Line]]:
    for arm, (protocol, title) in _PUBLISHED.items():
        if protocol in {known for _, _, known in lines}:
            for (name, seed, one), line in lines.items():
                if one == (protocol if text_of(name).published else title):
                    yield (name, seed, arm), replace(line, arm=arm)


def _line(told: dict[str, Any]) -> Line:
    made = figures(told["ranks"], told["records"], told["ranks_without_abstract"])
    return Line(
        name=told["set"],
        seed=told["seed"],
        arm=told["arm"],
        records=told["records"],
        relevant=told["relevant"],
        shown=len(told["order"]),
        order=tuple(told["order"]),
        ranks=tuple(told["ranks"]),
        figures=made,
        cpu=told["cpu_seconds"],
        peak=told["peak_mib"],
        versions=told["versions"],
    )


class Results:
    """The lines by arm and set, over the seeds that every labelled arm has for the set."""

    def __init__(self, lines: dict[tuple[str, int, str], Line]) -> None:
        self.lines = lines
        here = {arm for _, _, arm in lines}
        self.arms = [arm for arm in ARMS if arm in here]
        names = {name for name, _, arm in lines if arm in self.arms}
        self.seeds = {name: sorted(self._shared(name)) for name in names}
        whole = [name for name, seeds in self.seeds.items() if seeds]
        self.sets = sorted(whole, key=lambda name: (self.size(name), name))
        self.partial = sorted(name for name, seeds in self.seeds.items() if not seeds)

    def _shared(self, name: str) -> set[int]:
        by_arm = [
            {seed for at, seed, one in self.lines if (at, one) == (name, arm)} for arm in self.arms
        ]
        return set.intersection(*by_arm)

    def size(self, name: str) -> int:
        """How many records a set has."""
        return max(
            line.records
            for (at, _, arm), line in self.lines.items()
            if at == name and arm in self.arms
        )

    def of(self, name: str, arm: str) -> list[Line]:
        """The runs of a set and an arm, by seed."""
        return [self.lines[name, seed, arm] for seed in self.seeds[name]]

    def mean(self, name: str, arm: str, figure: str) -> float:
        """The mean of a figure over the seeds."""
        return fmean(getattr(line.figures, figure) for line in self.of(name, arm))

    def by_set(self, arm: str, figure: str) -> list[float]:
        """One value per set."""
        return [self.mean(name, arm, figure) for name in self.sets]

    def by_unit(self, arm: str, figure: str) -> list[float]:
        """One value per unit of overlapping sets: the mean of its sets."""
        units: dict[str, list[float]] = {}
        for name in self.sets:
            units.setdefault(unit_of(name), []).append(self.mean(name, arm, figure))
        return [fmean(values) for values in units.values()]

    def mean_of_all(self, name: str, arm: str, figure: str) -> float | None:
        """The mean of a figure over every run of an arm, paired or not; None without a run."""
        found = [
            getattr(line.figures, figure)
            for (at, _, one), line in self.lines.items()
            if (at, one) == (name, arm)
        ]
        return fmean(found) if found else None
