"""What teams do, in words: calibration rounds and bundles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from screening.events import kinds


def calibration_begun(body: kinds.CalibrationBegun) -> str:
    """A calibration round."""
    return (
        f"calibration round of {_counted(len(body.records), 'record')} at the {body.stage.label}"
        f" stage begun for {', '.join(body.reviewers)}"
    )


def bundle_made(body: kinds.BundleMade) -> str:
    """A file handed out."""
    return f"bundle {body.bundle[:8]} made for {body.reviewer}"


def bundle_merged(body: kinds.BundleMerged) -> str:
    """A file taken back."""
    told = _counted(len(body.rows), "event")
    return f"bundle {body.bundle[:8]} of {body.reviewer} merged: {told}, which follow"


def bundle_given(body: kinds.BundleGiven) -> str:
    """The beginning of a bundle's own part."""
    return f"bundle {body.bundle[:8]} for {body.reviewer} begins here"


def withheld(_body: kinds.Withheld) -> str:
    """What a bundle does not tell."""
    return "withheld: not handed out with this bundle"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


# What the words of the log are told by; each function takes its own kind only.
WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (kinds.CalibrationBegun, calibration_begun),
    (kinds.BundleMade, bundle_made),
    (kinds.BundleMerged, bundle_merged),
    (kinds.BundleGiven, bundle_given),
    (kinds.Withheld, withheld),
)
