"""Seeded draws that no library version can change: a shuffle, and the records given as known.

A record's place in a draw is the SHA-256 of purpose, seed and record id. So a draw does not
depend on the order of the file, and every program can repeat it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping


def shuffled(records: Iterable[str], seed: int) -> tuple[str, ...]:
    """The record ids in a random order that depends on ids and seed alone."""
    return tuple(sorted(records, key=lambda record: _key("shuffle", seed, record)))


def priors(
    labels: Mapping[str, bool], seed: int, *, included: int = 1, excluded: int = 1
) -> tuple[str, ...]:
    """Records whose labels are given before screening starts, drawn at random.

    Args:
        labels: True for included, by record id.
        seed: each seed is another draw.
        included: how many included records to draw.
        excluded: how many excluded records to draw.

    Returns:
        Record ids, the included ones first.

    Raises:
        ValueError: there are too few records of one kind, or none would be left to be found.
    """
    order = sorted(labels, key=lambda record: _key("prior", seed, record))
    yes = [record for record in order if labels[record]]
    no = [record for record in order if not labels[record]]
    if included >= len(yes):
        raise ValueError(f"{included} of {len(yes)} included records as known leave none to find")
    if excluded > len(no):
        raise ValueError(f"{excluded} excluded records are wanted as known, there are {len(no)}")
    return (*yes[:included], *no[:excluded])


def _key(purpose: str, seed: int, record: str) -> bytes:
    return hashlib.sha256(f"{purpose}\n{seed}\n{record}".encode("utf-8", "surrogatepass")).digest()
