"""``tamis agreement``: how far the reviewers agree, with intervals and how to read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_table, percent, say
from screening.options import HERE, AsJson, ReviewFolder

if TYPE_CHECKING:
    from screening.agreement import Coefficient
    from screening.sessions.agreement import PairAgreement, StageAgreement, TeamAgreement

_NOTHING = "One reviewer decides each record at every stage: there is nothing to compare."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("agreement")(agreement)


def agreement(
    stage: Annotated[str, typer.Option(help="Only this stage.")] = "",
    pair: Annotated[
        tuple[str, str] | None, typer.Option(help="Only these two reviewers.", metavar="A B")
    ] = None,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Only the records of calibration rounds.")
    ] = False,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Tell how far the reviewers agree: kappa, AC1, positive agreement and more, with intervals.

    Only records count that all their reviewers have decided, with the verdicts given before
    anybody could know another's; changes and adjudications after that do not count.
    """
    from screening.codec import to_json
    from screening.protocol import to_stage
    from screening.sessions.agreement import agreement_of
    from screening.sessions.review import look_into

    with look_into(review) as opened:
        at_stage = to_stage(stage) if stage else None
        found = agreement_of(opened, at_stage, pair, calibration=calibration)
    if as_json:
        for at in found:
            give(to_json(at))
        if not found:
            give(to_json({"stages": [], "why": _NOTHING}))
        return
    for number, at in enumerate(found):
        if number:
            give()
        _stage(at)
    if not found:
        say(_NOTHING)
        say("To have two, write reviewers = 2 under the stage in review.toml.")


def _stage(at: StageAgreement) -> None:
    name = at.stage.label.capitalize()
    done = counted(at.complete, "record")
    what = ", calibration" if at.calibration else ""
    give(f"{name} stage{what}: {done} decided by {at.reviewers} reviewers each.")
    if at.incomplete:
        more = counted(at.incomplete, "more record")
        give(f"Not counted, since not all their reviewers have decided yet: {more}.")
    if at.changed:
        told = counted(at.changed, "record")
        give(f"{told} changed after that: what stood before counts.")
    give(at.unsure)
    for pair in at.pairs:
        give()
        _pair(pair)
    if at.team:
        give()
        _team(at.team)


def _pair(pair: PairAgreement) -> None:
    table = pair.table
    give(f"{pair.first} and {pair.second}, {counted(table.total, 'record')}{_left_out(pair.held)}")
    give_table(
        ("", f"{pair.second}: include", f"{pair.second}: exclude"),
        [
            (f"{pair.first}: include", table.both, table.first_only),
            (f"{pair.first}: exclude", table.second_only, table.neither),
        ],
    )
    _coefficients(pair.coefficients)
    give(pair.reading)


def _team(team: TeamAgreement) -> None:
    names = ", ".join(team.reviewers)
    give(f"All: {names}, {counted(team.records - team.held, 'record')}{_left_out(team.held)}")
    _coefficients(team.coefficients)
    give(team.reading)


def _left_out(held: int) -> str:
    return f" ({held:,} held as unsure left out)" if held else ""


def _coefficients(made: Sequence[Coefficient]) -> None:
    sure = next(
        (f"{percent(at.interval.confidence)} interval" for at in made if at.interval), "interval"
    )
    give_table(
        ("coefficient", "value", sure, "how, or why not"),
        [(at.measure, *_numbers(at)) for at in made],
    )


def _numbers(at: Coefficient) -> tuple[str, str, str]:
    value = "undefined" if at.value is None else f"{at.value:.3f}"
    if at.interval is None:
        return value, "none", at.note
    how = f"{at.interval.method}. {at.note}" if at.note else at.interval.method
    return value, f"{at.interval.low:.3f} to {at.interval.high:.3f}", how
