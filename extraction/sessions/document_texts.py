"""The texts and the log that an export brings along: where quotes stand, and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extraction.documents import SourceText, source_texts
from extraction.exporters import CodingEntry, LogEntry, SourceEntry
from extraction.sessions.coding import Coding
from extraction.sessions.texts import FULL_TEXT, full_texts_of
from extraction.synthesis.references import References
from screening.events.kinds import CodingUndone
from screening.events.words import in_words
from screening.records import Record, RecordId
from screening.sessions.review import Review

TITLE = "title"


def source_entries(
    review: Review,
    records: Mapping[RecordId, Sequence[Record]],
    codings: Sequence[CodingEntry],
    included: Sequence[RecordId],
    cited: References,
) -> Iterator[SourceEntry]:
    """The texts that are quoted, and all texts of included records but titles nobody quotes.

    ``records`` holds every version of each record, the newest last. Full texts come after title
    and abstract; one that was taken back since is there if it is quoted.

    Raises:
        BadReview: a full text is missing or was altered.
    """
    quoted: dict[str, set[tuple[str, str]]] = {}
    for entry in codings:
        if entry.quote:
            quoted.setdefault(entry.record, set()).add((entry.source, entry.text_sha256))
    for record, versions in records.items():
        wanted = quoted.get(record, set())
        texts = [text for version in reversed(versions) for text in source_texts(version)]
        inside = record in included
        hashes = sorted(sha256 for source, sha256 in wanted if source == FULL_TEXT)
        if inside or hashes:
            texts += full_texts_of(review, record, also=hashes)
        if inside:
            now = (*source_texts(versions[-1]), *(at for at in texts if at.source == FULL_TEXT))
            wanted |= {(at.source, at.sha256) for at in now if at.source != TITLE}
        once = {(text.source, text.sha256): text for text in texts}
        yield from (_entry(text, cited) for key, text in once.items() if key in wanted)


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
