"""What a reviewer can do at the seat beside deciding: tags, marked words, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from screening.protocol import Stage
from screening.records import RecordId


class Mark(StrEnum):
    """What a marked word speaks for."""

    INCLUDE = "include"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """A reviewer puts a short label on a record, to find it again; it decides nothing.

    ``stage`` is where the reviewer sat, as in all steps here; None if nowhere.
    """

    record: RecordId
    tag: str
    stage: Stage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Untagged:
    """The reviewer takes the label off again."""

    record: RecordId
    tag: str
    stage: Stage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMarked:
    """From now on the reviewer sees a word marked; ``mark`` None: no longer marked.

    It changes what one reviewer sees, beside the words of the protocol, and nobody's protocol.
    """

    term: str
    mark: Mark | None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUndone:
    """Undo: the reviewer's note, tag, postponement or marked word of event ``step`` is undone."""

    step: int
