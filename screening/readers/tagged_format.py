"""A reader made of a dialect and of what its tags mean; a line-tagged format needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.dialect import Dialect, count, entries, starts_in
from screening.readers.source import Head, Source
from screening.readers.tagged import TaggedEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedFormat:
    """A reader of one line-tagged format.

    ``marker`` is what the lines that open an entry are called in the reason for a choice, ``sure``
    the confidence they give; ``judge`` looks at heads that show none.
    """

    name: str
    label: str
    extensions: tuple[str, ...]
    dialect: Dialect
    record: Callable[[int, TaggedEntry], Entry]
    marker: str
    sure: float = 0.9
    judge: Callable[[Head], Sniff] | None = None

    def sniff(self, head: Head) -> Sniff:
        """By the number of lines that open an entry."""
        starts = starts_in(head.text, self.dialect.start)
        if starts:
            reason = f"{starts} {self.marker} lines in the first 64 KiB"
            return Sniff(confidence=self.sure, reason=reason)
        return self.judge(head) if self.judge else NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        """Every entry in order."""
        for position, entry in enumerate(entries(source.lines(), self.dialect), start=1):
            yield self.record(position, entry)

    def count(self, source: Source) -> int:
        """Entries by markers and tags only."""
        return count(source.lines(), self.dialect)
