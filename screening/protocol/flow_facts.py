"""What the flow diagram needs of the protocol: the previous version, and who is a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from screening.errors import BadReview
from screening.protocol.types import PreviousVersion

Fault = Callable[[Iterable[str | int], str, str], BadReview]
PREVIOUS_KEYS = ("studies", "reports", "again")


def previous_version(table: Mapping[str, object], fault: Fault) -> PreviousVersion | None:
    """Read ``[previous]``; None where the review is a new one.

    Args:
        table: the table, empty if there is none.
        fault: makes an error from (path, what is wrong, remedy).

    Raises:
        BadReview: a number is missing, no whole number, or impossible beside the others.
    """
    if not table:
        return None
    studies, reports = (_count(table, key, fault) for key in ("studies", "reports"))
    again = _count(table, "again", fault) if "again" in table else 0
    if not (1 if reports else 0) <= studies <= reports:
        raise fault(
            ["previous", "reports"],
            f"{studies} studies are told in {reports} reports.",
            "Each study has at least one report, and each report tells of one study.",
        )
    if again > studies:
        raise fault(
            ["previous", "again"],
            f"{again} of {studies} studies have a further report.",
            "Count the studies of the previous version that this update found again.",
        )
    return PreviousVersion(studies=studies, reports=reports, again=again)


def check_automation(
    automation: tuple[str, ...], reviewers: tuple[str, ...], fault: Fault
) -> tuple[str, ...]:
    """The names under which programs decide, each of them a reviewer where reviewers are named.

    Raises:
        BadReview: one of them is not.
    """
    for name in automation:
        if reviewers and name not in reviewers:
            raise fault(
                ["automation"],
                f"{name!r} is not among 'reviewers'.",
                "Add it there, or leave it out here.",
            )
    return automation


def _count(table: Mapping[str, object], key: str, fault: Fault) -> int:
    value = table.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
        what = f"'{key}' is {value!r}." if key in table else f"'{key}' is missing."
        raise fault(["previous", key], what, "Write a whole number, such as 51.")
    return value
