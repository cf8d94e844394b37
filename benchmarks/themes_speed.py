"""From an approval to the next guesses, timed on as many findings as a set has."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta

from extraction.findings import fold_findings
from extraction.themes import fold_codebook
from extraction.themes.evaluate import Labelled
from extraction.themes.guide import Guide
from extraction.themes.similarity import Similarity
from extraction.themes.teaching import teaching_order
from screening.events import Body, CodeId, Event, FindingId
from screening.events.kinds import CodeApproved, FindingAdded, FindingCoded
from screening.records import to_record_id

ROUNDS = 5
SHARES = (0.05, 0.5, 0.95)
_START = datetime(2021, 6, 30, tzinfo=UTC)


def spread(given: Labelled, codes: int) -> Labelled:
    """The same texts over so many codes: each class in turn gives its texts to parts of itself.

    What the parts mean is nothing; how many there are is what costs time.
    """
    parts = -(-codes // len(given.names))
    names = [f"{name} {part}" for part in range(parts) for name in given.names][:codes]
    truth = []
    for at, classes in enumerate(given.truth):
        part = classes[0] + len(given.names) * (at % parts)
        truth.append((part if part < codes else classes[0],))
    return Labelled(texts=given.texts, names=tuple(names), truth=tuple(truth))


def seconds_after_approval(given: Labelled, similarity: Similarity) -> dict[str, object]:
    """One line: the median and the longest of several approvals at each share approved."""
    line: dict[str, object] = {
        "set": "speed",
        "findings": len(given.texts),
        "codes": len(given.names),
    }
    for share in SHARES:
        taken = [_one(given, similarity, int(share * len(given.texts)))]
        times = [second for row in taken for second in row]
        line[f"{share:.0%} approved"] = {
            "median_s": round(statistics.median(times), 3),
            "longest_s": round(max(times), 3),
        }
    return line


def _one(given: Labelled, similarity: Similarity, approved: int) -> list[float]:
    """Approve a finding, learn it, guess for all that wait, and put them in order."""
    log = [*_world(given), *_codings(given, 0, approved)]
    events = [_event(number, body) for number, body in enumerate(log, start=1)]
    book, findings = fold_codebook(events), fold_findings(events)
    guide = Guide(book, findings, similarity)
    times = []
    for at in range(approved, min(approved + ROUNDS, len(given.texts))):
        more = [_event(len(events) + 1, body) for body in _codings(given, at, at + 1)]
        start = time.perf_counter()
        book = fold_codebook(more, book)
        guide.follow(book, findings)
        waiting = given.texts[at + 1 :]
        guesses = guide.codes(waiting, explained=False)
        order = teaching_order(guesses, guide.crowd(waiting))
        guide.codes([waiting[at] for at in order[:1]])
        times.append(time.perf_counter() - start)
        events += more
    return times


def _world(given: Labelled) -> list[Body]:
    codes: list[Body] = [
        CodeApproved(code=CodeId(f"C{number:04d}"), label=name, level=2)
        for number, name in enumerate(given.names, start=1)
    ]
    findings: list[Body] = [
        FindingAdded(finding=_finding(at), record=to_record_id(at + 1), statement=text)
        for at, text in enumerate(given.texts)
    ]
    return codes + findings


def _codings(given: Labelled, start: int, end: int) -> list[Body]:
    return [
        FindingCoded(finding=_finding(at), code=CodeId(f"C{given.truth[at][0] + 1:04d}"))
        for at in range(start, end)
    ]


def _finding(at: int) -> FindingId:
    return FindingId(f"F{at + 1:04d}")


def _event(number: int, body: Body) -> Event:
    return Event(seq=number, at=_START + timedelta(seconds=number), by="bench", body=body)
