from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.events.kinds import ReportRetrieved
from screening.prisma import (
    FlowCounts,
    ReasonCount,
    Severity,
    box_counts,
    flow,
    flow_records,
    violations,
)
from screening.prisma.counts import UPDATE_FIELDS
from screening.protocol import NotRetrieved, PreviousVersion, Stage, Unsure, Verdict
from screening.records import SourceKind, to_record_id
from tests.prisma.reviews import (
    Log,
    empty,
    many_sources,
    protocol,
    three_stages,
    tiny,
    unfinished,
)

REASONS = ("", "Off topic", "Wrong population", "Another, new one", " ")
STAGES = st.sampled_from(list(Stage))
VERDICTS = st.sampled_from(list(Verdict))
PEOPLE = st.sampled_from(["Ann", "Bob", "Cid"])


@st.composite
def logs(draw: st.DrawFn) -> Log:
    log = Log()
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(list(SourceKind)))
        log.search(draw(st.sampled_from(["A", "B", "C"])), draw(st.integers(0, 5)), kind)
    for _ in range(draw(st.integers(0, 60)) if log.records else 0):
        _happen(draw, log)
    return log


def _happen(draw: st.DrawFn, log: Log) -> None:
    record = draw(st.integers(1, log.records))
    reason = draw(st.sampled_from(REASONS))
    act = draw(st.sampled_from("dddddddduuaxyrngsz"))
    if act == "d":
        log.decide(draw(STAGES), record, draw(VERDICTS), reason, draw(PEOPLE))
    elif act == "u":
        log.undo(draw(st.integers(1, len(log.events))), draw(PEOPLE))
    elif act == "a":
        log.adjudicate(draw(STAGES), record, draw(VERDICTS), reason)
    elif act == "x":
        log.duplicate(record, draw(st.integers(1, log.records)))
    elif act == "y":
        log.no_duplicate(record)
    elif act in "gs":
        reports = draw(st.lists(st.integers(1, log.records), min_size=1, max_size=3))
        (log.one_study if act == "g" else log.own_studies)(*reports)
    elif act == "z":
        log.undo_study(draw(st.integers(1, len(log.events))))
    elif act == "n":
        log.not_had(record, why=reason)
    else:
        log.add(ReportRetrieved(record=to_record_id(record)))


@given(
    log=logs(),
    stages=st.sets(STAGES, min_size=1),
    reviewers=st.integers(1, 2),
    unsure=st.sampled_from(list(Unsure)),
    not_retrieved=st.sampled_from(list(NotRetrieved)),
    automation=st.sampled_from([(), ("Cid",), ("Ann", "Bob")]),
    previous=st.sampled_from([None, PreviousVersion(studies=3, reports=4)]),
)
def test_no_log_ever_breaks_a_rule(
    log: Log,
    stages: set[Stage],
    reviewers: int,
    unsure: Unsure,
    not_retrieved: NotRetrieved,
    automation: tuple[str, ...],
    previous: PreviousVersion | None,
) -> None:
    plan = protocol(
        [stage for stage in Stage if stage in stages],
        reviewers=reviewers,
        unsure=unsure,
        not_retrieved=not_retrieved,
        automation=automation,
        previous=previous,
    )
    state = log.state()
    counts = flow(state, plan)
    assert violations(counts) == ()
    boxes = flow_records(state, plan)
    told = {name: n for name, n in box_counts(counts).items() if name not in UPDATE_FIELDS}
    assert told == {name: len(ids) for name, ids in boxes.items()}
    assert all(len(set(ids)) == len(ids) for ids in boxes.values())


@pytest.mark.parametrize("case", [three_stages, many_sources, unfinished, tiny, empty])
def test_the_reviews_of_these_tests_add_up(case: object) -> None:
    assert callable(case)
    assert violations(case()) == ()


GOOD = many_sources()
DBR, OTHER = GOOD.dbr, GOOD.other
TITLE, ABSTRACT, FULLTEXT = GOOD.stages
ONE_MORE = (*DBR.reasons, ReasonCount(reason="Made up", n=1))

