"""How well and at what cost duplicates are found, on folders of labelled records.

    python -m benchmarks.dedup FOLDER [--set NAME ...] [--preset standard] [--peer PYTHON]
                               [--growth 1000 10000 100000] [--errors]

FOLDER holds pairs of files ``NAME__records.csv.gz`` (columns ID, title, author, year, journal,
volume, number, pages, doi, abstract ...) and ``NAME__groups.csv`` (ID, group: the records of one
group are the same report). ``--peer`` names an interpreter that has bib-dedupe, which is then
measured in the same run on the same files.

Prints one JSON line per set and program: pair precision and recall; removal recall (1 - redundant
survivors / removable); studies lost (groups without any survivor); pairs to ask a person; CPU
seconds per 1,000 records, user and system of the whole process and its children, reading the file
included; peak memory of the largest process in MiB. ``--growth`` measures the cost
of preparing and searching records made of the sets' words instead; ``--errors`` lists each wrong
and each missed pair with its rule.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from screening.dedup import Found, Prepared, Preset, find, keeper, prepare
from screening.records import Author, RecordContent
from screening.records.dates import year_of
from screening.records.normalise import clean_text, is_missing

_PEER = """
import json, resource, sys
import pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep
records = pd.read_csv(sys.argv[1], dtype=str)
for name in ("author", "title", "year", "journal", "volume", "number", "pages", "abstract", "doi",
             "booktitle", "isbn", "ENTRYTYPE"):
    if name not in records:
        records[name] = ""
records = records.fillna("")
matched = match(block(prep(records, cpu=1, verbosity_level=0), cpu=1, verbosity_level=0), cpu=1,
                verbosity_level=0)
groups = cluster(matched, verbosity_level=0)
asked = int((matched["duplicate_label"] == "maybe").sum())
use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
cpu = sum(at.ru_utime + at.ru_stime for at in use)
memory = max(at.ru_maxrss for at in use)
print(json.dumps({"groups": [sorted(map(str, group)) for group in groups], "asked": asked,
                  "cpu": cpu, "memory": memory / 1024}))
"""
_AUTHORS = re.compile(r"\s+and\s+|;\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSet:
    """A labelled set: its name, records file, number of records and groups of two and more."""

    name: str
    path: Path
    total: int
    groups: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a program made of a set; the first of each cluster survives."""

    clusters: Sequence[Sequence[str]]
    asked: int
    cpu: float
    memory: float


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a records file."""
    csv.field_size_limit(1 << 27)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def content_of(row: dict[str, str], position: int) -> RecordContent:
    """A row as a reader would hand it on."""

    def text(*names: str) -> str:
        found = (clean_text(row.get(name) or "") for name in names)
        return next((value for value in found if value and not is_missing(value)), "")

    names = (name.strip() for name in _AUTHORS.split(text("author")))
    return RecordContent(
        position=position,
        title=text("title"),
        abstract=text("abstract"),
        authors=tuple(Author(name=name) for name in names if name),
        year=year_of(text("year")),
        venue=text("journal", "booktitle"),
        volume=text("volume"),
        issue=text("number"),
        pages=text("pages"),
        doi=text("doi"),
        type=text("ENTRYTYPE"),
    )


def gold_sets(folder: Path, names: Sequence[str]) -> Iterator[GoldSet]:
    """The labelled sets of a folder, by name."""
    for path in sorted(folder.glob("*__records.csv.gz")):
        name = path.name.removesuffix("__records.csv.gz")
        if names and name not in names:
            continue
        members: dict[str, set[str]] = {}
        with (folder / f"{name}__groups.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                members.setdefault(row["group"], set()).add(row["ID"])
        groups = tuple(frozenset(group) for group in members.values() if len(group) > 1)
        yield GoldSet(name=name, path=path, total=sum(1 for _ in rows_of(path)), groups=groups)


def ours(gold: GoldSet, preset: Preset) -> Result:
    """Tamis in a process of its own, so that memory and time are its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.dedup", "--one", str(gold.path), "--preset", preset],
        capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parents[1],
    )  # fmt: skip
    return _result(done.stdout)


def peer(gold: GoldSet, python: str) -> Result:
    """bib-dedupe with its defaults and one process."""
    done = subprocess.run(
        [python, "-c", _PEER, str(gold.path)], capture_output=True, text=True, check=True
    )
    return _result(done.stdout.splitlines()[-1])


def _result(line: str) -> Result:
    told = json.loads(line)
    return Result(
        clusters=told["groups"], asked=told["asked"], cpu=told["cpu"], memory=told["memory"]
    )


def search(path: Path, preset: Preset) -> tuple[list[str], list[Prepared], Found]:
    """Read, prepare and search one file."""
    ids, prepared = [], []
    for number, row in enumerate(rows_of(path), start=1):
        ids.append(row["ID"])
        prepared.append(prepare(number, content_of(row, number)))
    return ids, prepared, find(prepared, preset=preset)


def run_one(path: Path, preset: Preset) -> None:
    """The measured process: one set, its clusters and cost on stdout, the kept record first."""
    ids, prepared, found = search(path, preset)
    groups = []
    for members in found.clusters:
        kept = keeper([prepared[number - 1] for number in members]).number
        rest = [number for number in members if number != kept]
        groups.append([ids[number - 1] for number in (kept, *rest)])
    cpu, memory = cost()
    print(json.dumps({"groups": groups, "asked": len(found.asked), "cpu": cpu, "memory": memory}))


