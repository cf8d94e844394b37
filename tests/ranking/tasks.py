"""Small ranking tasks: two topics, mentoring and volcanoes, told apart by words and by vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from screening.ranking import Ranker, Ranking, RankingTask, rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

QUESTION = "How does mentoring help medical students and their mentors?"
WANTED = (
    "mentoring",
    "mentors",
    "mentees",
    "students",
    "medical",
    "faculty",
    "career",
    "advice",
    "support",
    "school",
    "programme",
    "peers",
    "teaching",
)
OTHER = (
    "volcano",
    "lava",
    "magma",
    "eruption",
    "ash",
    "iceland",
    "crater",
    "seismic",
    "basalt",
    "plume",
    "ocean",
    "tectonic",
    "sulphur",
    "rock",
)
COMMON = (
    "results",
    "show",
    "groups",
    "over",
    "years",
    "compared",
    "among",
    "several",
    "methods",
    "data",
)


@cache
def text(words: tuple[str, ...], number: int, length: int) -> str:
    """A text of topic words and common words, different for each number."""
    rng = np.random.default_rng(number)
    chosen = [*rng.choice(words, length * 2 // 3 + 1), *rng.choice(COMMON, length // 3)]
    return " ".join(str(word) for word in chosen)


DIMENSION = 48


def vector(words: str) -> Vectors:
    """A bag of hashed words in which the words of a topic lean the same way; unit or zero."""
    total = np.zeros(DIMENSION)
    for word in words.lower().split():
        total += _drawn(word) + 2 * _drawn(_topic(word))
    length = np.linalg.norm(total)
    return np.asarray(total / length if length else total, dtype=np.float32)


def _topic(word: str) -> str:
    return "wanted" if word in WANTED else "other" if word in OTHER else word


@cache
def _drawn(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).normal(size=DIMENSION)


def make_task(
    titles: Sequence[str],
    abstracts: Sequence[str] | None = None,
    *,
    question: str = QUESTION,
    labels: Mapping[str, bool] | None = None,
    seed: int = 7,
    with_vectors: bool = True,
) -> RankingTask:
    """A task with records R0001, R0002 ..."""
    abstracts = abstracts if abstracts is not None else [""] * len(titles)
    texts = [f"{title} {abstract}" for title, abstract in zip(titles, abstracts, strict=True)]
    vectors = np.asarray([vector(words) for words in texts], dtype=np.float32).reshape(
        -1, DIMENSION
    )
    return RankingTask(
        records=tuple(f"R{number:04d}" for number in range(1, len(titles) + 1)),
        titles=tuple(titles),
        abstracts=tuple(abstracts),
        queries=(question,) if question else (),
        labels=labels or {},
        vectors=vectors.reshape(-1, DIMENSION) if with_vectors else None,
        query_vector=vector(question) if with_vectors and question else None,
        seed=seed,
    )


def two_topics(
    *,
    wanted: int = 10,
    other: int = 30,
    question: str = QUESTION,
    labels: Mapping[str, bool] | None = None,
    with_vectors: bool = True,
    seed: int = 7,
) -> RankingTask:
    """Records 1 to ``wanted`` are about mentoring, the rest about volcanoes."""
    words = [WANTED] * wanted + [OTHER] * other
    return make_task(
        [text(topic, number, 6) for number, topic in enumerate(words)],
        [text(topic, 1000 + number, 60) for number, topic in enumerate(words)],
        question=question,
        labels=labels,
        with_vectors=with_vectors,
        seed=seed,
    )


def ids(first: int, last: int) -> set[str]:
    """Record ids from ``first`` to ``last``."""
    return {f"R{number:04d}" for number in range(first, last + 1)}


def rank_by(ranker: Ranker | str, task: RankingTask) -> Ranking:
    """What a ranker makes of a task."""
    return rank(task, ranker)
