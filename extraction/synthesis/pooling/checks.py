"""What must hold of studies before they are pooled; faults are sentences with the study's row."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.synthesis.pooling.types import Study
from screening.errors import BadInput


def count_faults(events: int, total: int) -> list[str]:
    """Why these counts are of no study, as sentences; none if they may be."""
    faults = []
    if total < 1:
        faults.append(f"total is {total}, but a study has at least one person.")
    if events < 0:
        faults.append(f"events is {events}, but cannot be below 0.")
    if total >= 1 and events > total:
        faults.append(f"events is {events}, more than the total of {total}.")
    return faults


def check_studies(studies: Sequence[Study]) -> None:
    """Refuse what cannot be pooled, all faults at once.

    Raises:
        BadInput: impossible counts, a study named twice, or fewer than two studies.
    """
    faults = [
        f"{_place(number, study)}: {fault}"
        for number, study in enumerate(studies, start=1)
        for fault in count_faults(study.events, study.total)
    ]
    faults += _named_twice(studies)
    if faults:
        raise BadInput(" ".join(faults), "Correct these rows; nothing was pooled.")
    if len(studies) < 2:
        raise BadInput(
            f"Pooling needs at least 2 studies, not {len(studies)}.",
            "Give a row for each study; a single proportion is reported as it is.",
        )


def _place(number: int, study: Study) -> str:
    return f"{study.place or f'Study {number}'} ({study.name})"


def _named_twice(studies: Sequence[Study]) -> list[str]:
    """Reports of one study must not count twice."""
    first: dict[str, str] = {}
    faults = []
    for number, study in enumerate(studies, start=1):
        name = " ".join(study.name.split()).casefold()
        if name in first:
            faults.append(
                f"{_place(number, study)}: the same study as {first[name]}; one study counts once."
            )
        first.setdefault(name, study.place or f"study {number}")
    return faults
