"""``tamis tag``: put a tag on a record, or take it off, without a seat."""

from __future__ import annotations

from typing import Annotated

import typer

from screening.console import give, say
from screening.options import HERE, Reviewer, ReviewFolder


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("tag")(tag)


def tag(
    record: Annotated[str, typer.Argument(help="A record, such as R0017.")],
    text: Annotated[str, typer.Argument(help="The tag, a word or two.", metavar="TAG")],
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Put a tag on a record; the same tag again takes it off. Tags decide nothing.

    In 'tamis screen' the key t does the same; 'tamis records --tag TAG' lists the records.
    """
    from screening.sessions.review import open_review
    from screening.sessions.tags import toggle_tag

    with open_review(review, by=by) as opened:
        known = opened.known(record)
        name, on = toggle_tag(opened, known, text)
    give(f"{known}: tag {name} {'put on' if on else 'taken off'}.")
    if on:
        say(f'Next: tamis records --tag "{name}"')
