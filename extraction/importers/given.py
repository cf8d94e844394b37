"""What a file of another coding program says, in its own ids and offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCode:
    """A code or group of codes with what stands under it; ``key`` is its GUID in small letters."""

    key: str
    name: str
    definition: str
    codable: bool
    children: tuple[GivenCode, ...]

    def below(self) -> Iterator[GivenCode]:
        """This code and all under it."""
        yield self
        for child in self.children:
            yield from child.below()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCoding:
    """A code given to a selection; ``by`` is the coder's name, ``at`` the time as written."""

    code: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSelection:
    """A stretch of a text with its codes; ``start`` and ``end`` are code points of the text.

    ``name`` often is the beginning of the quote.
    """

    key: str
    name: str
    note: str
    start: int
    end: int
    codings: tuple[GivenCoding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSource:
    """A text as the file has it (line ends and all) with its selections.

    ``whole`` are the codes given to all of it.
    """

    key: str
    name: str
    text: str
    selections: tuple[GivenSelection, ...]
    whole: tuple[GivenCoding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A whole file. ``format`` is qdc or qdpx, ``notes`` say what of it cannot be taken."""

    file_name: str
    file_sha256: str
    format: str
    origin: str
    codes: tuple[GivenCode, ...]
    sources: tuple[GivenSource, ...]
    notes: tuple[str, ...]
