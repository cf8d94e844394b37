"""Keys of a terminal and lines of a pipe mean the same to whoever reads them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest

from screening.keys import Lines, Terminal


def _typing(*chunks: str) -> Callable[[], str]:
    rest: Iterator[str] = iter(chunks)
    return lambda: next(rest, "")


def test_arrows_are_passed_over_and_typing_ahead_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.keys._typed", _typing("\x1b[A", "ie", "\x04"))
    keyboard = Terminal()
    assert [keyboard.key(), keyboard.key(), keyboard.key()] == ["i", "e", None]


def test_ctrl_c_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.keys._typed", _typing("\x03"))
    with pytest.raises(KeyboardInterrupt):
        Terminal().key()


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
