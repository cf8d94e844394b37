"""What a study set out to do: the sentences whose role is most likely an objective."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.extractors.cells.contract import Reading, ValueFound
from screening.protocol import FormField

_LEAST = 0.15
_PARTS = 0.5


class Purpose:
    """The method."""

    name = "purpose"
    version = "1"
    label = "sentences that state the objective (trained model), word for word"

    def values(self, reading: Reading, field: FormField) -> Iterator[ValueFound]:  # noqa: ARG002
        """Each likely sentence as it is written; in full texts they count half."""
        if reading.text.source == "title":
            return
        weight = 1.0 if reading.text.source == "abstract" else _PARTS
        for at in reading.sentences:
            if (score := at.roles.get("objective", 0.0)) >= _LEAST:
                yield ValueFound(
                    value=" ".join(at.text.split()),
                    start=at.start,
                    end=at.end,
                    score=round(weight * score, 4),
                    why=f"sentence {at.number}: an objective with probability {score:.2f}",
                )


PROPOSER = Purpose()
