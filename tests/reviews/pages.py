"""Run the commands of a page of docs/ inside this process, and compare what it says they answer."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from screening.app import main
from tests.house.tree import ROOT

_BLOCK = re.compile(
    r"(?:^<!-- keys: (?P<keys>[a-z ]*) -->\n)?^```sh\n(?P<commands>.*?)^```\n"
    r"(?:\n```text\n(?P<answer>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The commands of a block, the keys pressed in them, and what the page says they answer."""

    commands: tuple[str, ...]
    keys: str
    answer: str


def steps(text: str) -> Iterator[Step]:
    """The blocks of a page that are run."""
    for found in _BLOCK.finditer(text):
        keys = "".join(f"{key}\n" for key in (found["keys"] or "").split())
        commands = tuple(line for line in found["commands"].splitlines() if line)
        yield Step(commands=commands, keys=keys, answer=found["answer"] or "")


def page(name: str) -> str:
    """The text of a page of docs/."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def run_page(text: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every block in turn; each command succeeds and answers what stands below it."""
    monkeypatch.chdir(here)
    for step in steps(text):
        said = "".join(_run(command, step.keys, monkeypatch) for command in step.commands)
        if step.answer:
            assert agrees(step.answer, said), f"{step.commands}\n{said}"


def agrees(answer: str, said: str) -> bool:
    """Whether a printed answer is the one given; ``...`` stands for anything, a line for lines."""
    parts = [
        r"(?:.*\n)*?" if line == "..." else ".*".join(map(re.escape, line.split("..."))) + r"\n"
        for line in answer.splitlines()
    ]
    return re.fullmatch("".join(parts), said if said.endswith("\n") else f"{said}\n") is not None


def _run(command: str, keys: str, monkeypatch: pytest.MonkeyPatch) -> str:
    program, *words = shlex.split(command, comments=True)
    if program == "cd":
        monkeypatch.chdir(words[0])
    elif program == "cp":
        shutil.copy(*words)
    else:
        assert program == "tamis", command
        return _tamis(command, words, keys, monkeypatch)
    return ""


def _tamis(command: str, words: list[str], keys: str, monkeypatch: pytest.MonkeyPatch) -> str:
    said = io.StringIO()
    with monkeypatch.context() as patched, redirect_stdout(said), redirect_stderr(said):
        patched.setattr(sys, "argv", ["tamis", *words])
        patched.setattr(sys, "stdin", io.StringIO(keys))
        with pytest.raises(SystemExit) as end:
            main()
    assert end.value.code in {0, None}, f"{command}\n{said.getvalue()}"
    return said.getvalue()
