"""``tamis move`` and ``join``: where a review's log is, a file or a database of the team."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from screening.console import counted, give, say
from screening.options import HERE, AsJson, Reviewer, ReviewFolder


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("move")(move)
    app.command("join")(join)


def move(
    target: Annotated[
        str,
        typer.Argument(
            help="The URL of a PostgreSQL database, or 'file' for review.db in the folder."
        ),
    ],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Move the review's log to a database or back to a file, byte for byte.

    The copy is read back and proved before the old place is closed; the target must be empty.
    Where review.toml gives roles, moving is the owner's.
    """
    from screening.codec import to_json
    from screening.sessions.moving import move as move_to

    done = move_to(review, target, by=by)
    if as_json:
        give(to_json(done))
        return
    give(f"Moved {counted(done.events, 'event')} and {counted(done.records, 'record')} to:")
    give(f"  {done.target}")
    give(f"The log ends with {done.digest}, as before.")
    if done.kept:
        say(f"The old file is kept as {done.kept}; it takes no further decisions.")
    _about_password(target)
    say("Next: tamis log verify")


def join(
    address: Annotated[str, typer.Argument(help="The URL of the team's database.", metavar="URL")],
    folder: Annotated[Path, typer.Argument(help="Where you will work, a new folder.")] = HERE,
) -> None:
    """Work from here on a review in a database: write its review.toml into a folder."""
    from screening.sessions.moving import join as join_at

    where = join_at(address, folder)
    give(f"{folder.resolve()} now works on the review at {where}")
    _about_password(address)
    if folder.resolve() != HERE.resolve():
        say(f"Next: cd {folder}")
    say("Next: tamis status --as NAME")


def _about_password(address: str) -> None:
    from screening.store import has_password

    if has_password(address):
        say(
            "The password was not kept. Put it into the file ~/.pgpass or the variable PGPASSWORD,"
            " or the next command cannot log in."
        )
