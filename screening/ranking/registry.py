"""The rankers there are, and which of them a review gets.

A module in ``rankers/`` that defines ``RANKER`` is a ranker; nothing else lists it.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.errors import UsageError
from screening.ranking import rankers as folder
from screening.ranking.contract import Ranker
from screening.registry import Registry

DEFAULT_RANKER = "ensemble"
WITHOUT_VECTORS = "tfidf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The ranker to use; ``note`` is a sentence to show if it is not the one asked for."""

    ranker: Ranker
    note: str = ""


_REGISTRY: Registry[Ranker] = Registry(folder, "RANKER", "ranker")


def rankers() -> tuple[Ranker, ...]:
    """Every ranker, ordered by name."""
    return _REGISTRY.entries()


def ranker_named(name: str) -> Ranker:
    """The ranker a user asked for by name.

    Raises:
        UsageError: no ranker has this name.
    """
    return _REGISTRY.named(name)


def choose(name: str | None = None, *, has_vectors: bool) -> Choice:
    """The ranker for a review; the default needs no vectors but says what it lacks.

    Args:
        name: a ranker's name, None for the default.
        has_vectors: whether every record will have a vector.

    Raises:
        UsageError: no ranker has this name, or it can do nothing without vectors.
    """
    ranker = ranker_named(name or DEFAULT_RANKER)
    if has_vectors or not ranker.uses_vectors:
        return Choice(ranker=ranker)
    if ranker.needs_vectors:
        raise UsageError(
            f"The ranker {ranker.name!r} compares sentence vectors, and there are none.",
            f"Install or name a sentence-embedding model, or use the ranker {WITHOUT_VECTORS!r}.",
        )
    return Choice(
        ranker=ranker_named(WITHOUT_VECTORS),
        note=f"There are no sentence vectors: ranking by words only (ranker {WITHOUT_VECTORS!r} "
        f"instead of {ranker.name!r}).",
    )
