"""Pairs in words: the errors of a search with their rules, and a sample of its merges."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from benchmarks.dedup_one import search
from benchmarks.dedup_sets import GoldSet, pairs_of, rows_of
from screening.dedup import Edge, Prepared, Preset

_SHOWN = ("title", "author", "journal", "booktitle", "year", "volume", "number", "pages", "doi")
_LONGEST = 110


def errors(gold: GoldSet, preset: Preset) -> Iterator[str]:
    """Each wrong merge, and each missed pair with its rule, side by side."""
    ids, prepared, found = search(gold.path, preset)
    by_id = dict(zip(ids, prepared, strict=True))
    told = pairs_of([[ids[number - 1] for number in members] for members in found.clusters])
    edges = (*found.certain, *found.asked, *found.related)
    why = {tuple(sorted((ids[at.one - 1], ids[at.two - 1]))): at for at in edges}
    for kind, pairs in (("FALSE", told - gold.truth), ("MISSED", gold.truth - told)):
        for one, two in sorted(pairs):
            label = " (label wrong)" if {(one, two)} & (gold.wrongly_one | gold.wrongly_two) else ""
            yield f"{kind}{label} {gold.name} {one} {two} {_why(why.get((one, two)))}"
            yield f"   {_line(by_id[one])}"
            yield f"   {_line(by_id[two])}"
    yield str(Counter(f"{edge.outcome} {edge.rule}" for edge in edges))


def sample(gold: GoldSet, preset: Preset, most: int, seed: int) -> Iterator[str]:
    """Merges drawn at random, each with both records as they came and the evidence."""
    ids, _, found = search(gold.path, preset)
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    drawn = chance.sample(found.certain, min(most, len(found.certain)))
    wanted = {ids[number - 1] for edge in drawn for number in (edge.one, edge.two)}
    rows = {row["ID"]: row for row in rows_of(gold.path) if row["ID"] in wanted}
    for edge in drawn:
        for number in (edge.one, edge.two):
            row = rows[ids[number - 1]]
            values = ((row.get(name) or "").strip()[:_LONGEST] for name in _SHOWN)
            yield f"{row['ID']}  {' | '.join(value for value in values if value)}"
        yield f"   {edge.evidence}."
        yield ""


def _why(edge: Edge | None) -> str:
    return f"{edge.outcome} {edge.rule}: {edge.evidence}" if edge else "no pair of their own"


def _line(at: Prepared) -> str:
    place = f"{at.venue} {at.year} {at.volume}({at.issue}) {at.first_page}-{at.last_page}"
    return f"{at.title[:110]!r} | {at.names[:40]} | {place} | {at.doi} | {at.abstract[:40]!r}"
