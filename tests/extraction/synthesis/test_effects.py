"""Effect sizes with the number they are of; reports of one study count once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extraction.findings import fold_findings
from extraction.synthesis.coded import Coded, coded
from extraction.synthesis.counts import study_counts
from extraction.synthesis.effects import frequency_effects, intensity_effects
from extraction.themes import Level, fold_codebook
from screening.events import CodeId
from screening.records import RecordId, to_record_id
from tests.extraction.logs import code, finding, log, mentoring_included, mentoring_log

TREE = (
    finding(1, record=1),
    finding(2, record=2),
    finding(3, record=3),
    finding(4, record=9),
    code("T1"),
    code("S1", parent="T1"),
    code("C1", parent="S1", findings=(1, 2)),
    code("C2", parent="S1", findings=(1, 3, 4)),
    code("C3", parent="S1", findings=(4,)),
)


def _coded(*included: int, same: dict[int, int] | None = None) -> Coded:
    events = log(*TREE)
    study_of = {to_record_id(one): to_record_id(other) for one, other in (same or {}).items()}
    records = [to_record_id(number) for number in included]
    return coded(fold_codebook(events), fold_findings(events), records, study_of)


def _records(*numbers: int) -> tuple[RecordId, ...]:
    return tuple(to_record_id(number) for number in numbers)


def test_frequency_effect_sizes_name_n_and_the_studies() -> None:
    first, second, third = frequency_effects(_coded(1, 2, 3, 4), Level.CODE)
    assert (first.node, first.studies, first.of, first.value) == ("C1", 2, 4, 0.5)
    assert first.supporting == _records(1, 2)
    assert (second.node, second.studies, second.outside) == ("C2", 2, _records(9))
    assert (third.studies, third.value, third.outside) == (0, 0.0, _records(9))


def test_two_reports_of_one_study_are_one() -> None:
    theme = frequency_effects(_coded(1, 3, 4, same={2: 1}), Level.THEME)[0]
    assert (theme.studies, theme.of) == (2, 3)
    assert frequency_effects(_coded(1, 3, 4, same={2: 1}), Level.CODE)[0].node == CodeId("C2")


def test_intensity_is_of_all_codes_with_a_finding_of_an_included_study() -> None:
    most, *others = intensity_effects(_coded(1, 2, 3), 0.6)
    assert (most.study, most.codes, most.of) == (to_record_id(1), 2, 2)
    assert (most.frequent, most.of_frequent, most.value_frequent) == (2, 2, 1.0)
    assert [effect.value for effect in others] == [1 / 2, 1 / 2]
    rows = {row.record: row.intensity for row in study_counts(_coded(1, 2, 3))}
    assert rows == dict(zip(_records(1, 2, 3, 9), (1.0, 0.5, 0.5, None), strict=True))


def test_a_threshold_that_no_code_reaches_leaves_no_share() -> None:
    found = intensity_effects(_coded(1, 2, 3), 0.9)
    assert {(effect.of_frequent, effect.value_frequent) for effect in found} == {(0, None)}


def test_without_included_studies_there_is_nothing_to_share() -> None:
    assert frequency_effects(_coded(), Level.CODE)[0].value is None
    assert intensity_effects(_coded(), 0.1) == []


def test_the_effect_sizes_of_the_mentoring_corpus() -> None:
    events = mentoring_log()
    found = coded(fold_codebook(events), fold_findings(events), mentoring_included())
    codes = frequency_effects(found, Level.CODE)
    assert (codes[0].studies, codes[0].of) == (10, 51)
    assert codes[0].value == pytest.approx(0.1961, abs=5e-5)
    themes = {effect.node: effect.studies for effect in frequency_effects(found, Level.THEME)}
    assert themes[CodeId("T7")] == 49


def test_the_most_intensive_study_of_the_components() -> None:
    events = mentoring_log()
    found = coded(fold_codebook(events), fold_findings(events), mentoring_included())
    components = {f"T{number}" for number in range(1, 8)}
    links = tuple(link for link in found.links if found.above[link.code][0] in components)
    only = replace(found, links=links)
    first, second = intensity_effects(only, 0.1)[:2]
    assert (first.study, first.codes) == (to_record_id(53), 25)
    assert (second.study, second.codes) == (to_record_id(33), 22)
    assert first.of == 264
    assert first.of_frequent == 7


@pytest.mark.parametrize(("studies", "of", "threshold"), [(7, 100, 0.07), (11, 20, 0.55)])
def test_a_code_just_at_the_threshold_is_frequent(studies: int, of: int, threshold: float) -> None:
    """0.07 times 100 is above 7 in floating point."""
    numbers = range(1, studies + 1)
    events = log(
        *(finding(number, record=number) for number in numbers),
        code("T1"),
        code("S1", parent="T1"),
        code("C1", parent="S1", findings=tuple(numbers)),
    )
    included = _records(*range(1, of + 1))
    made = coded(fold_codebook(events), fold_findings(events), included, {})
    assert intensity_effects(made, threshold)[0].of_frequent == 1
    assert intensity_effects(made, threshold + 0.001)[0].of_frequent == 0
