"""The codings of an export by the text they stand in: what every coding program wants to know.

A finding that was stated without a quote stands in a text made for it: the findings of its record,
one a line. So nothing is lost where only quotes in texts can be coded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extraction.documents import SOURCES
from extraction.exporters.document import CodingEntry, SourceEntry, StudyEntry, ThemesDocument
from extraction.exporters.exchange import clean, one_line
from extraction.spans import text_sha256

STATED = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A finding at its place in a text, with its codings; text[start:end] is the quote."""

    finding: str
    start: int
    end: int
    quote: str
    codings: tuple[CodingEntry, ...]

    @property
    def note(self) -> str:
        """What else is known of the finding: its wording, a flag, who proposed it."""
        entry = self.codings[0]
        said = "" if one_line(entry.statement) == one_line(self.quote) else entry.statement
        made = entry.finding_proposed_by
        proposed = f"Proposed by {made.name} {made.version}, confirmed by a person." if made else ""
        parts = (entry.finding, said, entry.flag and f"Flag: {entry.flag}", proposed)
        return " | ".join(one_line(part) for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedSource:
    """A text with its quotations in order. ``key`` is unique; ``name`` too, for people."""

    key: str
    name: str
    record: str
    source: str
    text: str
    quotations: tuple[Quotation, ...]


def quoted_sources(document: ThemesDocument) -> tuple[QuotedSource, ...]:
    """Every text of an export, studies in their order, stated findings after the texts."""
    quoted: dict[tuple[str, str, str], list[CodingEntry]] = {}
    stated: dict[str, list[CodingEntry]] = {}
    for entry in document.codings:
        if entry.start is None:
            stated.setdefault(entry.record, []).append(entry)
        else:
            key = (entry.record, entry.source, entry.text_sha256)
            quoted.setdefault(key, []).append(entry)
    found = [
        _source(at, quoted.get((at.record, at.source, at.sha256), ())) for at in document.sources
    ]
    found += [_stated(record, entries) for record, entries in stated.items()]
    place = {study.record: number for number, study in enumerate(document.studies)}
    found.sort(key=lambda at: place.get(at.record, len(place)))
    return tuple(_apart(found, document.studies))


def _source(source: SourceEntry, entries: Iterable[CodingEntry]) -> QuotedSource:
    text = clean(source.text)
    quotations = (
        Quotation(
            finding=finding,
            start=group[0].start or 0,
            end=group[0].end or 0,
            quote=text[group[0].start : group[0].end],
            codings=tuple(group),
        )
        for finding, group in _by_finding(entries).items()
    )
    return QuotedSource(
        key=f"{source.record}:{source.source}:{source.sha256}",
        name=f"{source.record} {source.source}",
        record=source.record,
        source=source.source,
        text=text,
        quotations=tuple(sorted(quotations, key=lambda at: (at.start, at.end))),
    )


def _stated(record: str, entries: Iterable[CodingEntry]) -> QuotedSource:
    lines: list[str] = []
    quotations: list[Quotation] = []
    start = 0
    for finding, group in _by_finding(entries).items():
        line = one_line(group[0].statement)
        quotations.append(
            Quotation(
                finding=finding,
                start=start,
                end=start + len(line),
                quote=line,
                codings=tuple(group),
            )
        )
        lines.append(line)
        start += len(line) + 1
    text = "".join(f"{line}\n" for line in lines)
    return QuotedSource(
        key=f"{record}:{STATED}",
        name=f"{record} findings as stated",
        record=record,
        source=STATED,
        text=text,
        quotations=tuple(quotations),
    )


def _by_finding(entries: Iterable[CodingEntry]) -> dict[str, list[CodingEntry]]:
    found: dict[str, list[CodingEntry]] = {}
    for entry in entries:
        found.setdefault(entry.finding, []).append(entry)
    return found


def _apart(
    sources: Sequence[QuotedSource], studies: Iterable[StudyEntry]
) -> Iterator[QuotedSource]:
    """The same with names of their own: an earlier version of a text, or a second file, says so."""
    from dataclasses import replace

    cited = {study.record: study.reference for study in studies}
    seen: set[str] = set()
    for source in sources:
        reference = cited.get(source.record, source.record)
        prefix = "" if reference == source.record else f"{one_line(reference)} "
        name = f"{prefix}{source.name}"
        if name in seen:
            what = "version" if source.source in SOURCES else "file"
            name = f"{name} (another {what}, {text_sha256(source.text)[:6]})"
        seen.add(name)
        yield replace(source, name=name)
