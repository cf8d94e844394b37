"""``tamis stop``: may this stage stop, what would a certificate cost, and the decision to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import COLUMNS, counted, give, give_table, percent, say
from screening.options import HERE, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.protocol import Stage
    from screening.sessions.review import Review
    from screening.sessions.stopping import StopReport

_RULES_TOLD = (
    "Rules of review.toml, each with what was measured (docs/stopping.md). all (guarantee): "
    "never stops short; cost 1.00 of all records. audit (guarantee): at 95 % stopped short in "
    "at most 3.8 % of the runs of any set or urn; cost 0.84 of all records on 24 real sets, "
    "0.75 on those of 900 and more. budget (heuristic): stopped short of 95 % in 25 % of real "
    "rankings; cost 0.48. consecutive (heuristic): stopped short of 95 % in 46 % of real "
    "rankings with 50, 11 % of real rankings with 100, 0 % of real rankings with 200; cost "
    "0.40, 0.55, 0.68. hypergeometric (heuristic): stopped short of 95 % in 3 % of real "
    "rankings; cost 0.80, but in 84 to 100 % of runs where a tenth of the relevant records "
    "looks irrelevant. knee (heuristic): stopped short of 95 % in 0 % of real rankings; cost "
    "0.88. safe (heuristic): stopped short of 95 % in 44 % of real rankings; cost 0.41."
)

_STATUS = "Next: tamis status"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("stop", epilog=_RULES_TOLD)(stop)


def stop(
    stage: Annotated[
        str, typer.Option(help="title or abstract; else the first with open records.")
    ] = "",
    accept: Annotated[
        bool,
        typer.Option("--accept", help="Stop the stage: what is unread counts as not screened."),
    ] = False,
    reopen: Annotated[
        bool, typer.Option("--reopen", help="Take a stop back: what is unread waits again.")
    ] = False,
    why: Annotated[
        str, typer.Option(help="Kept with the decision; needed where the rules say go on.")
    ] = "",
    rules: Annotated[
        bool, typer.Option("--rules", help="List the rules, and how often they stopped too early.")
    ] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Show the draws begun, the stops and reopenings.")
    ] = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Tell whether a stage may stop: a signal, a plan and a certificate; --accept decides it.

    The signal is no guarantee. The plan says how many random draws, none of them relevant, would
    certify each recall. The certificate holds at the protocol's confidence for any ranking and
    however often it is looked at; it needs the random draws of 'tamis rank --audit'.
    """
    if rules:
        _rules(as_json=as_json)
        return
    from screening.errors import UsageError
    from screening.sessions.review import look_into, open_review
    from screening.sessions.status import stage_named

    if accept and reopen:
        raise UsageError("Stop and reopen at once?", "Give one of --accept and --reopen.")
    changes = accept or reopen
    with open_review(review, by=by) if changes else look_into(review) as opened:
        if history:
            _history(opened, stage, as_json=as_json)
        elif changes:
            _decide(opened, stage, why, reopen=reopen, as_json=as_json)
        else:
            _report(opened, stage_named(opened, stage), as_json=as_json)


