"""No control character comes into the log through what people type, whichever way they type it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from screening.errors import BadInput
from screening.events.kinds import Body, CodeDefined, CodeId, Noted
from screening.records import RecordId
from screening.sessions.stepping import add_note
from screening.sessions.tags import toggle_tag
from screening.sessions.typed_text import _TYPED, refuse_controls
from tests.commands.running import tamis
from tests.reviews_builder import make_review, reopen


@pytest.mark.parametrize("sign", ["\x1b", "\x00", "\x07", "\x0b", "\x7f"])
def test_control_characters_are_refused_and_nothing_is_written(tmp_path: Path, sign: str) -> None:
    with make_review(tmp_path / "r", 1) as review:
        before = review.state.last_seq
        with pytest.raises(BadInput, match=rf"The text holds a control .* \(U\+{ord(sign):04X}\)"):
            add_note(review, RecordId("R0001"), f"so {sign}ruq")
        with pytest.raises(BadInput, match="The tag holds a control character"):
            toggle_tag(review, RecordId("R0001"), "a\x01b")
        assert review.state.last_seq == before


def test_ends_of_lines_and_tabs_are_text() -> None:
    refuse_controls("Ann", [CodeDefined(code=CodeId("C0001"), definition="one\n\ttwo\r\nthree")])


def test_a_name_with_a_control_character_is_refused() -> None:
    with pytest.raises(BadInput, match="The reviewer's name holds a control character"):
        refuse_controls("A\x1bnn", [Noted(record=RecordId("R0001"), text="so")])


def test_an_option_of_a_command_is_refused_too(tmp_path: Path) -> None:
    make_review(tmp_path / "r", 1).close()
    ran = tamis("screen", "-C", tmp_path / "r", keys="n so\x1bruq\n")
    assert ran.code == 4
    assert "The text holds a control character (U+001B)." in ran.err
    ran = tamis("decide", "R0001", "exclude", "--reason", "wrong\x1b", "-C", tmp_path / "r")
    assert ran.code != 0
    with reopen(tmp_path / "r") as review:
        assert review.state.notes == {}


def test_the_names_of_typed_fields_are_those_of_events() -> None:
    named = {field.name for kind in get_args(Body) for field in fields(kind)}
    assert set(_TYPED) <= named
