"""Saturation by hand on a small review, and as published for the mentoring corpus."""

from __future__ import annotations

import pytest

from extraction.findings import fold_findings
from extraction.synthesis.coded import coded
from extraction.synthesis.saturation import reached, saturation
from extraction.themes import fold_codebook
from screening.records import to_record_id
from tests.extraction.logs import code, finding, log, mentoring_included, mentoring_log


def test_what_each_study_adds_is_counted_once() -> None:
    events = log(
        *(finding(n, f"f{n}", record) for n, record in ((1, 1), (2, 2), (3, 2), (4, 3), (5, 9))),
        code("T1"),
        code("S1", parent="T1"),
        code("C1", parent="S1", findings=(1, 2)),
        code("C2", parent="S1", findings=(3,)),
        code("C3", parent="S1", findings=(4, 5)),
    )
    included = tuple(to_record_id(number) for number in (1, 2, 3))
    themes, _, codes = saturation(
        coded(fold_codebook(events), fold_findings(events), included), draws=20
    )
    assert (themes.new, themes.found, themes.nodes) == ((1, 0, 0), (1, 1, 1), 1)
    assert (codes.new, codes.found, codes.nodes) == ((1, 1, 1), (1, 2, 3), 3)
    assert codes.mean_found[-1] == 3
    assert codes.reached == 0


@pytest.mark.parametrize(
    ("new", "study"),
    [((4, 3, 2, 1, 0, 0, 0), 7), ((4, 3, 2, 1, 1, 0, 0), 0), ((0,) * 9, 0), ((1,), 0)],
)
def test_the_rule_compares_a_run_with_the_base(new: tuple[int, ...], study: int) -> None:
    assert reached(new) == study


def test_five_hundred_studies_are_added_up() -> None:
    """Study n brings codes 1 to n // 5: one new code with every fifth."""
    codes = [
        code(f"C{at}", parent="S1", findings=tuple(range(5 * at, 501))) for at in range(1, 101)
    ]
    findings = (finding(number, f"f{number}", number) for number in range(1, 501))
    events = log(*findings, code("T1"), code("S1", parent="T1"), *codes)
    included = tuple(to_record_id(number) for number in range(1, 501))
    book = coded(fold_codebook(events), fold_findings(events), included)
    *_, found = saturation(book, draws=3)
    assert (found.found, found.reached) == (tuple(at // 5 for at in range(1, 501)), 0)
    assert found.mean_found[-1] == 100


def test_the_corpus_saturates_in_subthemes_and_not_in_codes() -> None:
    events = mentoring_log()
    found = saturation(
        coded(fold_codebook(events), fold_findings(events), mentoring_included()), draws=60
    )
    assert [at.level for at in found] == ["theme", "subtheme", "code"]
    assert found[1].reached_share > 0.95
    assert found[2].reached_share < 0.6
    assert found[2].found[-1] == found[2].nodes
