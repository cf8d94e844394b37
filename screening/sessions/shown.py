"""What a reviewer is shown of a record at each stage, as plain data: no widgets, no colours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from screening.events.kinds import Mark
from screening.protocol import Stage
from screening.records import Record, RecordId
from screening.records.languages import other_texts
from screening.records.links import printed_reference
from screening.sessions.highlights import Highlight, highlights

_AUTHORS_SHOWN = 6

# Labels that databases print in front of the parts of a structured abstract.
_LABELS = (
    "aims?|background|conclusions?|context|data sources|design|discussion|findings|importance"
    "|introduction|interpretation|limitations|materials? and methods|measurements|methods?"
    "|methodology|main outcome measures|objectives?|participants|patients and methods|practice"
    " implications|purpose|results?|review methods|setting|significance|study selection"
    "|subjects|data extraction|data synthesis|originality/value|summary"
)
_SECTION = re.compile(
    rf"(?:^|(?<=[.;?!)\]])\s+|\n\s*)((?i:{_LABELS})|[A-Z][A-Z ,/&-]{{3,48}}[A-Z]):\s+"
)
# Controls could move the cursor; direction overrides could reverse the screen around the text.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Of the particulars, those by which authors or venue could be guessed.
_TELLING = ("Volume", "Issue", "Pages", "DOI", "PMID", "Link", "Publisher")
_BLANKS = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text with its label (may be empty) and its marked words."""

    label: str = ""
    text: str
    marks: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordShown:
    """What one stage shows of one record.

    ``place`` and ``total`` count the reviewer's own queue from 1; ``rank`` is the place in the
    ranking in force, None where there is none. ``abstract`` is empty at the title stage, and
    where ``abstract_missing``. ``earlier`` is the reviewer's own decision so far, if any;
    ``tags`` and ``notes`` are the reviewer's own. ``notices`` are retractions and the like, which
    every stage shows first. ``out_of_turn`` says in a word how a record came into view that the
    reviewer went to; ``masked``: authors, year and venue are hidden.
    """

    record: RecordId
    title: Passage
    byline: str
    abstract: tuple[Passage, ...] = ()
    abstract_missing: bool = False
    details: tuple[Passage, ...] = ()
    source: str = ""
    place: int = 1
    total: int = 1
    rank: int | None = None
    ranked: int = 0
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    earlier: str = ""
    notices: tuple[str, ...] = ()
    out_of_turn: str = ""
    masked: bool = False

    @property
    def where(self) -> str:
        """Id, place in the queue and rank, in one line."""
        rank = f", rank {self.rank:,} of {self.ranked:,}" if self.rank else ""
        turn = self.out_of_turn or f"{self.place:,} of {self.total:,}"
        return f"{self.record}, {turn}{rank}"

    def without_names(self) -> RecordShown:
        """The same without authors, year, venue, and what tells of them."""
        rest = tuple(part for part in self.details if part.label not in _TELLING)
        return replace(self, byline="", details=rest, masked=True)


def safe_text(text: str) -> str:
    """A text that can do no harm to a terminal; line breaks are kept, other controls are not."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BLANKS.sub(" ", _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", lines)).strip()


def one_line(text: str, columns: int = 60) -> str:
    """A text for a table: safe, in one line, cut with an ellipsis."""
    line = " ".join(safe_text(text).split())
    return line if len(line) <= columns else f"{line[: columns - 1]}…"


def sections(text: str) -> tuple[tuple[str, str], ...]:
    """Split a structured abstract at its labels into (label, text); one without: one part."""
    found = list(_SECTION.finditer(text))
    if not found:
        return (("", text),) if text else ()
    ends = [*(match.start() for match in found[1:]), len(text)]
    parts = [
        (match.group(1), text[match.end() : end].strip())
        for match, end in zip(found, ends, strict=True)
    ]
    lead = text[: found[0].start()].strip()
    return (("", lead), *parts) if lead else tuple(parts)


def byline(record: Record, *, everyone: bool = False) -> str:
    """Authors, year and venue in one line."""
    names = [author.name for author in record.authors]
    if len(names) > _AUTHORS_SHOWN and not everyone:
        names = [*names[:_AUTHORS_SHOWN], f"and {len(names) - _AUTHORS_SHOWN} others"]
    parts = ("; ".join(names), str(record.year or ""), record.venue)
    return safe_text(". ".join(part.rstrip(".") for part in parts if part)).replace("\n", " ")


def passages(
    terms: Mapping[str, Mark], stage: Stage, record: Record
) -> dict[str, tuple[Passage, ...]]:
    """The title, abstract and details that a stage shows, with the terms marked."""
    include, exclude = (tuple(at for at in terms if terms[at] is mark) for mark in Mark)

    def passage(text: str, label: str = "") -> Passage:
        safe = safe_text(text)
        return Passage(label=label, text=safe, marks=highlights(safe, include, exclude))

    others = other_texts(record)
    local = [text for text in others if text.field == "title"]
    details = [passage(text.text, f"Title ({text.locale})") for text in local]
    abstract: list[Passage] = []
    if stage is not Stage.TITLE:
        abstract = [passage(text, label) for label, text in sections(safe_text(record.abstract))]
        details += [
            passage(text.text, f"Abstract ({text.locale})")
            for text in others
            if text.field == "abstract"
        ]
        details += [passage("; ".join(record.keywords), "Keywords")] if record.keywords else []
    if stage is Stage.FULLTEXT:
        details += [passage(text, label) for label, text in particulars(record) if text]
    title = passage(record.title or "(no title)")
    return {"title": (title,), "abstract": tuple(abstract), "details": tuple(details)}


def particulars(record: Record) -> tuple[tuple[str, str], ...]:
    """The facts of a record that have a field but no place in its byline, as (label, text)."""
    return (
        ("Volume", record.volume),
        ("Issue", record.issue),
        ("Pages", record.pages),
        ("DOI", record.doi),
        ("PMID", record.pmid),
        ("Link", record.url),
        ("Type", record.type),
        ("Language", record.language),
        ("Publisher", record.publisher),
        *((at.kind.value.capitalize(), printed_reference(at)) for at in record.links),
    )