def _rules(*, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.sessions.stopping import all_rules

    if as_json:
        for rule in all_rules():
            give(to_json(rule))
        return
    give_table(
        ("rule", "kind", "what it is", "measured"),
        [
            (rule.name, "guarantee" if rule.guaranteed else "heuristic", rule.label, rule.measured)
            for rule in all_rules()
        ],
        within=COLUMNS,
    )


def _decide(review: Review, stage: str, why: str, *, reopen: bool, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.events.words import in_words
    from screening.sessions.status import stage_named
    from screening.sessions.stopping import last_stopped, reopen_stage, stop_stage

    if reopen and not stage:
        stage = last_stopped(review)
    body = (reopen_stage if reopen else stop_stage)(review, stage_named(review, stage), why)
    told = in_words(body).rstrip(".")
    give(to_json(body) if as_json else f"{told[0].upper()}{told[1:]}.")
    if not reopen:
        _changed(review, body.stage, at_stop=True)
        say("The flow counts what is unread as not screened: tamis prisma.")
        say(f"To take it back: tamis stop --stage {body.stage} --reopen")


def _history(review: Review, stage: str, *, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.protocol import to_stage
    from screening.sessions.stopping import stopping_steps

    steps = list(stopping_steps(review, to_stage(stage) if stage else None))
    if as_json:
        for step in steps:
            give(to_json(step))
        return
    rows = [(str(step.seq), f"{step.at:%Y-%m-%d %H:%M:%S}", step.by, step.what) for step in steps]
    give_table(("number", "time (UTC)", "by", "what"), rows, within=COLUMNS)


def _report(review: Review, stage: Stage, *, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.sessions.stopping import stop_report

    report = stop_report(review, stage)
    if as_json:
        give(to_json(report))
        return
    give(
        f"{report.stage.label.capitalize()} stage: {report.read:,} of {report.total:,}"
        f" records read, {report.found:,} let through."
    )
    if report.uncounted:
        give(report.uncounted)
    if report.stage.value == "fulltext":
        give("The full-text stage cannot be stopped: every report sought must be assessed.")
        say(f"Next: tamis screen --stage {report.stage}" if report.read < report.total else _STATUS)
        return
    give(f"Signal (no guarantee): {report.misses:,} irrelevant in a row; {report.signal.text}")
    _plan(report)
    give(f"Certificate: {report.certificate.text}")
    _left(report)
    _changed(review, stage)
    give(f"{_standing(report)} ({report.verdict.rule}): {report.verdict.text}")
    _since(review, stage)
    say(f"Next: {_next(report)}")


def _changed(review: Review, stage: Stage, *, at_stop: bool = False) -> None:
    """A rule or target changed after the reading began, with what that does to the guarantee."""
    from screening.sessions.target_change import target_change

    held = review.state.stopping.stops.get(stage)
    change = target_change(review, stage, held[0] if held else None)
    if change:
        (say if at_stop else give)(f"Note: {change.warning}")


def _since(review: Review, stage: Stage) -> None:
    """Which records have joined or left a stopped stage since."""
    from screening.sessions.stop_standing import stop_standing

    stop = stop_standing(review, stage)
    if stop and stop.joined:
        give(f"Since it was stopped {stop.joined}.")
    if stop and stop.gone:
        verb = "has" if stop.gone == 1 else "have"
        give(f"Since it was stopped {counted(stop.gone, 'record')} {verb} left the stage.")


def _standing(report: StopReport) -> str:
    """What the rules of review.toml say; of a stopped stage, beside what somebody decided."""
    says_stop = report.verdict.stop
    if report.stopped is None:
        return f"By review.toml the stage {'may stop' if says_stop else 'goes on'}"
    asked = "and by review.toml may stop" if says_stop else "though review.toml alone says go on"
    return f"The stage is stopped by event {report.stopped}, {asked}"


def _plan(report: StopReport) -> None:
    give("Plan: the random draws that certify a recall, if none of them is relevant.")
    rows = [
        (percent(row.recall), row.draws, f"{percent(row.share, 0)} of the unread")
        for row in report.plan
    ]
    give_table(("recall", "draws", "share"), rows)


def _left(report: StopReport) -> None:
    from screening.sessions.outlook import interval_holds, probably_left

    told = probably_left(report.left, report.read, report.total)
    holds = interval_holds(report.left, report.confidence, report.read, report.total)
    give(f"Relevant records: {told}. {holds}".rstrip())
    if report.restarts:
        give(
            "Not counted, since records have joined or left this stage:"
            f" {counted(report.restarts, 'earlier set')} of random draws."
        )


def _next(report: StopReport) -> str:
    """The next command."""
    at = f"--stage {report.stage}"
    if report.stopped is not None:
        return f"tamis status; to take the stop back: tamis stop {at} --reopen"
    if report.unresolved:
        return f"tamis screen {at}, and decide {report.unresolved[0]}"
    if report.verdict.stop and report.read < report.total:
        return f"tamis stop {at} --accept"
    if not report.drawing and report.found and report.misses >= report.wait:
        return f"tamis rank {at} --audit: random draws now cost less than reading on"
    return f"tamis screen {at}"
