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

from benchmarks.ranking_sets import TITLES, LabelledSet, read_set, vector_files

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def spent() -> float:
    """CPU seconds of this process, user and system."""
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime


def read_vectors(
    folder: Path | None, data: LabelledSet
) -> tuple[NDArray[np.float32] | None, NDArray[np.float32] | None]:
    """Vectors of the shuffled records and of the title; None if the folder has none."""
    import numpy as np

    if folder is None:
        return None, None
    made, query = (np.load(path) for path in vector_files(folder, data.name))
    return made[list(data.rows)], query.reshape(-1)


def main() -> None:
    """Replay once and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("name")
    parser.add_argument("--ranker", required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--known", nargs="*", default=[])
    parser.add_argument("--title", action="store_true")
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

    vectors, query_vector = read_vectors(options.vectors, data)
    task = RankingTask(
        records=data.records,
        titles=data.titles,
        abstracts=data.abstracts,
        keywords=data.keywords,
        queries=(TITLES[data.name],) if options.title else (),
        vectors=vectors,
        query_vector=query_vector if options.title else None,
        seed=options.seed,
    )
    places = {record: place for place, record in enumerate(data.records)}
    order = replay(task, data.truth, known=tuple(options.known), ranker=options.ranker)
    return [places[record] for record in order]


def vectors_used(folder: Path | None, name: str) -> str:
    """SHA-256 of the records' vectors, empty without."""
    return hashlib.sha256(vector_files(folder, name)[0].read_bytes()).hexdigest() if folder else ""


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
