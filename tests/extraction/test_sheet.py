"""The extraction table: values are kept in one way, and cells follow the log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.sheet import (
    BadValue,
    ProposalStatus,
    Sheet,
    counts_of,
    fold_sheet,
    form_of,
    read_value,
)
from screening.errors import UsageError
from screening.events import Body, Event, Maker, Place
from screening.events.kinds import (
    CellCleared,
    CellFilled,
    CellProposed,
    CellRejected,
    ExtractionUndone,
    StudySigned,
)
from screening.protocol import FieldType, FormField, parse_protocol
from screening.records import RecordId
from tests.extraction.logs import log

ONE, TWO = RecordId("R0001"), RecordId("R0002")
PLACE = Place(source="abstract", text_sha256="0" * 64, start=0, end=3)


def field(kind: FieldType, **told: object) -> FormField:
    choices = ("Ghana", "United Kingdom") if kind in ("choice", "choices") else ()
    return FormField(name="a", label="A", type=kind, choices=choices, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldType.TEXT, "  Two\n  lines ", "Two\nlines"),
        (FieldType.INTEGER, "1,234", "1234"),
        (FieldType.INTEGER, "12.0", "12"),
        (FieldType.NUMBER, "12.50", "12.5"),
        (FieldType.NUMBER, "3", "3"),
        (FieldType.CHOICE, "united kingdom", "United Kingdom"),
        (FieldType.CHOICES, "united kingdom; Ghana;", "Ghana; United Kingdom"),
        (FieldType.YES_NO, "TRUE", "yes"),
        (FieldType.YES_NO, "?", "unclear"),
        (FieldType.DATE, "2021-06", "2021-06"),
        (FieldType.DATE, "2021-06-30 00:00:00", "2021-06-30"),
        (FieldType.YEARS, "2010 to 2015", "2010-2015"),
        (FieldType.YEARS, "2010/11", "2010-2011"),
        (FieldType.YEARS, "2015-2015", "2015"),
        (FieldType.EVENTS_TOTAL, "12 of 1,040", "12/1040"),
        (FieldType.EVENTS_TOTAL, "0/7", "0/7"),
    ],
)
def test_a_value_is_kept_in_one_way(kind: FieldType, typed: str, kept: str) -> None:
    assert read_value(field(kind), typed) == kept
    assert read_value(field(kind), kept) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        (FieldType.TEXT, "  ", "nothing is written"),
        (FieldType.INTEGER, "12.5", "no whole number"),
        (FieldType.INTEGER, "٣", "no whole number"),
        (FieldType.NUMBER, "1,5", "no number"),
        (FieldType.NUMBER, "nan", "no number"),
        (FieldType.CHOICE, "Mali", "none of: Ghana, United Kingdom"),
        (FieldType.CHOICES, " ; ", "nothing is chosen"),
        (FieldType.YES_NO, "maybe", "none of: yes, no, unclear"),
        (FieldType.DATE, "2021-02-30", "no date such as"),
        (FieldType.YEARS, "2015-2010", "after the last"),
        (FieldType.YEARS, "soon", "neither a year nor a range"),
        (FieldType.EVENTS_TOTAL, "12", "not written as events/total"),
        (FieldType.EVENTS_TOTAL, "12/8", "between 0 and the total"),
        (FieldType.EVENTS_TOTAL, "0/0", "at least 1"),
        (FieldType.EVENTS_TOTAL, "2040-12-01 00:00:00", "not written as events/total"),
    ],
)
def test_what_does_not_fit_is_told(kind: FieldType, typed: str, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        read_value(field(kind), typed)


def test_numbers_keep_their_bounds() -> None:
    bounded = field(FieldType.INTEGER, least=1.0, most=9.0)
    for typed, words in (("0", "below the least value 1"), ("10", "above the greatest value 9")):
        with pytest.raises(BadValue, match=words):
            read_value(bounded, typed)
    assert read_value(bounded, "9") == "9"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_counts_come_back(events: int, more: int) -> None:
    kept = read_value(field(FieldType.EVENTS_TOTAL), f"{events}/{events + more}")
    assert counts_of(kept) == (events, events + more)


@given(st.sampled_from(list(FieldType)), st.text(max_size=12))
def test_whatever_is_typed_is_kept_or_told(kind: FieldType, typed: str) -> None:
    try:
        kept = read_value(field(kind), typed)
    except BadValue:
        return
    assert read_value(field(kind), kept) == kept


def test_a_field_is_known_by_name_or_label() -> None:
    form = form_of(parse_protocol('title = "T"\n[stages.title]\n'))
    assert (form.own, form.field("Sample size").name) == (False, "sample_size")
    with pytest.raises(UsageError, match="no field 'desing'") as caught:
        form.field("desing")
    assert "Did you mean design?" in caught.value.hint


def proposed(value: str = "Ghana", record: RecordId = ONE, score: float = 0.5) -> CellProposed:
    maker = Maker(name="country", version="1")
    return CellProposed(
        record=record, field="country", value=value, place=PLACE, maker=maker, score=score, why="w"
    )


def filled(value: str, proposal: int = 0, record: RecordId = ONE) -> CellFilled:
    return CellFilled(record=record, field="country", value=value, proposal=proposal)


def sheet(*bodies: Body, more: list[Event] | None = None) -> Sheet:
    return fold_sheet([*log(*bodies), *(more or [])], {TWO: ONE})


def test_proposals_wait_best_first_until_the_cell_is_filled() -> None:
    waiting = sheet(proposed(score=0.2), proposed("Mali", TWO, 0.9)).pending()
    assert {cell: [at.value for at in found] for cell, found in waiting.items()} == {
        (ONE, "country"): ["Mali", "Ghana"]
    }
    done = sheet(proposed(), proposed("Mali"), filled("Ghana", 1))
    assert done.pending() == {}
    assert done.proposals[1].status is ProposalStatus.APPROVED
    assert sheet(proposed(), filled("Kenya", 1)).proposals[1].status is ProposalStatus.EDITED


def test_what_was_rejected_waits_no_more_and_what_was_cleared_is_asked_again() -> None:
    rejected = CellRejected(record=ONE, field="country", proposal=1)
    assert sheet(proposed(), rejected).pending() == {}
    cleared = CellCleared(record=TWO, field="country")
    again = sheet(proposed(), filled("Mali"), cleared)
    assert again.cell(ONE, "country") is None
    assert list(again.pending()) == [(ONE, "country")]


def test_reports_of_a_study_share_its_row() -> None:
    cell = sheet(filled("Ghana"), filled("Mali", record=TWO)).cell(ONE, "country")
    assert cell is not None
    assert (cell.value, cell.record, cell.by) == ("Mali", TWO, "Ann")


def test_a_change_breaks_a_signature_and_undo_mends_it() -> None:
    signed = StudySigned(record=ONE, values=(("country", "Ghana"),))
    assert [at.by for at in sheet(filled("Ghana"), signed).row(ONE).signed] == ["Ann"]
    changed = (filled("Ghana"), signed, filled("Mali"))
    assert sheet(*changed).row(ONE).signed == ()
    undone = sheet(*changed, ExtractionUndone(events=(3,)))
    assert [at.by for at in undone.row(ONE).signed] == ["Ann"]
