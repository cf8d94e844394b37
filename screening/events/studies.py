"""Which reports are of one study: a replay of what people grouped and split. Pure functions.

A study may have several reports (PRISMA 2020, Page MJ et al., BMJ 2021;372:n71, box 1). Reports
nobody grouped are studies of their own. A duplicate counts as the record kept for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from screening.events.kinds import ReportsGrouped
from screening.events.state import Pair, ReviewState, pair_of
from screening.records import RecordId, record_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Studies:
    """What people said about reports and studies, seen through the duplicates now marked.

    ``groups`` are the studies with several reports, each in the order of import; ``apart`` are
    the pairs of reports called different studies, as in ``pair_of``.
    """

    groups: tuple[tuple[RecordId, ...], ...] = ()
    apart: frozenset[Pair] = frozenset()

    def study_of(self) -> dict[RecordId, RecordId]:
        """Grouped report -> the first report of its study, by which the study is named."""
        return {report: group[0] for group in self.groups for report in group}


def kept_for(state: ReviewState, record: RecordId) -> RecordId:
    """The record that stands for this one: the kept one of a duplicate, else itself."""
    seen = {record}
    while (kept := state.duplicates.get(record)) is not None and kept not in seen:
        seen.add(kept)
        record = kept
    return record


def studies(state: ReviewState) -> Studies:
    """Replay the groupings and splittings that were not undone."""
    replay = _Replay()
    for _by, body in state.study_steps.values():
        reports = {kept_for(state, report) for report in body.reports}
        if isinstance(body, ReportsGrouped):
            replay.group(reports)
        else:
            replay.split(reports)
    return replay.result()


def one_per_study(state: ReviewState, reports: Iterable[RecordId]) -> tuple[RecordId, ...]:
    """The first of these reports of every study, in the order given: as many as studies."""
    study_of = studies(state).study_of()
    first: dict[RecordId, RecordId] = {}
    for report in reports:
        first.setdefault(study_of.get(report, report), report)
    return tuple(first.values())


@dataclass(slots=True)
class _Replay:
    group_of: dict[RecordId, set[RecordId]] = field(default_factory=dict)
    apart: set[Pair] = field(default_factory=set)

    def group(self, reports: set[RecordId]) -> None:
        joined = set(reports)
        for report in reports:
            joined |= self.group_of.get(report, set())
        for report in joined:
            self.group_of[report] = joined
        self.apart -= {pair_of(one, two) for one, two in combinations(joined, 2)}

    def split(self, reports: set[RecordId]) -> None:
        for report in reports:
            fellows = self.group_of.pop(report, {report})
            fellows.discard(report)
            self.apart |= {pair_of(report, fellow) for fellow in fellows}
        self.apart |= {pair_of(one, two) for one, two in combinations(reports, 2)}

    def result(self) -> Studies:
        groups = {tuple(sorted(group, key=record_number)) for group in self.group_of.values()}
        several = sorted(
            (group for group in groups if len(group) > 1), key=lambda at: record_number(at[0])
        )
        return Studies(groups=tuple(several), apart=frozenset(self.apart))
