"""Who acts in a review: named, by the environment, usual here, or the only one there is."""

from __future__ import annotations

from screening.codec import encodable
from screening.errors import UsageError
from screening.protocol import Protocol
from screening.settings import REVIEWER_VARIABLE, environment_reviewer, login_name


def name_of(by: str, protocol: Protocol, usual: str) -> str:
    """Who acts: named, from the environment, usual here, the protocol's only one, the account's."""
    only = protocol.reviewers[0] if len(protocol.reviewers) == 1 else ""
    name = by.strip() or environment_reviewer() or usual or only or login_name()
    return encodable(name, "The reviewer's name")


def reviewer_named(by: str, protocol: Protocol, usual: str = "") -> str:
    """Who acts; see ``open_review``.

    Raises:
        UsageError: the protocol names reviewers, and this one is not among them.
    """
    name = name_of(by, protocol, usual)
    if protocol.reviewers and name not in protocol.reviewers:
        raise UsageError(
            f"{name!r} is not a reviewer of this review.",
            f"Its reviewers are: {', '.join(protocol.reviewers)}. Say who you are with"
            f" --as NAME or the variable {REVIEWER_VARIABLE}.",
        )
    return name
