"""The options that many commands share, so that they read and behave alike everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from shlex import quote
from typing import Annotated, Protocol, cast

import typer

# The name that the command just run was given with --as; empty if none was.
given_name: ContextVar[str] = ContextVar("given_name", default="")
_COMMAND = re.compile(r"\btamis((?: [a-z][a-z-]*)+)(?! --as)\b")
_NEXT = re.compile(r"\bNext: |^ *(?=tamis )")


class _Parameter(Protocol):
    @property
    def opts(self) -> Sequence[str]: ...


class Named(Protocol):
    """A command, or a group of commands, as far as its options are concerned."""

    @property
    def params(self) -> Sequence[_Parameter]:
        """The options and arguments."""


def with_name(text: str, root: Named, name: str) -> str:
    """A sentence whose next commands are to be run in the same name as the one just run.

    Args:
        text: a sentence; commands after ``Next:`` are completed, and a line that is a command.
        root: the whole command line; a command that takes no ``--as`` stays as it is.
        name: who ran the command; empty if that was not said with the command.
    """
    start = _NEXT.search(text) if name else None
    if start is None:
        return text
    told = f'"{name}"' if " " in name and re.fullmatch(r"[\w .-]+", name) else quote(name)
    return text[: start.end()] + _COMMAND.sub(
        lambda found: _completed(found[1].split(), root, told), text[start.end() :]
    )


def _completed(words: list[str], at: Named, name: str) -> str:
    path = 0
    for word in words:
        below = cast("Mapping[str, Named]", getattr(at, "commands", {})).get(word)
        if below is None:
            break
        path, at = path + 1, below
    takes_name = any("--as" in parameter.opts for parameter in at.params)
    told = [f"--as {name}"] if takes_name else []
    return " ".join(("tamis", *words[:path], *told, *words[path:]))


def _take_name(context: typer.Context, name: str) -> str:
    """Remember who runs the command, as long as it runs."""
    if name.strip() and not context.resilient_parsing:
        token = given_name.set(name.strip())
        context.call_on_close(lambda: given_name.reset(token))
    return name


ReviewFolder = Annotated[
    Path, typer.Option("--review", "-C", help="The folder of the review.", metavar="DIR")
]
Reviewer = Annotated[
    str,
    typer.Option(
        "--as",
        help="Who you are; else TAMIS_REVIEWER, the protocol's only reviewer, or your login.",
        metavar="NAME",
        callback=_take_name,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV for spreadsheets.")]
ModelFolder = Annotated[
    Path | None,
    typer.Option(
        "--model", help="A sentence-transformers folder to use for embeddings.", metavar="DIR"
    ),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Write over a file that is there, whoever wrote it.")
]
HERE = Path()
