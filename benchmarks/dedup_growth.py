"""How the cost of a search grows: records drawn from labelled sets, each with noise of its own.

    python -m benchmarks.dedup_growth FOLDER SIZE

is the measured process; ``benchmarks.dedup --growth`` runs it for each size.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from benchmarks.dedup_one import cost
from benchmarks.dedup_sets import content_of, gold_sets, rows_of
from screening.dedup import find, prepare
from screening.records import RecordContent


def measure(folder: Path, size: int) -> dict[str, object]:
    """Prepare and search so many records; making them is not counted, their memory is."""
    chance = random.Random(size)  # noqa: S311 - noise for a measurement
    rows = [row for gold in gold_sets(folder) for row in rows_of(gold.path)]
    prepared, cpu = [], 0.0
    for number in range(1, size + 1):
        made = noisy(chance.choice(rows), number, chance)
        start = time.process_time()
        prepared.append(prepare(number, made))
        cpu += time.process_time() - start
    start = time.process_time()
    found = find(prepared)
    cpu += time.process_time() - start
    return {
        "benchmark": "dedup growth",
        "records": size,
        "compared": found.compared,
        "clusters": len(found.clusters),
        "asked": len(found.asked),
        "related": len(found.related),
        "cpu_seconds_per_1000": round(1000 * cpu / size, 4),
        "cpu_seconds": round(cpu, 2),
        "peak_mib": round(cost()[1], 1),
    }


def noisy(row: dict[str, str], number: int, chance: random.Random) -> RecordContent:
    """A row with every fifth word of title and abstract drawn anew, or left as it is at times."""
    if chance.random() < 0.1:
        return content_of(row, number)
    words = f"{row.get('title')} {row.get('abstract') or ''}".split()[:60]

    def drawn(text: str) -> str:
        return " ".join(
            f"{chance.choice(words)}{chance.randrange(99)}" if chance.random() < 0.2 else word
            for word in text.split()
        )

    changed = {
        **row,
        "title": drawn(row["title"]),
        "abstract": drawn(row.get("abstract") or ""),
        "doi": f"10.5555/{number}" if row.get("doi") else "",
        "pages": str(chance.randrange(1, 3000)),
        "volume": str(chance.randrange(1, 200)),
    }
    return content_of(changed, number)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
