"""Tags, marked words, notes and postponements: what they lead to, and what undo leaves."""

from __future__ import annotations

from screening.events import Body, Event, ReviewState, fold
from screening.events.kinds import (
    Mark,
    Noted,
    Postponed,
    StepUndone,
    Tagged,
    TermMarked,
    Untagged,
)
from screening.protocol import Stage
from screening.records import RecordId
from tests.reviews_builder import DAWN

ONE, TWO = RecordId("R0001"), RecordId("R0002")


def after(*steps: Body | tuple[str, Body]) -> ReviewState:
    """The state after these steps; those without a reviewer are Ann's."""
    named = [step if isinstance(step, tuple) else ("Ann", step) for step in steps]
    return fold(
        Event(seq=seq, at=DAWN, by=by, body=body) for seq, (by, body) in enumerate(named, start=1)
    )


def test_tags_are_put_on_and_taken_off_by_whoever_put_them_on() -> None:
    state = after(
        Tagged(record=ONE, tag="africa"),
        ("Ben", Tagged(record=ONE, tag="africa")),
        Tagged(record=ONE, tag="nurses"),
        Untagged(record=ONE, tag="africa"),
    )
    assert state.seat.tags(ONE) == (("Ben", "africa"), ("Ann", "nurses"))
    assert state.seat.tags_of(ONE, "Ann") == ("nurses",)
    assert state.seat.tags(TWO) == ()


def test_undo_leaves_one_step_out_and_keeps_the_others() -> None:
    state = after(
        Tagged(record=ONE, tag="africa"),
        Untagged(record=ONE, tag="africa"),
        StepUndone(step=2),
        Noted(record=ONE, text="a"),
        Noted(record=ONE, text="b"),
        StepUndone(step=4),
    )
    assert state.seat.tags_of(ONE, "Ann") == ("africa",)
    assert state.notes[ONE] == [("Ann", "b")]


def test_nobody_undoes_a_step_of_others_or_twice() -> None:
    state = after(
        Noted(record=ONE, text="a"),
        Noted(record=ONE, text="a"),
        ("Ben", StepUndone(step=1)),
        StepUndone(step=1),
        StepUndone(step=1),
    )
    assert state.notes[ONE] == [("Ann", "a")]


def test_a_postponement_is_undone() -> None:
    put_off = Postponed(record=ONE, stage=Stage.TITLE)
    assert after(put_off).postponed == {(Stage.TITLE, ONE, "Ann"): 1}
    assert after(put_off, StepUndone(step=1)).postponed == {}
    again = after(put_off, put_off, StepUndone(step=1))
    assert again.postponed == {(Stage.TITLE, ONE, "Ann"): 2}


def test_words_are_marked_for_one_reviewer() -> None:
    state = after(
        TermMarked(term="mice", mark=Mark.EXCLUDE),
        TermMarked(term="nurses", mark=Mark.INCLUDE),
        TermMarked(term="mice", mark=None),
        ("Ben", TermMarked(term="rats", mark=Mark.EXCLUDE)),
    )
    assert state.seat.terms("Ann") == {"mice": None, "nurses": Mark.INCLUDE}
    back = after(
        TermMarked(term="mice", mark=Mark.EXCLUDE),
        TermMarked(term="mice", mark=None),
        StepUndone(step=2),
    )
    assert back.seat.terms("Ann") == {"mice": Mark.EXCLUDE}
