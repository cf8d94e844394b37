"""What the entries of an XML format are called, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

Context = dict[str, "_Element"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Local names of the elements a format is cut by.

    ``records`` are the entries. ``context`` stands before the entries it speaks of (the journal of
    the articles that follow); a ``scope`` begins anew without the context before it. The text of
    ``skipped`` elements (whole files as base64) never reaches the parser.
    """

    records: tuple[str, ...]
    context: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that is looked at."""
        return tuple(dict.fromkeys(self.records + self.context + self.scopes))
