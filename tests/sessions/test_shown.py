"""Highlights, sections of abstracts, and texts that must not harm a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screening.events.kinds import Mark
from screening.records import Author, RecordContent, RecordId, SearchId
from screening.records import Record as ReviewRecord
from screening.sessions.highlights import Highlight, highlights
from screening.sessions.shown import byline, safe_text, sections


def words(text: str, include: tuple[str, ...], exclude: tuple[str, ...] = ()) -> list[str]:
    return [text[at.start : at.end] for at in highlights(text, include, exclude)]


def test_a_term_marks_the_whole_word_only() -> None:
    assert words("Rather a RAT, rats; rat-like", ("rat",)) == ["RAT", "rat"]
    assert words("Mentoring; a MENTOR, tormentor", ("mentor",)) == ["MENTOR"]
    assert words("medical \n student, students", ("medical  student",)) == ["medical \n student"]


def test_an_asterisk_marks_all_words_that_begin_so() -> None:
    assert words("Mentoring; a MENTOR, tormentor", ("mentor*",)) == ["Mentoring", "MENTOR"]
    assert words("medical \n students' views", ("medical student *",)) == ["medical \n students"]
    assert words("a*b, *", ("a*b",)) == ["a*b"]


def test_the_longer_term_counts_and_marks_do_not_overlap() -> None:
    found = highlights("medical students", ("medical",), ("medical student*",))
    assert found == (Highlight(0, 16, Mark.EXCLUDE),)


def test_scripts_without_blanks_are_marked_inside() -> None:
    assert words("医学生导师制", ("导师",)) == ["导师"]
    assert words("メンターは", ("メンター",)) == ["メンター"]
    assert words("학생들이 멘토를", ("멘토", "학생*")) == ["학생", "멘토"]
    assert words("นักเรียนแพทย์", ("แพทย์", "เรียน*")) == ["เรียน", "แพทย์"]
    assert words("mRNA疫苗は", ("mRNA", "疫苗")) == ["mRNA", "疫苗"]
    assert words("mRNA疫苗", ("RNA", "RNA疫")) == []


def test_terms_are_words_not_patterns() -> None:
    assert words("a+b (c", ("a+b", "(c", "", "*")) == ["a+b", "(c"]
    assert words("C++ or C", ("C++",)) == ["C++"]
    assert words("anything", ()) == []


@given(st.text(), st.lists(st.text(max_size=5)), st.lists(st.text(max_size=5)))
def test_marks_are_ordered_and_apart(text: str, include: list[str], exclude: list[str]) -> None:
    found = highlights(text, tuple(include), tuple(exclude))
    edges = [edge for at in found for edge in (at.start, at.end)]
    assert edges == sorted(edges)
    assert all(at.start < at.end <= len(text) for at in found)


def test_a_structured_abstract_is_split_at_its_labels() -> None:
    text = "Lead. BACKGROUND: One. Methods: Two: three. MAIN OUTCOME MEASURES: Four."
    assert sections(text) == (
        ("", "Lead."),
        ("BACKGROUND", "One."),
        ("Methods", "Two: three."),
        ("MAIN OUTCOME MEASURES", "Four."),
    )


def test_a_plain_abstract_stays_whole() -> None:
    text = "We did this: it worked. The results: good."
    assert sections(text) == (("", text),)
    assert sections("") == ()


@given(st.text())
def test_no_word_is_lost_by_splitting(text: str) -> None:
    joined = "".join(f"{label}:{body}" if label else body for label, body in sections(text))
    assert "".join(joined.split()) == "".join(text.split())


@given(st.text())
def test_no_control_reaches_the_terminal(text: str) -> None:
    shown = safe_text(f"\x1b[2J\u202e{text}\x9b")
    assert all(
        mark == "\n" or mark.isprintable() or mark.isspace() or ord(mark) > 0x9F for mark in shown
    )
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_long_lists_of_authors_are_shortened() -> None:
    content = RecordContent(position=1)
    record = ReviewRecord(
        id=RecordId("R0001"),
        search=SearchId("S01"),
        position=content.position,
        authors=tuple(Author(name=f"A{n}") for n in range(9)),
    )
    assert byline(record) == "A0; A1; A2; A3; A4; A5; and 3 others"
    assert byline(record, everyone=True).endswith("A8")
