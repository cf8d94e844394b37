"""What is told of a flow, by a log or by somebody who typed numbers: lines for the diagrams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from screening.prisma.chart import Line, number
from screening.prisma.counts import KIND_FIELDS, FlowCounts, box_counts
from screening.protocol import NotRetrieved, Stage
from screening.records import SourceKind

KIND_LABELS = {
    SourceKind.DATABASE: "Databases",
    SourceKind.REGISTER: "Registers",
    SourceKind.WEBSITE: "Websites",
    SourceKind.ORGANISATION: "Organisations",
    SourceKind.CITATION: "Citation searching",
    SourceKind.OTHER: "Other sources",
}
SEARCHED = (SourceKind.DATABASE, SourceKind.REGISTER)
OTHER_METHODS = tuple(kind for kind in KIND_FIELDS if kind not in SEARCHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Box name -> its number, None where nobody told it; boxes that do not apply are left out.

    ``typed``: the numbers were typed, no log stands behind them. ``banner`` is empty when finished.
    """

    numbers: Mapping[str, int | None]
    stages: tuple[Stage, ...] = tuple(Stage)
    not_retrieved_as: NotRetrieved = NotRetrieved.SEPARATE
    banner: str = ""
    typed: bool = False

    @property
    def screens_records(self) -> bool:
        """Whether there is a title or an abstract stage."""
        return any(stage is not Stage.FULLTEXT for stage in self.stages)

    @property
    def assesses_reports(self) -> bool:
        """Whether there is a full-text stage."""
        return Stage.FULLTEXT in self.stages

    def some(self, name: str) -> int:
        """The number of a box, 0 where it is unknown or does not apply."""
        return self.numbers.get(name) or 0

    def line(self, name: str, text: str, *, indent: int = 0, strong: bool = False) -> Line:
        """A line with the number of one box."""
        n = self.numbers.get(name)
        return Line(text=text, n=n, unknown=n is None, boxes=(name,), indent=indent, strong=strong)

    def named(self, prefix: str) -> Iterator[tuple[str, str]]:
        """(box, name) of the parts of a box: the reasons or sources after its colon."""
        for box in self.numbers:
            if box.startswith(f"{prefix}:"):
                yield box, box.removeprefix(f"{prefix}:")

    def parts(self, prefix: str, *, indent: int = 1) -> Iterator[Line]:
        """One indented line per reason or source."""
        for box, name in self.named(prefix):
            yield self.line(box, name, indent=indent)

    def kinds(self, kinds: Iterable[SourceKind]) -> list[SourceKind]:
        """Those kinds of source that were searched, or whose number is told."""
        return [
            kind
            for kind in kinds
            if any(self.named(f"source:{kind}")) or self.some(KIND_FIELDS[kind])
        ]

    def sources(self, kinds: Iterable[SourceKind], *, indent: int) -> Iterator[Line]:
        """A total per kind of source, each followed by its sources."""
        for kind in kinds:
            yield self.line(KIND_FIELDS[kind], KIND_LABELS[kind], indent=indent)
            yield from self._named_sources(kind, indent=indent + 1)

    def _named_sources(self, kind: SourceKind, *, indent: int) -> Iterator[Line]:
        """Sources of a kind, unless the only one is called like the kind itself."""
        lines = list(self.parts(f"source:{kind}", indent=indent))
        same = len(lines) == 1 and lines[0].text.casefold() == KIND_LABELS[kind].casefold()
        yield from () if same else lines

    def duplicates(self, kinds: Iterable[SourceKind], *, indent: int) -> Iterator[Line]:
        """The duplicates by source, where there are several sources and any duplicates."""
        lines = [
            self.line(box, f"from {name}", indent=indent)
            for kind in kinds
            for box, name in self.named(f"duplicates:{kind}")
        ]
        yield from (line for line in lines if line.n) if len(lines) > 1 else ()

    def still_open(self, *names: str) -> Iterator[Line]:
        """The line about what is still to be decided, if anything is."""
        for name in names:
            if self.some(name):
                yield self.line(name, "Still to be decided", indent=1)


def told(counts: FlowCounts) -> Told:
    """What a log tells."""
    return Told(
        numbers=dict(box_counts(counts)),
        stages=tuple(stage.stage for stage in counts.stages),
        not_retrieved_as=counts.not_retrieved_as,
        banner=banner(counts),
    )


def banner(counts: FlowCounts) -> str:
    """What is printed across the diagram while screening is unfinished; empty afterwards."""
    if counts.finished:
        return ""
    if counts.identified == 0:
        return "In progress: no records have been imported yet"
    plural = "record" if counts.open_records == 1 else "records"
    return f"In progress: {number(counts.open_records)} {plural} still to be decided"
