"""All commands of the program, as the command line builds them."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from typer.core import TyperCommand, TyperGroup

from screening.app import app

Command = TyperCommand | TyperGroup
"""A command, or a group of commands."""


def every_command(at: Command | None = None, *words: str) -> Iterator[tuple[str, Command]]:
    """Each command with its words, groups left out unless they do something by themselves."""
    command = at or typer.main.get_command(app)
    assert isinstance(command, Command)
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            assert isinstance(below, Command)
            yield from every_command(below, *words, name)
    if not isinstance(command, TyperGroup) or (words and command.invoke_without_command):
        yield " ".join(words), command


def options_of(command: Command) -> set[str]:
    """Every spelling of every option of a command."""
    return {
        spelling
        for parameter in command.params
        for spelling in (*parameter.opts, *parameter.secondary_opts)
    }
