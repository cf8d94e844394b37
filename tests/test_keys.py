"""Keys of a terminal and lines of a pipe mean the same to whoever reads them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest

from screening.commands.fulltext_attach import agreed
from screening.keys import Lines, Terminal


def _typing(*chunks: str | bytes) -> Callable[[], bytes]:
    rest: Iterator[bytes] = iter(at if isinstance(at, bytes) else at.encode() for at in chunks)
    return lambda: next(rest, b"")


def _asked(monkeypatch: pytest.MonkeyPatch, *chunks: str | bytes) -> str | None:
    monkeypatch.setattr("screening.keys._typed", _typing(*chunks))
    monkeypatch.setattr("screening.keys._unechoed", nullcontext)
    return Terminal().line("Statement")


def test_arrows_are_passed_over_and_typing_ahead_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.keys._typed", _typing("\x1b[A", "ie", "\x04"))
    keyboard = Terminal()
    assert [keyboard.key(), keyboard.key(), keyboard.key()] == ["i", "e", None]


def test_ctrl_c_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.keys._typed", _typing("\x03"))
    with pytest.raises(KeyboardInterrupt):
        Terminal().key()


def test_ctrl_c_in_a_line_ends_the_line_of_the_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        _asked(monkeypatch, "Tru", "\x03")
    assert capsys.readouterr().err == "Statement, Esc goes back: Tru\n"


def test_esc_where_a_key_is_awaited_tells_what_can_be_pressed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("screening.keys._typed", _typing("\x1b", "i"))
    assert Terminal().key() == "i"
    assert capsys.readouterr().err == "Esc does nothing here: ? names the keys, q quits.\n"


@pytest.mark.parametrize(("pressed", "yes"), [("y", True), ("n", False), ("\x1b", False)])
def test_esc_answers_no(monkeypatch: pytest.MonkeyPatch, pressed: str, yes: bool) -> None:
    monkeypatch.setattr("screening.keys._typed", _typing(pressed, "y"))
    assert agreed(Terminal(), "Decide so?") is yes


@pytest.mark.parametrize("ends", ["\x1b", "\x04", ""])
def test_esc_and_the_end_of_the_input_withhold_a_line(
    monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    assert _asked(monkeypatch, "Trust", ends, "ruq\n") is None


def test_what_comes_in_one_go_with_esc_is_no_key_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("screening.keys._typed", _typing("\x1bruq", "i"))
    monkeypatch.setattr("screening.keys._unechoed", nullcontext)
    keyboard = Terminal()
    assert (keyboard.line("Statement"), keyboard.key()) == (None, "i")


def test_a_line_is_edited_as_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _asked(monkeypatch, "Trusx", "\x7f", "t grew wrong\x17", "much\n") == "Trust grew much"
    assert _asked(monkeypatch, "no", "\x15", "yes", "\r") == "yes"


def test_no_control_character_comes_into_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _asked(monkeypatch, "a\x01b\tc", "\x1b[A", "\x1bOP", "d\n") == "abcd"


def test_a_sign_may_come_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    word = "Größe 信頼".encode()
    assert (
        _asked(monkeypatch, *(word[at : at + 1] for at in range(len(word))), "\n") == "Größe 信頼"
    )


def test_wide_signs_are_wiped_out_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _asked(monkeypatch, "信e\u0301\x15", "\n") == ""
    assert "\b\b\b   \b\b\b" in capsys.readouterr().err


def test_esc_withholds_the_key_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.keys._typed", _typing("\x1b", "2"))
    keyboard = Terminal()
    assert (keyboard.pick("Reason"), keyboard.pick("Reason")) == (None, "2")


def test_a_pipe_gives_a_key_and_its_answer_per_line() -> None:
    keyboard = Lines(io.StringIO("\nn New name\na\n"))
    assert (keyboard.key(), keyboard.line("New label")) == ("n", "New name")
    assert keyboard.where() == "Line 2 of the keys: "
    assert (keyboard.key(), keyboard.key()) == ("a", None)


def test_an_answer_that_is_not_needed_takes_no_other_line() -> None:
    keyboard = Lines(io.StringIO("r\na\n"))
    assert (keyboard.key(), keyboard.line("Why", needed=False), keyboard.key()) == ("r", "", "a")


def test_an_answer_may_stand_on_the_next_line() -> None:
    keyboard = Lines(io.StringIO("n\nNew name\n"))
    assert (keyboard.key(), keyboard.line("New label"), keyboard.key()) == ("n", "New name", None)
