"""Which pairs are worth comparing: those that share an exact key, no block above a bound.

Cost grows with the number of records, never with its square: a block of more than ``LARGEST``
records is sorted and each record compared with its ``WINDOW`` neighbours only.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from screening.dedup.types import Prepared

LARGEST = 60
WINDOW = 8
_LETTERS = 24
_ABSTRACT = 50

Key = Callable[[Prepared], str]


def _letters(at: Prepared) -> str:
    return at.title.replace(" ", "")


def _head(at: Prepared) -> str:
    return _letters(at)[:_LETTERS] if at.title else ""


def _tail(at: Prepared) -> str:
    return _letters(at)[-_LETTERS:] if at.title else ""


def _long_words(at: Prepared) -> str:
    words = sorted(set(at.title.split()), key=lambda word: (-len(word), word))[:4]
    return " ".join(words) if len(words) == 4 else ""


def _author_title(at: Prepared) -> str:
    return f"{at.family} {_letters(at)[:8]}" if at.family and at.title else ""


def _author_page(at: Prepared) -> str:
    return f"{at.family} {at.first_page}" if at.family and at.first_page else ""


def _place(at: Prepared) -> str:
    return f"{at.volume} {at.first_page} {at.year}" if at.volume and at.first_page else ""


def _abstract(at: Prepared) -> str:
    return at.abstract[:_ABSTRACT]


KEYS: tuple[Key, ...] = (
    lambda at: at.doi,
    lambda at: at.pmid,
    _head,
    _tail,
    _long_words,
    _author_title,
    _author_page,
    _place,
    _abstract,
    lambda at: at.registration,
)


def candidates(
    records: Sequence[Prepared], is_new: Callable[[int], bool] | None = None
) -> Iterator[tuple[Prepared, Prepared]]:
    """Every pair that shares a key, of a block above the bound those near each other; each once.

    Args:
        records: all records, old and new.
        is_new: tells new records by number; pairs of two old ones are left out. None: all new.
    """
    seen = _Seen()
    for one, two, whole in _by_keys(records, seen):
        if is_new and not (is_new(records[one].number) or is_new(records[two].number)):
            continue
        if seen.holds(one, two):
            continue
        if not whole:
            seen.near.add((min(one, two), max(one, two)))
        yield records[one], records[two]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The pairs that came before: by the group of each whole block, or by themselves."""

    groups: list[array[int]] = field(default_factory=list)
    near: set[tuple[int, int]] = field(default_factory=set)

    def holds(self, one: int, two: int) -> bool:
        if any(group[one] and group[one] == group[two] for group in self.groups):
            return True
        return (min(one, two), max(one, two)) in self.near


def _by_keys(records: Sequence[Prepared], seen: _Seen) -> Iterator[tuple[int, int, bool]]:
    """The places of pairs with whether their block is whole; tells ``seen`` the groups of keys."""
    for key in KEYS:
        groups = array("L", bytes(array("L").itemsize * len(records)))
        for number, block in enumerate(_blocks(records, key), start=1):
            whole = len(block) <= LARGEST
            if whole:
                for place in block:
                    groups[place] = number
            for one, two in _pairs(records, block, whole=whole):
                yield one, two, whole
        seen.groups.append(groups)
    for one, two in _with_entries(records):
        yield one, two, False


def _with_entries(records: Sequence[Prepared]) -> Iterator[tuple[int, int]]:
    """The places of the entries of registers, each with those of the records that name it."""
    entries = {record.entry for record in records} - {""}
    naming: dict[str, list[int]] = {}
    for place, record in enumerate(records):
        for number in entries.intersection((*record.trials, record.entry)):
            naming.setdefault(number, []).append(place)
    for number in sorted(naming):
        block = naming[number]
        for one, two in _pairs(records, block, whole=len(block) <= LARGEST):
            if number in (records[one].entry, records[two].entry):
                yield one, two


def _blocks(records: Sequence[Prepared], key: Key) -> list[list[int]]:
    """The places of records that share a key's value."""
    blocks: dict[str, list[int] | int] = {}
    for place, record in enumerate(records):
        value = key(record)
        if not value:
            continue
        before = blocks.setdefault(value, place)
        if isinstance(before, list):
            before.append(place)
        elif before != place:
            blocks[value] = [before, place]
    return [block for block in blocks.values() if isinstance(block, list)]


def _pairs(
    records: Sequence[Prepared], block: list[int], *, whole: bool
) -> Iterator[tuple[int, int]]:
    if not whole:
        block = sorted(block, key=lambda at: (records[at].title, records[at].number))
    reach = len(block) if whole else WINDOW
    for at, one in enumerate(block):
        for two in block[at + 1 : at + 1 + reach]:
            yield one, two
