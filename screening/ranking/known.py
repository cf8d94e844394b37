"""What is known at one moment: which records have which text, and which are decided how.

Imported lazily: needs numpy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Positions = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """The records of a task and their labels, as arrays in their order.

    Attributes:
        complete: records with an abstract.
        usable: records with a title or an abstract.
        labels: 1 for included, 0 for excluded, -1 for still to be read; int8.
    """

    complete: Mask
    usable: Mask
    labels: NDArray[np.int8]

    @classmethod
    def of(
        cls, titles: Sequence[str], abstracts: Sequence[str], labels: NDArray[np.int8] | None = None
    ) -> Known:
        """From texts; without labels all records are still to be read."""
        complete = np.asarray([bool(text.strip()) for text in abstracts], bool)
        titled = np.asarray([bool(text.strip()) for text in titles], bool)
        if labels is None:
            labels = np.full(len(titles), -1, np.int8)
        return cls(complete=complete, usable=titled | complete, labels=labels)

    def with_labels(self, labels: NDArray[np.int8]) -> Known:
        """The same records, other labels."""
        return Known(complete=self.complete, usable=self.usable, labels=labels)

    @cached_property
    def included(self) -> Positions:
        """Positions of the included records."""
        return np.flatnonzero(self.labels == 1)

    @cached_property
    def excluded(self) -> Positions:
        """Positions of the excluded records."""
        return np.flatnonzero(self.labels == 0)

    @cached_property
    def labelled(self) -> Positions:
        """Positions of all decided records."""
        return np.flatnonzero(self.labels >= 0)

    @cached_property
    def warm(self) -> bool:
        """Whether both an included and an excluded record are known."""
        return bool(self.included.size and self.excluded.size)

    @cached_property
    def unread(self) -> Mask:
        """Records still to be read."""
        mask: Mask = self.labels < 0
        return mask

    @cached_property
    def yardstick(self) -> Mask:
        """The records scores are measured against: unread with text, or, of fewer than 2, all."""
        pool: Mask = self.usable & self.unread
        return pool if np.count_nonzero(pool) > 1 else self.usable

    @cached_property
    def lone(self) -> Mask:
        """Records with a title only, if others have an abstract; else none."""
        lone: Mask = self.usable & ~self.complete
        return lone if self.complete.any() else np.zeros_like(lone)


def label_array(records: Sequence[str], labels: Mapping[str, bool]) -> NDArray[np.int8]:
    """Labels as 1, 0 and -1, in the order of the records."""
    return np.asarray([int(labels[r]) if r in labels else -1 for r in records], np.int8)


def tie_ranks(seed: int, records: Sequence[str]) -> NDArray[np.int64]:
    """Places in a shuffle that depends on seed and ids alone, never on the order of the file."""
    keys = [tie_key(seed, record) for record in records]
    ranks = np.empty(len(keys), np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks


def tie_key(seed: int, record: str) -> bytes:
    """The hash by which records of equal score are ordered."""
    return hashlib.sha256(f"{seed}\n{record}".encode("utf-8", "surrogatepass")).digest()
