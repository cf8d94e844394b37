"""The published numbers of the mentoring corpus, from its codebook and links alone."""

from __future__ import annotations

from functools import cache

import pytest

from extraction.findings import fold_findings
from extraction.synthesis.coded import Coded, coded
from extraction.synthesis.counts import node_counts, study_counts, total_counts
from extraction.synthesis.matrix import study_matrix
from extraction.synthesis.references import References
from extraction.synthesis.shares import Unit, theme_shares
from extraction.themes import Level, fold_codebook
from screening.errors import UsageError
from screening.events import CodeId
from screening.records import to_record_id
from tests.extraction.logs import mentoring_included, mentoring_log

COMPONENTS = [CodeId(f"T{number}") for number in range(1, 8)]


@cache
def _mentoring() -> Coded:
    events = mentoring_log()
    return coded(fold_codebook(events), fold_findings(events), mentoring_included())


def test_the_totals() -> None:
    found = total_counts(_mentoring())
    assert (found.codes, found.links, found.findings) == (347, 759, 759)
    assert found.codes - found.codes_used == 3
    assert (found.studies, found.studies_included) == (54, 51)
    assert found.links - found.links_included == 3
    levels = [node.level for node in _mentoring().nodes]
    assert [levels.count(level) for level in Level] == [10, 20, 347]


@pytest.mark.parametrize(
    ("theme", "codes_used", "links", "studies"),
    [
        ("TC1", 28, 94, 41),
        ("TC2", 10, 17, 13),
        ("TC3", 40, 112, 47),
        ("T1", 36, 65, 28),
        ("T2", 19, 46, 28),
        ("T3", 21, 32, 17),
        ("T4", 17, 29, 20),
        ("T5", 54, 89, 40),
        ("T6", 17, 33, 23),
        ("T7", 102, 242, 50),
    ],
)
def test_each_block(theme: str, codes_used: int, links: int, studies: int) -> None:
    found = node_counts(_mentoring())[CodeId(theme)]
    assert (found.codes_used, found.links, found.studies) == (codes_used, links, studies)


def test_the_printed_share_is_one_of_links_among_the_components() -> None:
    shares = theme_shares(_mentoring(), COMPONENTS)
    links = {at.theme: at for at in shares if at.unit is Unit.LINKS}
    outcomes = links[CodeId("T7")]
    assert (outcomes.count, outcomes.total) == (242, 536)
    assert [round(100 * (at.share or 0), 1) for at in links.values()] == [
        12.1, 8.6, 6.0, 5.4, 16.6, 6.2, 45.1,
    ]  # fmt: skip
    assert (outcomes.count_included, outcomes.total_included) == (241, 534)
    codes = next(at for at in shares if at.unit is Unit.CODES and at.theme == "T7")
    assert (codes.count, codes.total, round(codes.share or 0, 3)) == (102, 269, 0.379)
    studies = next(at for at in shares if at.unit is Unit.STUDIES and at.theme == "T7")
    assert (studies.count, studies.total) == (49, 51)


def test_every_unit_names_its_denominator() -> None:
    assert len({unit.basis for unit in Unit}) == len(Unit)
    with pytest.raises(UsageError, match="S1a is no theme"):
        theme_shares(_mentoring(), [CodeId("S1a")])


def test_frequency_effect_sizes_are_of_the_included_studies() -> None:
    found = node_counts(_mentoring())
    best = max((at for at in _mentoring().codes), key=lambda code: found[code.id].studies_included)
    assert found[best.id].studies_included == 10
    assert found[best.id].effect_size == pytest.approx(10 / 51)


def test_the_matrix_holds_every_link() -> None:
    matrix = study_matrix(_mentoring())
    assert (len(matrix.studies), len(matrix.codes)) == (54, 347)
    assert sum(map(sum, matrix.counts)) == 759
    assert sum(map(sum, matrix.present)) == 759
    assert matrix.studies[-3:] == tuple(to_record_id(number) for number in (4, 5, 13))


def test_the_most_intensive_study() -> None:
    rows = study_counts(_mentoring())
    assert sum(at.included for at in rows) == 51
    assert sum(at.findings for at in rows) == 759
    assert max(at.intensity or 0 for at in rows) < 0.15


def test_references_are_listed_as_printed() -> None:
    found = node_counts(_mentoring())
    cited = References({to_record_id(number): str(number) for number in range(1, 82)})
    empathic = next(node for node in _mentoring().codes if node.label == "empathic")
    assert cited.listed(found[empathic.id].records) == "36-38"
    first = _mentoring().codes[0]
    assert cited.listed(found[first.id].records) == "14, 33-35"
