"""Counts on small codebooks: overlap, rejected findings, nothing included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extraction.findings import fold_findings
from extraction.synthesis.coded import Coded, Link, coded
from extraction.synthesis.counts import node_counts, study_counts, total_counts
from extraction.synthesis.shares import theme_shares
from extraction.themes import fold_codebook
from screening.events import Body, CodeId, FindingId
from screening.events.kinds import FindingRejected
from screening.records import to_record_id
from tests.extraction.logs import code, finding, log

TREE: tuple[Body, ...] = (
    finding(1, record=1),
    finding(2, record=1),
    finding(3, record=2),
    code("T1"),
    code("S1", parent="T1"),
    code("C1", parent="S1", findings=(1, 2, 3)),
    code("C2", parent="S1", findings=(3,)),
    code("C3"),
)


def _coded(*more: Body, included: int = 2) -> Coded:
    events = log(*TREE, *more)
    records = [to_record_id(number) for number in range(1, included + 1)]
    return coded(fold_codebook(events), fold_findings(events), records)


def test_a_finding_with_two_codes_is_two_links_but_one_finding() -> None:
    found = node_counts(_coded())[CodeId("T1")]
    assert (found.codes, found.links, found.findings, found.studies) == (2, 4, 3, 2)
    assert found.effect_size == 1.0


def test_rejected_findings_count_nowhere() -> None:
    found = total_counts(_coded(FindingRejected(finding=FindingId("F0003"))))
    assert (found.links, found.studies, found.codes_used) == (2, 1, 1)


def test_without_included_studies_there_is_no_effect_size() -> None:
    found = _coded(included=0)
    assert node_counts(found)[CodeId("C1")].effect_size is None
    assert node_counts(found)[CodeId("C1")].studies_included == 0
    assert [at.included for at in study_counts(found)] == [False, False]
    assert theme_shares(found)[-1].share is None


def test_findings_of_a_duplicate_count_for_the_record_kept() -> None:
    events = log(*TREE)
    kept, duplicate = to_record_id(1), to_record_id(2)
    found = coded(fold_codebook(events), fold_findings(events), [kept], {duplicate: kept})
    counts = total_counts(found)
    assert (counts.studies, counts.links, counts.links_included) == (1, 4, 4)
    assert counts.effect_size == 1.0


def test_codes_without_a_place_are_in_the_totals_only() -> None:
    assert total_counts(_coded()).codes == 3
    assert node_counts(_coded())[CodeId("C3")].links == 0


class Passed(tuple[Link, ...]):
    """Links that count how often somebody goes through them."""

    passes = 0

    def __iter__(self) -> Iterator[Link]:
        Passed.passes += 1
        return super().__iter__()


def test_studies_are_counted_in_as_many_passes_however_many_there_are() -> None:
    passes = []
    for included in (2, 40):
        found = _coded(included=included)
        Passed.passes = 0
        assert study_counts(replace(found, links=Passed(found.links))) == study_counts(found)
        passes.append(Passed.passes)
    assert passes[0] == passes[1] <= 3
