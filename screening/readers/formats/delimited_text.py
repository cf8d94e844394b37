"""Delimited text: CSV, TSV and semicolon files of databases, managers and screening tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from screening.errors import BadInput
from screening.readers.columns import Column, Given, columns_of, has_title, recognised
from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.delimited import Layout, Row, cells_of, layout_of, rows
from screening.readers.draft import Draft
from screening.readers.rows import no_title_column, record_of
from screening.readers.source import Head, Source

_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MARKUP = re.compile(r"\s*[<{\[@%]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Delimited:
    name: str = "csv"
    label: str = "CSV, TSV, semicolons: Scopus, Web of Science, PubMed, IEEE, Zotero, Rayyan ..."
    extensions: tuple[str, ...] = (".csv", ".tsv", ".tab", ".txt")
    given: Given = field(default_factory=dict)

    def sniff(self, head: Head) -> Sniff:
        layout = layout_of(_head_lines(head)) if head.text else None
        if layout is None or _MARKUP.match(head.text.lstrip("\ufeff")):
            return NO_MATCH
        known = recognised(layout.header)
        if has_title(layout.header):
            reason = f"a header with {known} known columns, separated by {_NAMES[layout.delimiter]}"
            return Sniff(confidence=0.9 if known > 1 else 0.6, reason=reason)
        return Sniff(confidence=0.5, reason=f"equally many {_NAMES[layout.delimiter]} in each row")

    def read(self, source: Source) -> Iterator[Entry]:
        layout = _layout(source, self.given)
        columns = columns_of(layout.header, self.given)
        for position, row in enumerate(_body(source, layout), start=1):
            cells = cells_of(row, layout.delimiter)
            if row.broken or cells is None:
                yield _rejected(position, row)
            else:
                yield record_of(position, row.line, columns, cells, row.text)

    def count(self, source: Source) -> int:
        return sum(1 for _ in _body(source, _layout(source, self.given)))

    def columns(self, source: Source) -> tuple[Column, ...]:
        return columns_of(_layout(source, self.given).header, self.given)

    def with_columns(self, given: Given) -> _Delimited:
        return replace(self, given=given)


READER = _Delimited()


def _head_lines(head: Head) -> list[tuple[int, str]]:
    """The lines of the head; the last one may be cut, so it goes unless it is the only one."""
    lines = re.split(r"\r\n|\r|\n", head.text)
    return list(enumerate(lines[:-1] or lines, start=1))


def _layout(source: Source, given: Given) -> Layout:
    layout = layout_of(_head_lines(source.head), given)
    if layout is None:
        raise BadInput(
            f"{source.path} is no table: its lines are not cut alike by commas, semicolons, "
            "tabs or bars.",
            "Export it again as CSV, or choose another format.",
        )
    if not has_title(layout.header, given):
        raise no_title_column(str(source.path), layout.header)
    return layout


def _body(source: Source, layout: Layout) -> Iterator[Row]:
    """The rows after the header, comma-only ones left out as spreadsheets write them."""
    lines = source.lines()
    skipped = chain(line for line in lines if line[0] >= layout.line)
    table = rows(skipped, layout.delimiter)
    next(table, None)
    blank = layout.delimiter + ' "\t\x0c\x1a'
    return (row for row in table if row.text.strip(blank))


def _rejected(position: int, row: Row) -> Entry:
    reason = (
        "A quotation mark in this row is never closed." if row.broken else "It is no whole row."
    )
    remedy = "Correct the quotation marks of this line and import the file again."
    return Draft(position=position, line=row.line, raw=row.text).reject(reason, remedy)
