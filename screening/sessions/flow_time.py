"""The flow as it stood at an earlier moment: the events up to then, the protocol then in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Protocol as Shape
from zoneinfo import ZoneInfo

from screening.errors import UsageError
from screening.events import Event, ReviewState, fold
from screening.events.kinds import BundleMerged, ProtocolAmended
from screening.protocol import Protocol, parse_protocol
from screening.sessions.review import Review

_HINT = (
    "Write for example 2026-03-01 (the end of that day in UTC), '2026-03-01 Europe/Berlin' (its end"
    " there) or 2026-03-01T14:30+01:00."
)


class Standing(Shape):
    """What a flow is computed from: an open review, or one moment of it."""

    @property
    def state(self) -> ReviewState:
        """What the log says."""
        ...

    @property
    def protocol(self) -> Protocol:
        """The protocol in force."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A review as it stood at a time; ``events`` are those up to it."""

    at: datetime
    events: tuple[Event, ...]
    state: ReviewState
    protocol: Protocol


def moment(review: Review, at: datetime) -> Moment:
    """The review as the log had it at a time; what a bundle brought counts from its merging on.

    Raises:
        UsageError: the log begins later.
    """
    events = tuple(_up_to(review.events(), at))
    texts = [event.body.text for event in events if isinstance(event.body, ProtocolAmended)]
    if not texts:
        first = next((event.at for event in review.events()), None)
        begins = f"; its log begins at {first:%Y-%m-%d %H:%M:%S} UTC" if first else ""
        raise UsageError(f"The review did not exist at {in_words(at)}{begins}.", _HINT)
    protocol = parse_protocol(texts[-1], "the review.toml of that time")
    return Moment(at=at, events=events, state=fold(events), protocol=protocol)


def _up_to(events: Iterable[Event], at: datetime) -> Iterator[Event]:
    """The events there were at a time; those of a bundle carry the times of another machine."""
    merged_to, was_there = 0, False
    for event in events:
        if event.seq > merged_to:
            was_there = event.at <= at
        if isinstance(event.body, BundleMerged):
            merged_to = event.seq + len(event.body.rows)
        if was_there:
            yield event


def parse_at(text: str) -> datetime:
    """Read a moment as people type it, in UTC.

    A date alone is the end of that day; without a zone or an offset, in UTC.

    Raises:
        UsageError: no date, no time or no zone of that name.
    """
    when, _, place = text.strip().partition(" ")
    zone = _zone(place.strip(), text)
    try:
        day = date.fromisoformat(when)
    except ValueError:
        return _instant(when, text, zone).astimezone(UTC)
    return datetime.combine(day, time.max, zone).astimezone(UTC)


def in_words(at: datetime) -> str:
    """A moment to the second, in UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _zone(name: str, text: str) -> tzinfo:
    if not name or name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UsageError(f"{text!r}: there is no time zone {name!r}.", _HINT) from None


def _instant(when: str, text: str, zone: tzinfo) -> datetime:
    try:
        found = datetime.fromisoformat(when)
    except ValueError:
        raise UsageError(f"{text!r} is no date or time.", _HINT) from None
    return found if found.tzinfo else found.replace(tzinfo=zone)
