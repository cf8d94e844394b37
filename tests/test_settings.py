"""Whether there is a full screen to draw on: one answer for every command."""

from __future__ import annotations

import io

import pytest

from screening.settings import can_show


class Terminal(io.StringIO):
    """Says that it is one."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stdin", "stdout", "variables", "shows", "told"),
    [
        (Terminal(), Terminal(), {"TERM": "xterm"}, True, 0),
        (Terminal(), Terminal(), {}, True, 0),
        (Terminal(), Terminal(), {"TERM": "dumb"}, False, 1),
        (Terminal(), Terminal(), {"TERM": "Unknown"}, False, 1),
        (io.StringIO(), Terminal(), {"TERM": "xterm"}, False, 0),
        (Terminal(), io.StringIO(), {"TERM": "dumb"}, False, 0),
        (io.StringIO(), io.StringIO(), {"TEXTUAL_DRIVER": "textual.x:WebDriver"}, True, 0),
    ],
)
def test_a_full_screen_needs_a_terminal_that_can(
    monkeypatch: pytest.MonkeyPatch,
    stdin: io.StringIO,
    stdout: io.StringIO,
    variables: dict[str, str],
    shows: bool,
    told: int,
) -> None:
    monkeypatch.setattr("sys.stdin", stdin)
    monkeypatch.setattr("sys.stdout", stdout)
    for name in ("TERM", "TEXTUAL_DRIVER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    said: list[str] = []
    assert can_show(said.append) is shows
    assert len(said) == told
    assert all("--plain" in sentence for sentence in said)