def cost() -> tuple[float, float]:
    """CPU seconds and peak MiB of this process."""
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime, use.ru_maxrss / 1024


def score(gold: GoldSet, result: Result) -> dict[str, float | int]:
    """The figures of a result."""
    truth = _pairs(gold.groups)
    told = _pairs(result.clusters)
    right = len(truth & told)
    removed = {record for group in result.clusters for record in list(group)[1:]}
    removable = sum(len(group) - 1 for group in gold.groups)
    left = sum(max(len(group - removed) - 1, 0) for group in gold.groups)
    grouped = set().union(*gold.groups)
    lost = sum(group <= removed for group in gold.groups) + len(removed - grouped)
    return {
        "pair_precision": round(right / len(told), 4) if told else 1.0,
        "pair_recall": round(right / len(truth), 4) if truth else 1.0,
        "removal_recall": round(1 - left / removable, 4) if removable else 1.0,
        "false_pairs": len(told - truth),
        "missed_pairs": len(truth - told),
        "left": left,
        "lost": lost,
        "asked": result.asked,
        "cpu_seconds_per_1000": round(1000 * result.cpu / gold.total, 4),
        "cpu_seconds": round(result.cpu, 2),
        "peak_mib": round(result.memory, 1),
    }


def _pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def growth(folder: Path, sizes: Sequence[int]) -> None:
    """Cost on 1,000 .. 1,000,000 records drawn from the sets, each with noise of its own."""
    for size in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.dedup", str(folder), "--noise", str(size)],
            capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parents[1],
        )  # fmt: skip
        print(done.stdout.strip(), flush=True)


def run_noise(folder: Path, size: int) -> None:
    """The measured process of ``growth``."""
    chance = random.Random(size)  # noqa: S311 - noise for a measurement
    rows = [row for gold in gold_sets(folder, ()) for row in rows_of(gold.path)]
    prepared, cpu = [], 0.0
    for number in range(1, size + 1):
        made = _noisy(chance.choice(rows), number, chance)
        start = time.process_time()
        prepared.append(prepare(number, made))
        cpu += time.process_time() - start
    start = time.process_time()
    found = find(prepared)
    cpu += time.process_time() - start
    _, memory = cost()
    print(
        json.dumps(
            {
                "benchmark": "dedup growth",
                "records": size,
                "compared": found.compared,
                "clusters": len(found.clusters),
                "asked": len(found.asked),
                "related": len(found.related),
                "cpu_seconds_per_1000": round(1000 * cpu / size, 4),
                "cpu_seconds": round(cpu, 2),
                "peak_mib": round(memory, 1),
            }
        )
    )


def _noisy(row: dict[str, str], number: int, chance: random.Random) -> RecordContent:
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


def errors(gold: GoldSet, preset: Preset) -> Iterator[str]:
    """Each wrong merge, and each missed pair with its rule, side by side."""
    ids, prepared, found = search(gold.path, preset)
    by_id = dict(zip(ids, prepared, strict=True))
    told = _pairs([[ids[number - 1] for number in members] for members in found.clusters])
    truth = _pairs(gold.groups)
    edges = (*found.certain, *found.asked, *found.related)
    why = {(ids[at.one - 1], ids[at.two - 1]): at for at in edges}
    for kind, pairs in (("FALSE", told - truth), ("MISSED", truth - told)):
        for one, two in sorted(pairs):
            edge = why.get((one, two)) or why.get((two, one))
            told_why = f"{edge.outcome} {edge.rule}: {edge.evidence}" if edge else "apart"
            yield f"{kind} {gold.name} {told_why}"
            yield f"   {_line(by_id[one])}"
            yield f"   {_line(by_id[two])}"
    yield str(Counter(f"{edge.outcome} {edge.rule}" for edge in edges))


def _line(at: Prepared) -> str:
    place = f"{at.venue} {at.year} {at.volume}({at.issue}) {at.first_page}-{at.last_page}"
    names = "/".join(at.names[:5])
    return f"{at.title[:110]!r} | {names} | {place} | {at.doi} | {at.abstract[:40]!r}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--set", action="append", default=[], dest="names")
    parser.add_argument("--preset", type=Preset, default=Preset.STANDARD)
    parser.add_argument("--peer", default="")
    parser.add_argument("--growth", type=int, nargs="+", default=[])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--noise", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run_one(options.one, options.preset)
    elif options.noise:
        run_noise(options.folder, options.noise)
    elif options.growth:
        growth(options.folder, options.growth)
    else:
        _measure(options)


def _measure(options: argparse.Namespace) -> None:
    for gold in gold_sets(options.folder, options.names):
        if options.errors:
            print("\n".join(errors(gold, options.preset)))
            continue
        programs = [(f"tamis {options.preset}", ours(gold, options.preset))]
        if options.peer:
            programs.append(("bib-dedupe", peer(gold, options.peer)))
        for program, result in programs:
            figures = score(gold, result)
            told = {"benchmark": "dedup", "set": gold.name, "records": gold.total}
            print(json.dumps({**told, "program": program, **figures}), flush=True)


if __name__ == "__main__":
    main()
