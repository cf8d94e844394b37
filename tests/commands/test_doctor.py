"""``tamis doctor`` prints what was found, and fails where something stands in the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.commands.doctor import doctor
from screening.errors import CheckFailed
from screening.sessions import doctor as examined
from screening.sessions.doctor_finding import Finding, Health

_SMALL = Finding(check="terminal", health=Health.NOTE, text="Small.", remedy="Make it larger.")
_GONE = Finding(check="libraries", health=Health.FAULT, text="lxml is gone.", remedy="Install it.")


def test_notes_are_shown_with_their_remedies(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examined, "examine", lambda *_: (_SMALL,))
    doctor(Path())
    output = capsys.readouterr()
    assert "note   terminal  Small." in output.out
    assert "-> Make it larger." in output.out
    assert "Nothing stands in the way" in output.err


def test_a_fault_fails_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examined, "examine", lambda *_: (_SMALL, _GONE))
    with pytest.raises(CheckFailed, match="1 fault"):
        doctor(Path(), as_json=True)
    assert [entry["health"] for entry in json.loads(capsys.readouterr().out)] == ["note", "fault"]
