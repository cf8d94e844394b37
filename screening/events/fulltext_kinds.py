"""What can be said of the files of full texts."""

from __future__ import annotations

from dataclasses import dataclass

from screening.events.screening_kinds import Maker
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class FulltextAttached:
    """A file is the full text of a report, or a supplement to it.

    ``text_sha256`` is that of the text read out of the file, in normal form, empty where there is
    none; ``characters`` are its code points, ``pages`` those of the file, 0 where it has none.
    ``maker`` read the text. ``how`` says by what the file was matched; ``confidence`` is then from
    0 to 1, None where a person named the report.
    """

    record: RecordId
    file_sha256: str
    file_name: str
    file_bytes: int
    format: str
    text_sha256: str = ""
    characters: int = 0
    pages: int = 0
    maker: Maker | None = None
    supplement: bool = False
    how: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FulltextDetached:
    """The file is not of this report after all; the file itself stays beside the review."""

    record: RecordId
    file_sha256: str
    why: str = ""
