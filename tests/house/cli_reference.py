"""Writes docs/cli.md from the commands' own help: python -m tests.house.cli_reference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from typer.testing import CliRunner

from screening.app import app
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "cli.md"
HEAD = """\
# Commands

Made from the program's own help; do not edit by hand. Data goes to stdout, talk to stderr, so
every listing can be piped. Exit codes:

| code | meaning |
|---|---|
| 0 | done |
| 1 | failed for a reason Tamis did not foresee |
| 2 | wrong use: an unknown command, option, stage, record or reason |
| 3 | a check did not hold: the log, a count, the demo |
| 4 | an input file cannot be read |
| 5 | the folder is no review, or its protocol or database is broken |
| 6 | nothing could be written: read-only, full disk, locked |
| 130 | interrupted |
"""
_COMMAND = re.compile(r"^  ([a-z][a-z-]*)(?:  |$)", re.MULTILINE)


def help_of(*words: str) -> str:
    """The help of a command as a terminal of 80 columns shows it."""
    done = CliRunner().invoke(
        app, [*words, "--help"], prog_name="tamis", env={"COLUMNS": "80"}, terminal_width=80
    )
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def commands_in(text: str) -> list[str]:
    """The names below "Commands:" in a help text."""
    _, _, listed = text.partition("Commands:\n")
    return _COMMAND.findall(listed)


def sections(*words: str) -> Iterator[str]:
    """A command and everything below it."""
    text = help_of(*words)
    title = " ".join(("tamis", *words))
    yield f"\n{'#' * min(2 + len(words), 4)} `{title}`\n\n```text\n{text}\n```\n"
    for name in commands_in(text):
        yield from sections(*words, name)


def reference() -> str:
    """The whole page."""
    return HEAD + "".join(sections())


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(reference(), encoding="utf-8")
