"""``tamis calibrate``: let everybody decide the same records before a stage goes on."""

from __future__ import annotations

from typing import Annotated

import typer

from screening.console import counted, give, give_table, say
from screening.options import HERE, AsJson, Reviewer, ReviewFolder


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("calibrate")(calibrate)


def calibrate(
    records: Annotated[
        int, typer.Option(help="Begin a round with so many records; else show the rounds.", min=0)
    ] = 0,
    stage: Annotated[
        str, typer.Option(help="title, abstract or fulltext; else the first with open records.")
    ] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Begin a calibration round, or show how far the rounds of a stage are.

    The records are drawn from those nobody has decided, and come first in everybody's queue.
    'tamis agreement --calibration' then tells how far the team agrees on them.
    """
    from screening.codec import to_json
    from screening.sessions.calibration import begin_calibration, rounds
    from screening.sessions.review import look_into, open_review
    from screening.sessions.status import stage_named

    with open_review(review, by=by) if records else look_into(review) as opened:
        at = stage_named(opened, stage)
        found = [begin_calibration(opened, at, records)] if records else rounds(opened, at)
    if as_json:
        for one in found:
            give(to_json(one))
        return
    for one in found:
        give(
            f"Round {one.number} at the {one.stage.label} stage:"
            f" {counted(len(one.records), 'record')}, {one.complete} decided by everybody."
        )
        give_table(("reviewer", "decided"), one.decided)
    if found:
        shown = f"tamis agreement --stage {at} --calibration"
        done = all(one.complete == len(one.records) for one in found)
        say(f"Next: {shown}" if done else f"Next: tamis screen --stage {at}, then {shown}")
    else:
        say(f"No round was begun at the {at.label} stage. Begin one: tamis calibrate --records 50")