DOCTORED: dict[str, FlowCounts] = {
    "whole numbers": replace(GOOD, stages=(replace(TITLE, pending=-1), ABSTRACT, FULLTEXT)),
    "sources": replace(GOOD, sources=GOOD.sources[1:]),
    "identified": replace(GOOD, identified=47),
    "duplicates": replace(
        GOOD, sources=(replace(GOOD.sources[0], duplicates=9), *GOOD.sources[1:])
    ),
    "source duplicates": replace(
        GOOD, sources=(replace(GOOD.sources[0], duplicates=9), *GOOD.sources[1:])
    ),
    "to screen": replace(GOOD, to_screen=43),
    "columns": replace(GOOD, dbr=replace(DBR, duplicates=4)),
    "first stage": replace(GOOD, stages=(replace(TITLE, reached=1), ABSTRACT, FULLTEXT)),
    "next stage": replace(GOOD, stages=(TITLE, replace(ABSTRACT, reached=1), FULLTEXT)),
    "last stage": replace(GOOD, stages=(TITLE, ABSTRACT, replace(FULLTEXT, unsure_forwarded=1))),
    "stage reached": replace(GOOD, stages=(replace(TITLE, conflicts=2), ABSTRACT, FULLTEXT)),
    "stage decided": replace(GOOD, stages=(replace(TITLE, excluded=1), ABSTRACT, FULLTEXT)),
    "stage by tools": replace(
        GOOD, stages=(replace(TITLE, excluded_by_tools=99), ABSTRACT, FULLTEXT)
    ),
    "stage reasons": replace(GOOD, stages=(TITLE, replace(ABSTRACT, reasons=()), FULLTEXT)),
    "stage unsure": replace(GOOD, stages=(replace(TITLE, unsure_forwarded=99), ABSTRACT, FULLTEXT)),
    "column to screen": replace(GOOD, dbr=replace(DBR, to_screen=1)),
    "reports sought": replace(GOOD, dbr=replace(DBR, reports_sought=1)),
    "column included": replace(GOOD, dbr=replace(DBR, included=1)),
    "records screened": replace(GOOD, dbr=replace(DBR, records_unscreened=1)),
    "records excluded": replace(GOOD, dbr=replace(DBR, records_excluded=99)),
    "reports assessed": replace(GOOD, other=replace(OTHER, reports_assessed=1)),
    "reports excluded": replace(GOOD, dbr=replace(DBR, reports_excluded=99)),
    "report reasons": replace(GOOD, dbr=replace(DBR, reasons=ONE_MORE)),
    "other methods sought": replace(GOOD, other=replace(OTHER, reports_sought=99)),
    "forms records": replace(GOOD, other=replace(OTHER, records_excluded=0)),
    "forms reports": replace(GOOD, other=replace(OTHER, reports_excluded=0)),
    "forms by tools": replace(GOOD, dbr=replace(DBR, records_excluded_by_tools=1)),
    "included": replace(GOOD, reports_included=1),
    "form 2009": replace(GOOD, reports_included=1),
    "total studies": replace(GOOD, previous=PreviousVersion(studies=5, reports=5, again=-1)),
    "studies again": replace(GOOD, previous=PreviousVersion(studies=50, reports=50, again=40)),
    "studies and reports": replace(GOOD, studies_included=99),
    "open": replace(GOOD, open_records=1),
    "in progress": replace(GOOD, finished=False),
}


@pytest.mark.parametrize("rule", DOCTORED)
def test_a_doctored_flow_breaks(rule: str) -> None:
    broken = {violation.rule: violation for violation in violations(DOCTORED[rule])}
    assert rule in broken
    assert broken[rule].sentence.endswith(".")


def test_every_rule_is_broken_by_a_test() -> None:
    from screening.prisma.rules import _checks

    updated = replace(GOOD, previous=PreviousVersion(studies=5, reports=6, again=1))
    assert violations(updated) == ()
    assert {rule for rule, _, _ in _checks(updated)} == set(DOCTORED)


def test_included_studies_must_not_be_zero_when_reports_are() -> None:
    broken = violations(replace(GOOD, studies_included=0))
    assert [violation.rule for violation in broken] == ["studies and reports"]


def test_reports_that_are_not_records_let_through_are_only_a_warning() -> None:
    broken = violations(replace(GOOD, dbr=replace(DBR, reports_sought=DBR.reports_sought + 1)))
    assert {v.rule: v.severity for v in broken} == {
        "reports sought": Severity.WARNING,
        "reports assessed": Severity.ERROR,
    }
