"""What a study found, in a sentence: results that sum up, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.extractors.cells.contract import Reading, ValueFound
from extraction.extractors.roles import RoledSentence
from extraction.extractors.roles.sections import is_conclusion
from screening.protocol import FormField

_LEAST = 0.5
# What should be done next is no outcome, nor is where a trial is registered.
_ADVICE = re.compile(
    r"\b(?:further|future|more) (?:\w+ )?(?:research|studies|trials|work)|\b(?:should|must)\b"
    r"|\b(?:is|are) (?:needed|required|warranted)\b",
    re.IGNORECASE,
)
_REGISTERED = re.compile(r"https?://|\bNCT\d|\bISRCTN|trial registration", re.IGNORECASE)
_PARTS = 0.5


class Outcome:
    """The method."""

    name = "outcome"
    version = "1"
    label = "sentences that sum up the results (trained model), word for word"

    def values(self, reading: Reading, field: FormField) -> Iterator[ValueFound]:  # noqa: ARG002
        """Sentences of the conclusion, or the last ones, before other results."""
        if reading.text.source == "title":
            return
        weight = 1.0 if reading.text.source == "abstract" else _PARTS
        for at in reading.sentences:
            score = at.roles.get("result", 0.0)
            if score >= _LEAST:
                yield _found(at, weight * score * _sums_up(at, len(reading.sentences)))


def _sums_up(at: RoledSentence, of: int) -> float:
    """1 for a conclusion, less the earlier a sentence stands elsewhere."""
    share = 1.0 if is_conclusion(at.section) else 0.5 + 0.4 * at.number / of
    if _REGISTERED.search(at.text):
        return 0.1 * share
    return 0.6 * share if _ADVICE.search(at.text) else share


def _found(at: RoledSentence, score: float) -> ValueFound:
    where = f" in section {at.section}" if at.section else ""
    return ValueFound(
        value=" ".join(at.text.split()),
        start=at.start,
        end=at.end,
        score=round(score, 4),
        why=f"sentence {at.number}{where}: a result with probability {at.roles['result']:.2f}",
    )


PROPOSER = Outcome()
