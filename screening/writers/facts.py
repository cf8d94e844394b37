"""What was decided about a record and what a format has no field for, in words.

Reference managers know keywords and notes only, so both are written there, marked as Tamis's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from screening.events import Decision, Outcome
from screening.records import LocalText
from screening.records.links import printed_link
from screening.writers.contract import ExportedRecord, StageFacts
from screening.writers.text import one_line

MARK = "Tamis"
_OWN_LABEL = re.compile(rf"{MARK}(?: reason)?: ")
_OWN_DECISION = re.compile(rf"{MARK}(?: record| (?:title|abstract|full text) stage)?: ")


def labels(row: ExportedRecord) -> tuple[str, ...]:
    """Where the record stands, as keywords: ``Tamis: excluded``, ``Tamis reason: Off topic``."""
    reason = one_line(row.reason)
    standing = f"{MARK}: {row.outcome}"
    return (standing, f"{MARK} reason: {reason}") if reason else (standing,)


def keywords(row: ExportedRecord) -> Iterator[str]:
    """The record's keywords without the labels an earlier export gave it, then the labels."""
    for word in map(one_line, row.record.keywords):
        if word and not _OWN_LABEL.match(word):
            yield word
    yield from labels(row)


def decision_lines(row: ExportedRecord) -> Iterator[str]:
    """Where the record comes from and what was decided about it, one line each."""
    record, search = row.record, row.search
    yield (
        f"{MARK} record: {record.id}, entry {record.position} of {one_line(search.file_name)},"
        f" found in {one_line(search.source)} (search {search.id})"
    )
    of = f" of {row.duplicate_of}" if row.duplicate_of else ""
    yield f"{MARK}: {row.outcome}{of}"
    for at in row.stages:
        yield f"{MARK} {at.stage.label} stage: {stage_words(at)}"


def stage_words(at: StageFacts) -> str:
    """A stage's outcome and reason, then who decided what."""
    outcome = f"{at.outcome}, {one_line(at.reason)}" if at.reason else str(at.outcome)
    return "; ".join((outcome, *decision_words(at)))


def decision_words(at: StageFacts) -> Iterator[str]:
    """Each decision in force at a stage: who, what, why."""
    for made in at.decisions:
        yield _words(made, made.by)
    if at.adjudication is not None:
        yield _words(at.adjudication, f"{at.adjudication.by} (adjudicating)")


def _words(made: Decision, who: str) -> str:
    reason = f", {one_line(made.reason)}" if made.reason else ""
    note = f" ({one_line(made.note)})" if made.note else ""
    return f"{one_line(who)}: {made.verdict}{reason}{note}"


def note_lines(row: ExportedRecord) -> Iterator[str]:
    """The reviewers' notes and why a report could not be had, one line each."""
    if row.not_retrieved is not None:
        yield f"{MARK} not retrieved: {one_line(row.not_retrieved) or 'yes'}"
    for by, text in row.notes:
        yield f"{MARK} note of {one_line(by)}: {one_line(text)}"


def kept_lines(
    row: ExportedRecord,
    *,
    ids: Collection[str] = (),
    dates: Collection[str] = (),
    people: bool = True,
    links: bool = True,
    texts: Collection[LocalText] = (),
) -> Iterator[str]:
    """What the record holds and the format has no field for, one line each.

    Args:
        row: the record.
        ids: labels of the other ids the format has a field for.
        dates: labels of the dates the format has a field for.
        people: tell the authors' ORCIDs, because the format does not.
        links: tell retractions, errata and comments, because the format does not.
        texts: texts in other languages the format has a field for.
    """
    record = row.record
    for label, value in record.other_ids:
        if label not in ids:
            yield f"{MARK} id {one_line(label)}: {one_line(value)}"
    for label, date in record.dates:
        if label not in dates:
            yield f"{MARK} date {one_line(label)}: {date}"
    for author in record.authors if people else ():
        if author.orcid:
            yield f"{MARK} ORCID of {one_line(author.name)}: {one_line(author.orcid)}"
    for link in record.links if links else ():
        yield f"{MARK} {printed_link(link)}"
    for text in record.local_texts:
        if text in texts:
            continue
        yield f"{MARK} {one_line(text.field)} in {one_line(text.locale)}: {one_line(text.text)}"


def given_back(row: ExportedRecord, format_name: str) -> tuple[tuple[str, str], ...]:
    """The tags without a field of their own, if the record came from this very format.

    What an earlier export said of decisions is left out: it is written afresh.
    """
    if row.search.format != format_name:
        return ()
    pairs = ((tag.strip(), one_line(value)) for tag, value in row.record.extra)
    return tuple((tag, value) for tag, value in pairs if value and not _OWN_DECISION.match(value))


def is_included(row: ExportedRecord) -> int | None:
    """1 for included, 0 for excluded, None for all else; ASReview reads it as a label."""
    return {Outcome.INCLUDED.value: 1, Outcome.EXCLUDED.value: 0}.get(row.outcome)


def relevance(row: ExportedRecord) -> int | None:
    """1 for included or let through an earlier stage, 0 for excluded, None while it waits.

    Tools with one label a record learn from it: what was let through is relevant to them, even
    while its full text is still to be read.
    """
    if row.outcome == Outcome.EXCLUDED:
        return 0
    if row.outcome == Outcome.INCLUDED or len(row.stages) > 1:
        return 1
    return None
