"""What a newer entry renews in a record, and what it leaves alone."""

from __future__ import annotations

from typing import Any

from screening.events.newest import newest
from screening.events.words import in_words
from screening.records import Author, LocalText, Problem, Record, RecordContent, RecordId, SearchId
from screening.records.links import LinkKind, RecordLink
from screening.sessions.changed_values import change_of, renewed

RETRACTED = RecordLink(kind=LinkKind.RETRACTION_IN, reference="Lancet 2010")
RECORD = Record(
    id=RecordId("R0001"),
    search=SearchId("S01"),
    position=4,
    title="Mentoring",
    abstract="It helps.",
    authors=(Author(name="Roe, Jane"),),
    year=2020,
    extra=(("LR", "2020"), ("OT", "mentors")),
    local_texts=(LocalText(field="title", locale="de", text="Betreuung"),),
    problems=(Problem(message="No journal."),),
    links=(RETRACTED,),
)


def entry(**values: Any) -> RecordContent:
    return RecordContent(position=9, line=80, **values)


def test_what_is_left_out_stays() -> None:
    assert renewed(RECORD, entry(title="Mentoring")).fields == ()


def test_labelled_values_are_renewed_label_by_label() -> None:
    comment = RecordLink(kind=LinkKind.COMMENT_IN, reference="BMJ 2011")
    newer = entry(
        year=2021,
        extra=(("LR", "2021"),),
        local_texts=(LocalText(field="title", locale="fr", text="Mentorat"),),
        links=(comment,),
    )
    made = renewed(RECORD, newer)
    assert set(made.fields) == {"year", "local_texts", "links", "extra", "problems"}
    change = change_of(RECORD, SearchId("S02"), made)
    assert (change.old.year, change.new.year, change.old.title) == (2020, 2021, "")
    assert (change.old.position, change.new.position, change.new.line) == (4, 9, 80)
    now = newest(RECORD, [change])
    assert set(now.extra) == {("OT", "mentors"), ("LR", "2021")}
    assert {text.locale for text in now.local_texts} == {"de", "fr"}
    assert now.links == (RETRACTED, comment)
    assert (now.abstract, now.problems, now.position) == ("It helps.", (), 4)
    told = in_words(change)
    assert told.startswith("R0001 changed by S02: ")
    assert "year: 2020 -> 2021" in told
    assert "retraction in Lancet 2010; comment in BMJ 2011" in told


def test_another_order_of_labelled_values_is_no_change() -> None:
    assert renewed(RECORD, entry(extra=RECORD.extra[::-1])).fields == ()


def test_a_reading_as_a_whole_empties_fields_too() -> None:
    made = renewed(RECORD, entry(title="Mentoring", year=2020), whole=True)
    assert set(made.fields) == {"abstract", "authors", "extra", "local_texts", "links", "problems"}
    assert newest(RECORD, [change_of(RECORD, SearchId("S02"), made)]).abstract == ""
