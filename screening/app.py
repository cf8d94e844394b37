"""Joins the commands of both packages; ``main`` turns errors into sentences and exit codes."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from extraction.commands import (
    demo,
    export,
    extract,
    findings,
    package,
    report,
    synthesis,
    themes,
)
from screening import __version__
from screening.commands import (
    agreement,
    bundle,
    calibrate,
    conflicts,
    decide,
    decisions,
    doctor,
    duplicates,
    fulltext,
    importing,
    imports,
    log,
    manual,
    place,
    prisma,
    rank,
    records,
    review,
    screen,
    simulate,
    stop,
    studies,
    tags,
)
from screening.console import cannot_write, completing, say, set_streams
from screening.errors import BadInput, CannotWrite, ExitCode, ReviewError
from screening.options import HERE, given_name, with_name

if TYPE_CHECKING:
    from screening.sessions.review import Review

DEBUG_VARIABLE = "TAMIS_DEBUG"
COMPLETION_VARIABLE = "_TAMIS_COMPLETE"

# What a failed call of pathlib was for; ``open`` says so by its mode.
_READING = {"read_text", "read_bytes", "iterdir", "_scandir", "stat", "lstat", "readlink"}
_WRITING = {"write_text", "write_bytes", "mkdir", "rmdir", "touch", "unlink", "rename", "replace"}
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

app = typer.Typer(
    name="tamis",
    help="Screen systematic reviews and code what they found: from search exports to a proven"
    " PRISMA flow and approved themes, offline.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _after_screening(opened: Review) -> str:
    """The next command once screening is done; ``tamis status`` knows nothing of coding."""
    from extraction.sessions.next_step import after_screening

    return after_screening(opened)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tamis {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """'tamis help' explains topics, 'tamis COMMAND --help' a command."""
    context.obj = _after_screening
    root = context.command
    token = completing.set(lambda text: with_name(text, root, given_name.get()))
    context.call_on_close(lambda: completing.reset(token))
    if context.invoked_subcommand:
        return
    if (HERE / "review.toml").is_file():
        review.status(context)
        return
    typer.echo(context.get_help())
    say("\nThere is no review in this folder. Try 'tamis demo', or start one with 'tamis init'.")


# In the order of a review; the help lists them so.
_COMMANDS = (
    review,
    importing,
    imports,
    duplicates,
    rank,
    screen,
    stop,
    decide,
    tags,
    decisions,
    conflicts,
    bundle,
    calibrate,
    agreement,
    fulltext,
    studies,
    records,
    prisma,
    extract,
    findings,
    themes,
    synthesis,
    report,
    export,
    package,
    log,
    place,
    simulate,
    manual,
    doctor,
    demo,
)
for _module in _COMMANDS:
    _module.register(app)


def _run() -> None:
    if COMPLETION_VARIABLE not in os.environ:
        app(prog_name="tamis")
        return
    from extraction.exporters.registry import exporters
    from screening.commands.completion import offer

    command = typer.main.get_command(app)
    offer(command, {"themes --format": lambda: (at.name for at in exporters())})
    command(prog_name="tamis")


def main() -> NoReturn:
    """Run the command line; every failure becomes a sentence on stderr and an exit code."""
    set_streams()
    try:
        try:
            _run()
        finally:
            sys.stdout.flush()  # here, where a full disk can still be told
    except SystemExit as end:
        if end.code == ExitCode.INTERRUPTED:
            say("Interrupted. Everything acknowledged so far is kept.")
        raise
    except ReviewError as error:
        code = _tell(error)
    except BrokenPipeError:
        _drop_output()
        code = ExitCode.FAILED
    except OSError as error:
        _drop_output()
        code = _tell(_unforeseen(error))
    except Exception as error:
        code = _confess(error)
    else:
        code = ExitCode.OK
    sys.exit(code)


def _unforeseen(error: OSError) -> ReviewError:
    """The sentence for a failed call of the system that no command foresaw."""
    place = Path(error.filename or "The output or a file")
    writes = _writes(error)
    if writes or error.errno in _NO_ROOM:
        return cannot_write(place, error)
    told = f"{error.strerror or error}."
    if writes is False:
        return BadInput(f"{place} cannot be read: {told}", "Check that you may read it.")
    return CannotWrite(
        f"{place} cannot be read or written: {told}",
        "Check that it is there, that you may read and write it, and that its disk is well.",
    )


def _writes(error: OSError) -> bool | None:
    """Whether the call that failed was to write, as far as the innermost frames show it."""
    frames = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    if not frames or not str(frames[-1].f_globals.get("__name__")).startswith("pathlib"):
        return None
    frame = frames[-1]
    name = frame.f_code.co_name
    if name == "open":
        return bool(set(str(frame.f_locals.get("mode"))) & set("wax+"))
    return False if name in _READING else True if name in _WRITING else None


def _drop_output() -> None:
    """What stdout still holds goes nowhere, or the interpreter fails once more at its end."""
    if not sys.stdout.isatty():
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(error: ReviewError) -> ExitCode:
    say(f"Error: {error.message}")
    if error.hint:
        say(error.hint)
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    return error.exit_code


def _confess(error: Exception) -> ExitCode:
    say(f"Error: Tamis failed where it should not: {type(error).__name__}: {error}.")
    say(
        "Everything acknowledged before is safe. Repeat the command with the variable"
        f" {DEBUG_VARIABLE}=1 to see where, and report it."
    )
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    return ExitCode.FAILED
