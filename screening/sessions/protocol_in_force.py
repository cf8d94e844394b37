"""The protocol in force is the one last recorded in the log; who may put another in its place."""

from __future__ import annotations

from pathlib import Path

from screening.errors import BadReview, UsageError
from screening.events import ReviewState
from screening.events.kinds import ProtocolAmended
from screening.protocol import Protocol, parse_protocol
from screening.sessions.stop_plan import READ_ALL, rules_of

_RESTORE = "'tamis protocol restore' writes review.toml anew as it was last recorded."


def load_protocol(path: Path) -> Protocol:
    """Read review.toml.

    Raises:
        BadReview: it cannot be read, or has a mistake (with its line).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadReview(f"{path.name} is not a UTF-8 text.", "Save it as UTF-8.") from None
    except OSError as error:
        raise BadReview(
            f"{path} cannot be read: {error.strerror}.", "Check the file's permissions."
        ) from error
    protocol = parse_protocol(text, path.name)
    if protocol.stopping.rules != READ_ALL:
        rules_of(protocol, path.name)
    return protocol


def amendment_of(protocol: Protocol) -> ProtocolAmended:
    """The event that records a protocol."""
    return ProtocolAmended(sha256=protocol.sha256, text=protocol.text)


def recorded_protocol(state: ReviewState) -> Protocol | None:
    """The protocol last recorded in the log; None in a log that is just begun."""
    return parse_protocol(state.protocols[-1].text) if state.protocols else None


def check_protocol(state: ReviewState, protocol: Protocol, by: str, *, shared: bool) -> None:
    """Refuse to work by a review.toml that its reader may not put in force.

    Raises:
        BadReview: it was edited in a team whose owner is somebody else, or in a bundle; or it is
            an older one than others have recorded in a shared database.
    """
    if state.protocol_sha256 == protocol.sha256 or not state.protocols:
        return
    if state.team.given:
        raise BadReview(
            "review.toml was changed, but a bundle keeps the protocol it was made with.", _RESTORE
        )
    if shared and any(protocol.sha256 == earlier.sha256 for earlier in state.protocols):
        raise BadReview(
            "This review.toml is older than the protocol that the team has recorded since.",
            _RESTORE,
        )
    owners = _owners_other_than(by, state)
    if owners:
        raise BadReview(
            f"review.toml was changed, and only {' or '.join(owners)} may change the protocol of"
            f" this review; you are {by}.",
            _RESTORE,
        )


def refuse_amendment(state: ReviewState, by: str) -> None:
    """Make sure that this person may record another protocol.

    Raises:
        UsageError: the protocol in force names others as its owners.
    """
    if state.team.given or (owners := _owners_other_than(by, state)):
        who = " or ".join(owners) if not state.team.given else "nobody in a bundle"
        raise UsageError(f"Only {who} may change the protocol; you are {by}.", _RESTORE)


def _owners_other_than(by: str, state: ReviewState) -> tuple[str, ...]:
    """Who owns the protocol in force, if that is somebody else; its roles count, not new ones."""
    recorded = recorded_protocol(state)
    if recorded is None or recorded.roles is None or recorded.may_amend(by):
        return ()
    return recorded.roles.owner
