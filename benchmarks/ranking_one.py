"""The measured process of ``benchmarks.ranking``: one set, one seed, one arm.

Prints one JSON object: the rows of the shuffled file in the order shown, CPU seconds of the whole
process and before its first own line, peak memory, versions.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ranking_sets import LabelledSet, query_file, read_set, vector_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def spent() -> float:
    """CPU seconds of this process, user and system."""
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime


def read_vectors(
    folder: Path | None, data: LabelledSet, queries: tuple[str, ...]
) -> tuple[NDArray[np.float32] | None, NDArray[np.float32] | None]:
    """Vectors of the shuffled records and of the question; None without a folder or a question."""
    import numpy as np

    if folder is None:
        return None, None
    query = np.load(query_file(folder, queries)).reshape(-1) if queries else None
    return np.load(vector_file(folder, data.name))[list(data.rows)], query


def main() -> None:
    """Replay once and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("name")
    parser.add_argument("--ranker", required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--known", nargs="*", default=[])
    parser.add_argument("--query", nargs="*", default=[], help="what the review asks")
    parser.add_argument("--vectors", type=Path)
    options = parser.parse_args()
    started = spent()
    data = read_set(options.folder, options.name)
    order = shown(data, options)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"order": order, "cpu_seconds": spent(), "cpu_start": started, "peak_mib": peak}
    used = vectors_used(options.vectors, options.name)
    print(json.dumps({**told, "vectors_sha256": used, "versions": versions(options.ranker)}))


def shown(data: LabelledSet, options: argparse.Namespace) -> list[int]:
    """Rows of the shuffled file in the order shown."""
    from screening.ranking import RankingTask
    from screening.simulation.replay import replay

    queries = tuple(options.query)
    vectors, query_vector = read_vectors(options.vectors, data, queries)
    task = RankingTask(
        records=data.records,
        titles=data.titles,
        abstracts=data.abstracts,
        keywords=data.keywords,
        queries=queries,
        vectors=vectors,
        query_vector=query_vector,
        seed=options.seed,
    )
    places = {record: place for place, record in enumerate(data.records)}
    order = replay(task, data.truth, known=tuple(options.known), ranker=options.ranker)
    return [places[record] for record in order]


def vectors_used(folder: Path | None, name: str) -> str:
    """SHA-256 of the records' vectors, empty without."""
    return hashlib.sha256(vector_file(folder, name).read_bytes()).hexdigest() if folder else ""


def versions(ranker: str) -> dict[str, str]:
    """Of Tamis, the ranker, and what it learns with."""
    from importlib.metadata import version

    from screening import __version__
    from screening.ranking import ranker_named

    made = ranker_named(ranker)
    libraries = {name: version(name) for name in ("numpy", "scipy")}
    return {"tamis": __version__, made.name: made.version, **libraries}


if __name__ == "__main__":
    main()
