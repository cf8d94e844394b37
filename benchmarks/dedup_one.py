"""The measured process of ``benchmarks.dedup``: one set is read, prepared and searched.

    python -m benchmarks.dedup_one RECORDS.csv.gz PRESET

Prints one JSON object: clusters (the kept record first), pairs asked, CPU seconds and peak MiB. It
loads nothing but what the search needs, so that its cost is the search's own.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from benchmarks.dedup_sets import content_of, rows_of
from screening.dedup import Found, Prepared, Preset, find, keeper, prepare


def search(path: Path, preset: Preset) -> tuple[list[str], list[Prepared], Found]:
    """Read, prepare and search one file."""
    ids, prepared = [], []
    for number, row in enumerate(rows_of(path), start=1):
        ids.append(row["ID"])
        prepared.append(prepare(number, content_of(row, number)))
    return ids, prepared, find(prepared, preset=preset)


def cost() -> tuple[float, float]:
    """CPU seconds and peak MiB of this process."""
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime, use.ru_maxrss / 1024


def main() -> None:
    """Search one file and say what was found and what it cost."""
    path, preset = Path(sys.argv[1]), Preset(sys.argv[2])
    ids, prepared, found = search(path, preset)
    groups = []
    for members in found.clusters:
        kept = keeper([prepared[number - 1] for number in members]).number
        rest = [number for number in members if number != kept]
        groups.append([ids[number - 1] for number in (kept, *rest)])
    asked = [(ids[edge.one - 1], ids[edge.two - 1]) for edge in found.asked]
    cpu, memory = cost()
    print(json.dumps({"groups": groups, "asked": asked, "cpu": cpu, "memory": memory}))


if __name__ == "__main__":
    main()
