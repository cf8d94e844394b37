"""What a method that proposes values promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from extraction.documents import SourceText
from extraction.extractors.roles import RoledSentence
from screening.protocol import FormField


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text with its sentences and what each of them does."""

    text: SourceText
    sentences: tuple[RoledSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFound:
    """A value with the stretch text[start:end] that says it; ``score`` from 0 to 1 orders them."""

    value: str
    start: int
    end: int
    score: float
    why: str


class CellProposer(Protocol):
    """Finds values for one kind of field; nothing is in a table until a person says so."""

    @property
    def name(self) -> str:
        """The name that a field's ``propose`` calls it by."""

    @property
    def version(self) -> str:
        """Raised with every change of the rules."""

    @property
    def label(self) -> str:
        """One line that says what it reads."""

    def values(self, reading: Reading, field: FormField) -> Iterable[ValueFound]:
        """The values found in one text, in any order; the field's type is checked by the caller."""
