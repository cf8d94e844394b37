"""The texts and the log that an export brings along: where quotes stand, and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extraction.documents import SourceText, source_texts
from extraction.exporters import CodingEntry, LogEntry, SourceEntry
from extraction.sessions.coding import Coding
from extraction.synthesis.references import References
from screening.events.kinds import CodingUndone
from screening.events.words import in_words
from screening.records import Record, RecordId

TITLE = "title"


def source_entries(
    records: Mapping[RecordId, Sequence[Record]],
    codings: Sequence[CodingEntry],
    included: Sequence[RecordId],
    cited: References,
) -> Iterator[SourceEntry]:
    """The texts that are quoted, and all texts of included records but titles nobody quotes.

    ``records`` holds every version of each record, the newest last.
    """
    quoted = {(entry.record, entry.source, entry.text_sha256) for entry in codings if entry.quote}
    for record, versions in records.items():
        seen: set[tuple[str, str, str]] = set()
        for version in reversed(versions):
            for text in source_texts(version):
                key = (record, text.source, text.sha256)
                open_to_coding = (
                    version is versions[-1] and record in included and text.source != TITLE
                )
                if key not in seen and (key in quoted or open_to_coding):
                    seen.add(key)
                    yield _entry(text, cited)


def _entry(text: SourceText, cited: References) -> SourceEntry:
    return SourceEntry(
        record=text.record,
        reference=cited.of(text.record),
        source=text.source,
        sha256=text.sha256,
        text=text.text,
    )


def log_entries(coding: Coding) -> Iterator[LogEntry]:
    """Every event on findings and codebook in words, undone ones too."""
    undone = {
        seq
        for event in coding.events
        if isinstance(event.body, CodingUndone)
        for seq in event.body.events
    }
    for event in coding.events:
        yield LogEntry(
            event=event.seq,
            at=event.at.isoformat(timespec="seconds"),
            by=event.by,
            kind=event.kind,
            what=in_words(event.body),
            undone=event.seq in undone,
        )
