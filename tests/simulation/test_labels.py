"""Labels are found by name, or by the notes of ASReview, and nothing is taken for one unsaid."""

from __future__ import annotations

import pytest

from screening.errors import BadInput, UsageError
from screening.records import RecordContent
from screening.simulation.labels import NOTES, label_field, label_of


def entry(*extra: tuple[str, str]) -> RecordContent:
    return RecordContent(position=7, line=12, extra=extra)


def test_the_best_known_name_is_taken() -> None:
    found = entry(("label_abstract_screening", "1"), ("Included", "1"), ("label_included", "0"))
    assert label_field([found]) == "label_included"


def test_a_column_can_be_named() -> None:
    found = entry(("label_abstract_screening", "1"), ("label_included", "0"))
    assert label_field([found], "Label abstract screening") == "label_abstract_screening"


def test_notes_of_asreview_are_labels() -> None:
    found = entry(("N1", "seen in 2021; ASReview_relevant"))
    assert label_field([found]) == NOTES
    assert label_of(found, NOTES) is True
    assert label_of(entry(("N1", "ASReview_irrelevant")), NOTES) is False
    assert label_of(entry(("N1", "ASReview_not_seen")), NOTES) is None
    assert label_of(entry(("N1", "other")), NOTES) is None


@pytest.mark.parametrize(
    ("word", "label"),
    [
        *((word, True) for word in ("1", "Yes", "included", "1.0")),
        *((word, False) for word in ("0", "EXCLUDE", "false")),
        *((word, None) for word in ("", "-1", "n/a")),
    ],
)
def test_words_of_labels(word: str, label: bool | None) -> None:
    assert label_of(entry(("label", word)), "label") is label


def test_another_word_is_refused_with_its_place() -> None:
    with pytest.raises(BadInput, match=r"Entry 7 \(line 12\) has 'label' = 'maybe'"):
        label_of(entry(("label", "maybe")), "label")


def test_a_file_without_labels_says_what_it_has() -> None:
    with pytest.raises(BadInput, match="Fields there are: C1, XY"):
        label_field([entry(("XY", "1"), ("C1", "2"))])


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="No record has a field 'judged'"):
        label_field([entry(("label", "1"))], "judged")
