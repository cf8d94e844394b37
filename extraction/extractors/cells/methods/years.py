"""The years of the data: ranges such as 2010-2015, from 2010 to 2015, and single years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.extractors.cells.contract import Reading, ValueFound
from extraction.extractors.roles import RoledSentence
from screening.protocol import FormField

_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Autumn|Fall|Winter)[a-z]*"
)
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = rf"(?:{_ORDINAL}\s+)?(?:{_MONTH}\.?,?\s+(?:{_ORDINAL},?\s+)?(?:of\s+)?)?"
_YEAR = r"(?:19|20)\d{2}"
_RANGE = re.compile(
    rf"(?P<lead>\b(?:from|between|since)\s+)?{_DAY}\b(?P<first>{_YEAR})\s*"
    rf"(?:[-–—/]|to|and|until|till|through|thru|up to)\s*(?:the end of\s+)?{_DAY}"
    rf"(?P<last>{_YEAR}|\d{{2}})\b(?![-/\d]|\.\d)",
    re.IGNORECASE,
)
_SINGLE = re.compile(rf"\b(?:in|during|of)\s+{_DAY}(?P<first>{_YEAR})\b(?!\s*[-–/]\s*\d)", re.I)
_DATA = re.compile(
    r"\b(?:collect\w*|recruit\w*|enrol\w*|conducted|survey\w*|admitted|treated|data|interview\w*"
    r"|study period|included|seen|diagnosed|graduat\w*|hospitali[sz]ed|performed|cohort|sample\w*"
    r"|followed|participa\w*|registr\w*|surveyed)\b",
    re.IGNORECASE,
)
_SEARCH = re.compile(
    r"\b(?:published|search\w*|databases?|literature|PubMed|MEDLINE|inception|articles"
    r"|publications)\b",
    re.IGNORECASE,
)
_CITED = re.compile(r"(?:et al\.?,?|[A-Z][a-z]+,)\s*\(?$|\(\s*[A-Z][\w\s.&,]*$")


class Years:
    """The method."""

    name = "years"
    version = "1"
    label = "years and ranges of years in which data were collected"

    def values(self, reading: Reading, field: FormField) -> Iterator[ValueFound]:  # noqa: ARG002
        """Ranges score above single years, years of a literature search below both."""
        if reading.text.source != "title":
            for sentence in reading.sentences:
                yield from _in_sentence(sentence)


def _in_sentence(sentence: RoledSentence) -> Iterator[ValueFound]:
    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(sentence.text):
        first, last = match["first"], match["last"]
        last = first[:2] + last if len(last) == 2 else last
        joins = match["lead"] or not re.search(r"\sand\s", match.group(), re.IGNORECASE)
        if joins and first <= last and int(last) - int(first) < 120:
            taken.append(match.span())
            yield _found(sentence, f"{first}-{last}" if first < last else first, match, 0.5)
    for match in _SINGLE.finditer(sentence.text):
        inside = any(start < match.end("first") <= end for start, end in taken)
        if not inside and not _CITED.search(sentence.text[: match.start("first")]):
            yield _found(sentence, match["first"], match, 0.25)


def _found(sentence: RoledSentence, value: str, match: re.Match[str], base: float) -> ValueFound:
    data, search = _DATA.search(sentence.text), _SEARCH.search(sentence.text)
    told = "a literature search" if search else "data" if data else ""
    score = base + (0.25 if data else 0.0) - (0.2 if search else 0.0)
    score += 0.2 * sentence.roles.get("method", 0.0)
    lead = len(match.group()) - len(match.group().lstrip())
    return ValueFound(
        value=value,
        start=sentence.start + match.start() + lead,
        end=sentence.start + match.end(),
        score=round(min(1.0, max(0.05, score)), 4),
        why=f"{match.group().strip()!r}" + (f"; the sentence speaks of {told}" if told else ""),
    )


PROPOSER = Years()
