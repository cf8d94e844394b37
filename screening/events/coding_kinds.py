"""What can happen to findings and to the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from screening.events.screening_kinds import Maker
from screening.records import RecordId

FindingId = NewType("FindingId", str)
CodeId = NewType("CodeId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a quote stands: code points of a text named by its SHA-256, end exclusive.

    ``source`` says what the text is (``abstract``, ``title``); text[start:end] is the quote.
    """

    source: str
    text_sha256: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAdded:
    """A person states a finding of a record; it counts at once.

    ``origin`` names where it was taken from when no text is at hand (a table, an earlier study).
    """

    finding: FindingId
    record: RecordId
    statement: str
    place: Place | None = None
    origin: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingProposed:
    """A method thinks that this sentence is a finding."""

    finding: FindingId
    record: RecordId
    statement: str
    place: Place
    maker: Maker
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingConfirmed:
    """A person approves a proposed finding, in other words where ``statement`` is given."""

    finding: FindingId
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRejected:
    """A person takes a finding, proposed or confirmed, out."""

    finding: FindingId
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeProposed:
    """A method proposes a node of the codebook.

    ``level`` is 0 (theme), 1 (subtheme) or 2 (code); ``parent`` and ``options`` (best first) are
    where it would stand, or for findings of a known code the codes they may have; ``findings`` is
    the evidence, ``near`` names the nearest approved examples and ``phrases`` the words shared.
    """

    code: CodeId
    label: str
    level: int
    parent: CodeId | None
    options: tuple[CodeId, ...]
    findings: tuple[FindingId, ...]
    maker: Maker
    score: float
    why: str
    near: tuple[CodeId, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeApproved:
    """A person puts a node into the codebook: a proposal, as it was or edited, or an own one.

    The findings named are coded with it. ``proposal`` here and below is the event number of the
    proposal that is decided; 0 is the oldest that waits under this id, if one does.
    """

    code: CodeId
    label: str
    level: int
    parent: CodeId | None = None
    definition: str = ""
    findings: tuple[FindingId, ...] = ()
    flag: str = ""
    proposal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRejected:
    """A person rejects a proposed node, or retires an approved one."""

    code: CodeId
    why: str = ""
    proposal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRenamed:
    """A node's label was changed."""

    code: CodeId
    label: str
    proposal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDefined:
    """A node's definition was written."""

    code: CodeId
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMoved:
    """A node was put under another parent of the level above."""

    code: CodeId
    parent: CodeId | None
    proposal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMerged:
    """A node went into another of its level: findings and children move, its id redirects."""

    code: CodeId
    into: CodeId
    proposal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCoded:
    """A person coded a finding."""

    finding: FindingId
    code: CodeId
    proposal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingUncoded:
    """A person took a code off a finding."""

    finding: FindingId
    code: CodeId


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingUndone:
    """Undo: the events with these numbers, of findings or codebook, no longer count."""

    events: tuple[int, ...]
