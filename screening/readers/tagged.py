"""What the line-tagged formats share: a field, an entry, and how wrapped lines are joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class TaggedField:
    """A tag with its value; ``lines`` are the printed lines of the value, wrapped ones included."""

    tag: str
    lines: list[str]
    line: int

    @property
    def text(self) -> str:
        """The value with wrapped lines joined by a blank."""
        if len(self.lines) == 1:
            return self.lines[0].strip()
        return " ".join(part for part in (line.strip() for line in self.lines) if part)


@dataclass(slots=True, kw_only=True)
class TaggedEntry:
    """One entry as the lines give it: ``stray`` is text that stands outside any field."""

    line: int
    fields: list[TaggedField] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    ended: bool = False

    def add(self, tag: str, value: str, line: int) -> None:
        """Start a new field."""
        self.fields.append(TaggedField(tag=tag, lines=[value], line=line))

    def wrap(self, text: str) -> None:
        """Continue the last field, or keep the text as stray if there is none."""
        (self.fields[-1].lines if self.fields else self.stray).append(text)

    def values(self, tag: str) -> list[str]:
        """All values of a tag, in file order."""
        return [field.text for field in self.fields if field.tag == tag]


def raw_text(lines: Iterable[str]) -> str:
    """The entry as it stood in the file."""
    return "\n".join(lines)
