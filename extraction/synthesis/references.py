"""Citation numbers of records, and lists of them as printed: ``label (33, 36-38)``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from screening.errors import UsageError
from screening.records import RecordId

_NUMBER = re.compile(r"(\D*)(\d+)(.*)", re.DOTALL)


class References:
    """Record -> the reference it is cited by; a record without one is cited by its id."""

    def __init__(self, by_record: Mapping[RecordId, str]) -> None:
        self._by_record = dict(by_record)
        self._by_reference: dict[str, RecordId] = {}
        for record, reference in self._by_record.items():
            self._by_reference.setdefault(reference, record)

    @classmethod
    def by_position(cls, records: Sequence[RecordId]) -> References:
        """Cite each record by its place, from 1, in the list of included records."""
        return cls({record: str(number) for number, record in enumerate(records, start=1)})

    def of(self, record: RecordId) -> str:
        """The reference of a record."""
        return self._by_record.get(record, record)

    def record_of(self, reference: str) -> RecordId:
        """The record that a reference means.

        Raises:
            UsageError: none has this reference.
        """
        record = self._by_reference.get(reference.strip())
        if record is None:
            raise UsageError(
                f"No record has the reference {reference!r}.",
                "Give a file with the columns record,reference (--references).",
            )
        return record

    def listed(self, records: Iterable[RecordId]) -> str:
        """The references of some records in order, runs of three and more compressed."""
        return compressed({self.of(record) for record in records})


def compressed(references: Iterable[str]) -> str:
    """``1, 2, 3, 7`` -> ``1-3, 7``; two in a row stay apart; what is no number comes last."""
    known = set(references)
    numbers = sorted(int(text) for text in known if text.isascii() and text.isdigit())
    others = sorted((text for text in known if not (text.isascii() and text.isdigit())), key=_order)
    return ", ".join([*_runs(numbers), *others])


def _runs(numbers: Sequence[int]) -> list[str]:
    runs: list[list[int]] = []
    for number in dict.fromkeys(numbers):
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        part
        for run in runs
        for part in ([f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(at) for at in run])
    ]


def _order(reference: str) -> tuple[str, int, str]:
    found = _NUMBER.fullmatch(reference)
    return (found[1], int(found[2]), found[3]) if found else (reference, 0, "")
