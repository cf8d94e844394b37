"""Two records side by side: what is marked, and what is argued."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from screening.records import Author, Record, SearchId, to_record_id
from screening.sessions.side_by_side import evidence_of, only_in_each, sides_of

ONE = Record(
    id=to_record_id(1),
    search=SearchId("S01"),
    position=1,
    title="Mentoring of first-year medical students by senior peers",
    abstract="Mentors and students were asked what helps them, and most of them named time.",
    authors=(Author(name="Roe, Jane"),),
    year=2001,
    venue="Journal of Mentoring",
    volume="5",
    pages="12-20",
    doi="10.5555/one",
)
TWO = replace(ONE, id=to_record_id(2))


def words(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_a_field_is_the_same_different_or_given_once() -> None:
    other = replace(TWO, title=ONE.title.upper(), venue="", year=2002)
    marks = {side.label: side.mark for side in sides_of(ONE, other)}
    assert marks["Title"] == "="
    assert marks["Year"] == "!"
    assert marks["Venue"] == " "
    assert "PMID" not in marks


def test_only_the_words_that_differ_are_marked() -> None:
    one, two = "Mentoring of 9 students, twice", "Mentoring of twelve students: TWICE weekly"
    first, second = only_in_each(one, two)
    assert words(one, first) == ["9"]
    assert words(two, second) == ["twelve", "weekly"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_without_the_marked_words_both_texts_have_the_same_words(one: str, two: str) -> None:
    def left(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
        for start, end in reversed(spans):
            text = f"{text[:start]} {text[end:]}"
        return [word.casefold() for word in re.findall(r"\w+", text)]

    first, second = only_in_each(one, two)
    assert left(one, first) == left(two, second)


def test_two_of_one_kind_have_nothing_against_them() -> None:
    told = evidence_of(ONE, TWO)
    assert told.against == ()
    assert told.unknown == ""
    assert "The titles are the same." in told.in_favour
    assert "Both have the same DOI: 10.5555/one." in told.in_favour
    assert "Both have the same first author: Roe, Jane." in told.in_favour


def test_a_title_marked_as_differing_is_not_called_the_same() -> None:
    one = replace(ONE, title="Mentoring of students in nursing: a survey of partners")
    two = replace(TWO, title="Mentoring of students in nursing: survey of partners")
    assert sides_of(one, two)[0].mark == "!"
    told = evidence_of(one, two)
    assert "The titles are all but the same." in told.in_favour
    assert "The titles are the same." not in told.in_favour


def test_what_differs_speaks_against() -> None:
    other = replace(
        TWO, doi="10.5555/two", year=2009, pages="300-310", volume="9", venue="Annals of Gout"
    )
    told = evidence_of(ONE, other)
    assert "The DOI differs: 10.5555/one and 10.5555/two." in told.against
    assert "The year differs: 2001 and 2009." in told.against
    assert "The venue differs: Journal of Mentoring and Annals of Gout." in told.against
    assert "The titles are the same." in told.in_favour


def test_what_one_record_lacks_is_neither() -> None:
    told = evidence_of(ONE, replace(TWO, doi="", abstract=""))
    assert told.unknown == "Given by one record only: DOI, Abstract."
    assert not any("DOI" in at or "abstract" in at for at in (*told.in_favour, *told.against))


def test_records_with_nothing_in_common_say_so() -> None:
    other = Record(
        id=to_record_id(2), search=SearchId("S01"), position=2, title="Gout in zebra fish"
    )
    assert evidence_of(ONE, other).against == (
        "Title, place and identifiers have nothing in common.",
    )
