"""Findings: add one, confirm or reject proposed ones, list them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from extraction.findings import Finding, Findings, FindingStatus
from extraction.sessions.coding import Coding
from extraction.sessions.naming import finding_id, known_finding, next_finding, words
from extraction.sessions.texts import place_in, quotes
from screening.errors import UsageError
from screening.events import CodeId, FindingId
from screening.events.kinds import FindingAdded, FindingConfirmed, FindingRejected
from screening.records import RecordId

OUTSIDE = "outside_included"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding as listed, with its quote checked against the record and the codes it has."""

    finding: FindingId
    record: RecordId
    status: FindingStatus
    statement: str
    source: str
    quote: str
    flag: str
    score: float
    why: str
    codes: tuple[CodeId, ...]


def add_finding(
    coding: Coding,
    record: str,
    statement: str,
    *,
    quote: str = "",
    source: str = "",
    origin: str = "",
    flag: str = "",
    outside: bool = False,
) -> FindingId:
    """State a finding of a record in the reviewer's name; it counts at once.

    Args:
        coding: the open review.
        record: an included record; any other one only with ``outside`` or a flag.
        statement: what the record found; may be left out where there is a quote.
        quote: its words in the record's text, letter for letter.
        source: the text that is quoted: ``abstract``, ``title`` or ``fulltext``; if empty, the
            abstract, or the one other text that has the words.
        origin: where it was taken from when no text is at hand.
        flag: a remark that travels with the finding.
        outside: take it although the record is not included; it is flagged.

    Raises:
        UsageError: no such record, not included, an empty statement, or no such quote.
    """
    known = coding.review.known(record)
    if not (statement or quote).strip():
        raise UsageError(
            "No statement and no quote is given.",
            f'For example: tamis findings add {known} "Feedback after each session helps"',
        )
    text = words(statement or quote, "statement")
    place = place_in(coding.review, known, quote, source) if quote else None
    with coding.act() as act:
        mark = flag_of(coding.included(), known, flag, outside=outside)
        finding = finding_id(next_finding(coding.events))
        act.append(
            FindingAdded(
                finding=finding,
                record=known,
                statement=text,
                place=place,
                origin=origin.strip(),
                flag=mark,
            )
        )
    return finding


def flag_of(included: Container[RecordId], record: RecordId, flag: str, *, outside: bool) -> str:
    """The finding's flag; a record that is not included needs one, or permission.

    Raises:
        UsageError: the record is not included and nobody said that it may be.
    """
    mark = flag.strip()
    if record in included:
        return mark
    if not (outside or mark):
        raise UsageError(
            f"{record} is not included in the review.",
            "Findings come from included records. To keep one of another record all the same,"
            " say --outside: it is flagged, and counts are given with and without it.",
        )
    return mark or OUTSIDE


def confirm(coding: Coding, findings: Sequence[str], *, statement: str = "") -> list[FindingId]:
    """Approve proposed findings, one of them in other words if a statement is given.

    Raises:
        UsageError: no such finding, confirmed already, or one statement for several.
    """
    if statement and len(findings) != 1:
        raise UsageError("A statement fits one finding only.", "Confirm the others apart.")
    seen = {finding.id: finding for finding in (known_finding(coding, at) for at in findings)}
    _none_is(seen.values(), FindingStatus.CONFIRMED, reworded=bool(statement))
    with coding.act() as act:
        _none_changed(coding, seen)
        for finding in seen:
            text = words(statement, "statement") if statement else ""
            act.append(FindingConfirmed(finding=finding, statement=text))
    return list(seen)


def reject(coding: Coding, findings: Sequence[str], *, why: str = "") -> list[FindingId]:
    """Take findings out, proposed or confirmed; what was coded with them no longer counts.

    Raises:
        UsageError: no such finding, or rejected already.
    """
    seen = {finding.id: finding for finding in (known_finding(coding, at) for at in findings)}
    _none_is(seen.values(), FindingStatus.REJECTED)
    with coding.act() as act:
        _none_changed(coding, seen)
        for finding in seen:
            act.append(FindingRejected(finding=finding, why=why.strip()))
    return list(seen)


def _none_changed(coding: Coding, seen: Findings) -> None:
    """Nobody decides on what somebody else decided meanwhile without having seen it."""
    for finding in seen:
        now = coding.findings[finding]
        before = seen[finding]
        if (now.status, now.statement) != (before.status, before.statement):
            what = now.status if now.status is not before.status else "put in other words"
            raise UsageError(
                f"{finding} was {what} by {now.decided_by} meanwhile.",
                "Nothing was changed. Look at it, then repeat the command.",
            )


def _none_is(found: Iterable[Finding], status: FindingStatus, *, reworded: bool = False) -> None:
    for finding in found:
        if finding.status is status and not reworded:
            raise UsageError(f"{finding.id} is {status} already.", "Nothing was changed.")


def to_status(text: str) -> FindingStatus | None:
    """A status as typed; None for an empty text.

    Raises:
        UsageError: there is no such status.
    """
    if not text:
        return None
    try:
        return FindingStatus(text.strip().casefold())
    except ValueError:
        raise UsageError(
            f"There is no status {text!r}.", f"It is one of: {', '.join(FindingStatus)}."
        ) from None


def finding_rows(
    coding: Coding, *, status: FindingStatus | None = None, record: str = ""
) -> Iterator[FindingRow]:
    """The findings asked for in the order of coming up; proposed ones alone best first.

    Raises:
        UsageError: no such record.
        BadReview: a quote is not what its record says.
    """
    only = coding.review.known(record) if record else None
    wanted = [
        finding
        for finding in coding.findings.values()
        if status in (None, finding.status) and only in (None, finding.record)
    ]
    if status is FindingStatus.PROPOSED:
        wanted.sort(key=lambda at: -at.score)
    quoted = quotes(coding.review)
    for finding in wanted:
        place = finding.place
        yield FindingRow(
            finding=finding.id,
            record=finding.record,
            status=finding.status,
            statement=finding.statement,
            source=place.source if place else finding.origin,
            quote=quoted.at(finding.record, place),
            flag=finding.flag,
            score=finding.score,
            why=finding.why,
            codes=coding.book.codes_of(finding.id),
        )
