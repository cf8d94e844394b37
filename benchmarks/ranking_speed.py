"""What ranking again costs after each decision, what comes before it, and how much memory it takes.

    python -m benchmarks.ranking_speed FOLDER [--case RECORDS:LABELS ...] [--ranker NAME]

Records are mixed from the sentences of real ones: FOLDER holds labelled reviews as
``benchmarks.ranking`` reads them. Each has a title and an abstract of about 200 words, and a random
vector of 384 numbers; one label in 50 is an inclusion, drawn at random, so that the learner has the
hardest time to settle. Every case is a process of its own and prints one JSON line: CPU seconds
(user and system) to turn texts into features, CPU milliseconds of the first ranking from the labels
alone, then the median and the largest CPU milliseconds of 20 rankings after one decision more each;
and the peak memory in MiB with and before the ranking, texts and vectors included.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ranking_sets import read_set, set_names

if TYPE_CHECKING:
    from screening.ranking import LiveRanking, RankingTask

CASES = ("10000:100", "10000:1000", "10000:5000", "60000:1000", "100000:100", "100000:1000")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_WORDS = 200
_DIMENSION = 384
_SOURCES = 6
_DECISIONS = 20
_INCLUDED_IN = 50


def peak() -> float:
    """Peak memory of this process so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sentences(folder: Path) -> tuple[list[str], list[str]]:
    """Titles and sentences of abstracts of the largest sets."""
    titles: list[str] = []
    parts: list[str] = []
    for name in set_names(folder)[-_SOURCES:]:
        data = read_set(folder, name)
        titles += [title for title in data.titles if title]
        parts += [part for text in data.abstracts for part in text.split(". ") if len(part) > 20]
    return titles, parts


def abstract(chosen: random.Random, parts: Sequence[str]) -> str:
    """Random sentences, about 200 words."""
    found: list[str] = []
    length = 0
    while length < _WORDS:
        part = chosen.choice(parts)
        found.append(part)
        length += part.count(" ") + 1
    return ". ".join(found)


def made_task(folder: Path, count: int, labels: int) -> tuple[RankingTask, list[str]]:
    """A task with labels, and the records to decide next."""
    import numpy as np

    from screening.ranking import RankingTask

    chosen = random.Random(count)  # noqa: S311 - not for secrets
    titles, parts = sentences(folder)
    records = tuple(f"R{number:06d}" for number in range(count))
    vectors = np.random.default_rng(0).standard_normal((count, _DIMENSION), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    decided = chosen.sample(records, labels + _DECISIONS)
    task = RankingTask(
        records=records,
        titles=tuple(chosen.choice(titles) for _ in records),
        abstracts=tuple(abstract(chosen, parts) for _ in records),
        queries=(chosen.choice(titles),),
        labels={record: not n % _INCLUDED_IN for n, record in enumerate(decided[:labels])},
        vectors=vectors,
        query_vector=vectors[0],
    )
    return task, decided[labels:]


def measured(folder: Path, case: str, ranker: str) -> dict[str, object]:
    """The line of one case, measured in this process."""
    from screening.ranking import LiveRanking

    records, labels = (int(part) for part in case.split(":"))
    task, still = made_task(folder, records, labels)
    before, start = peak(), time.process_time()
    live = LiveRanking(task, ranker)
    built = time.process_time() - start
    spent = list(_steps(live, still))
    return {
        "benchmark": "ranking_speed", "records": records, "labels": labels, "ranker": ranker,
        "build_seconds": round(built, 2), "first_ms": round(spent[0], 1),
        "again_ms": round(statistics.median(spent[1:]), 1),
        "again_most_ms": round(max(spent[1:]), 1),
        "peak_mib": round(peak()), "peak_before_mib": round(before),
    }  # fmt: skip


def _steps(live: LiveRanking, still: Sequence[str]) -> Iterator[float]:
    """CPU milliseconds of each ranking: from nothing, then after one decision more each."""
    for number in range(len(still) + 1):
        start = time.process_time()
        if number:
            live.add(still[number - 1], included=not number % _INCLUDED_IN)
        live.next()
        yield (time.process_time() - start) * 1000


def main() -> None:
    """Measure each case in a process of its own, one JSON line each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--case", action="append", dest="cases", metavar="RECORDS:LABELS")
    parser.add_argument("--ranker", default="ensemble")
    parser.add_argument("--here", action="store_true", help="measure in this very process")
    options = parser.parse_args()
    if options.here:
        print(json.dumps(measured(options.folder, options.cases[0], options.ranker)))
        return
    for case in options.cases or CASES:
        command = [sys.executable, "-m", "benchmarks.ranking_speed", str(options.folder), "--here"]
        command += ["--case", case, "--ranker", options.ranker]
        subprocess.run(command, check=True, env={**os.environ, **ONE_THREAD})


if __name__ == "__main__":
    main()
