"""What the reading of a stage guarantees, in sentences; plainly so where it is nothing.

A stop is told with the rule it was accepted on, and for the records the stage had then: what
came later is not covered. Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterator

from extraction.report.words import certain, day, moment
from screening.console import counted, percent
from screening.events.kinds import StageStopped
from screening.protocol import Stage
from screening.sessions.stop_standing import StopStanding
from screening.sessions.stopping import StopReport

_ALL = "all"


def guarantee(
    report: StopReport, stop: StopStanding | None, *, missing: int = 0, named: bool = False
) -> str:
    """The sentences.

    Args:
        report: where the stage stands.
        stop: the stop in force, None while the stage goes on.
        missing: reports that could not be retrieved, which the report's numbers leave out.
        named: whether the protocol names a stopping rule, so that its words are told.
    """
    if report.read == report.total:
        return _all_read(report, missing)
    return _goes_on(report, missing, named=named) if stop is None else " ".join(_stopped(stop))


def _all_read(report: StopReport, missing: int) -> str:
    name = report.stage.label
    if not missing:
        done = "assessed" if report.stage is Stage.FULLTEXT else "decided"
        return (
            f"All {counted(report.total, _what(report.stage))} of the {name} stage were {done}, so"
            " no relevant record was left unread and no recall had to be estimated."
        )
    many = f"all {report.total:,} were" if report.total > 1 else "it was"
    return (
        f"Of the {counted(report.total + missing, 'report')} sought at the {name} stage,"
        f" {report.total:,} could be retrieved, and {many} assessed. Whether the other"
        f" {'one is' if missing == 1 else f'{missing:,} are'} relevant is not known."
    )


def _goes_on(report: StopReport, missing: int, *, named: bool) -> str:
    name, what = report.stage.label, counted(report.total, _what(report.stage))
    if not report.read:
        told = f"At the {name} stage nothing is decided yet: {what} to read."
    else:
        told = (
            f"The {name} stage is not finished: {report.read:,} of {what} are decided."
            " Nothing is guaranteed yet."
        )
        if named and report.stage is not Stage.FULLTEXT:
            told += f" The rule of the protocol says: {report.verdict.text}"
    if not missing:
        return told
    return f"{told} {counted(missing, 'further report')} could not be retrieved."


def _what(stage: Stage) -> str:
    return "report" if stage is Stage.FULLTEXT else "record"


def _stopped(stop: StopStanding) -> Iterator[str]:
    body = stop.body
    yield (
        f"The {body.stage.label} stage was stopped on {day(moment(stop.at))} with"
        f" {len(body.unread):,} of its {counted(stop.total, 'record')} unread, {_rule(body)}."
    )
    if stop.change:
        yield stop.change.warning
    if body.why:
        yield f"Reason given: {body.why.rstrip('.')}."
    yield _claimed(stop)
    yield from _since(stop)


def _rule(body: StageStopped) -> str:
    if body.rule == _ALL:
        return "although the protocol asks for every record to be read"
    aim = f"a recall of {percent(body.recall)} at a confidence of {percent(body.confidence)}"
    if not body.said_stop:
        return f"although the rule of the protocol ({body.rule}, for {aim}) was not met"
    if body.guaranteed:
        return f"when the rule of the protocol ({body.rule}, for {aim}) was met"
    return f"when the rule of the protocol, which guarantees nothing, said stop ({body.rule})"


def _claimed(stop: StopStanding) -> str:
    body = stop.body
    if stop.claim is None:
        why = (
            "a record drawn at random is still undecided"
            if stop.draws
            else "no random draws certify a recall"
        )
        said = f" The rule said: {body.text}" if body.said_stop else ""
        return f"Nothing is guaranteed: {why}.{said}"
    told = percent(stop.claim) if stop.met and not stop.weakened else certain(stop.claim)
    told = f"a recall of at least {told} at a confidence of {percent(stop.confidence)}"
    if stop.weakened:
        return f"Decisions have changed since; as they stand now, random draws certify {told}."
    whole = "whatever the ranking"
    if stop.added or stop.gone:
        whole = f"for the {counted(stop.total, 'record')} the stage had then"
    if stop.chosen_late:
        return f"For the target fixed before them, random draws certify {told}, {whole}."
    return f"Random draws certify {told}, {whole}."


def _since(stop: StopStanding) -> Iterator[str]:
    if stop.read_since:
        yield f"Of those left unread {stop.read_since:,} have been read since."
    if stop.added:
        yield f"Since then {stop.joined}, {_covered(stop)}."
    if stop.gone:
        verb = "has" if stop.gone == 1 else "have"
        yield f"Since then {counted(stop.gone, 'record')} {verb} left the stage."


def _covered(stop: StopStanding) -> str:
    """How many of the records that came later are decided."""
    if stop.added == 1:
        return "not yet decided; nothing is guaranteed for it" if stop.added_open else "and decided"
    if not stop.added_open:
        return "all of which are decided"
    some = (
        "none of which is" if stop.added_open == stop.added else f"{stop.added_open:,} of them not"
    )
    return f"{some} decided so far; nothing is guaranteed for these"
