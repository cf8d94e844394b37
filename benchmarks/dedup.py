"""How well and at what cost duplicates are found, on folders of labelled records.

    python -m benchmarks.dedup FOLDER [--set NAME ...] [--preset standard] [--peer PYTHON]
                               [--growth 1000 10000 100000] [--errors] [--show 20 --seed 1]

FOLDER holds labelled sets, see ``dedup_sets``. ``--peer`` names an interpreter that has bib-dedupe,
which is then measured in the same run on the same files.

Prints one JSON line per set and program: pair precision and recall; removal recall (1 - redundant
survivors / removable); studies lost (groups without any survivor); pairs to ask a person; CPU
seconds per 1,000 records, user and system of the whole process and its children, reading the file
included; peak memory of the largest process in MiB. A pair that is asked about counts as missed;
``missed_unasked`` counts the others. ``..._mended`` are the same figures after the labels of
``dedup_wrong_labels.csv`` are put right. ``--growth`` measures the cost of preparing and searching
records made of the sets' words instead; ``--errors`` lists each wrong and each missed pair with its
rule; ``--show`` prints merges drawn at random with their evidence.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dedup_peer import PEER
from benchmarks.dedup_sets import GoldSet, Pairs, gold_sets, pairs_of
from benchmarks.dedup_shown import errors, sample
from screening.dedup import Preset

_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a program made of a set; the first of each cluster survives."""

    clusters: Sequence[Sequence[str]]
    asked: Sequence[Sequence[str]]
    cpu: float
    memory: float


def ours(gold: GoldSet, preset: Preset) -> Result:
    """Tamis in a process of its own, so that memory and time are its own."""
    return _run([sys.executable, "-m", "benchmarks.dedup_one", str(gold.path), preset])


def peer(gold: GoldSet, python: str) -> Result:
    """bib-dedupe with its defaults and one process."""
    return _run([python, "-c", PEER, str(gold.path)])


def _run(command: Sequence[str]) -> Result:
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_ROOT)
    told = json.loads(done.stdout.splitlines()[-1])
    return Result(
        clusters=told["groups"], asked=told["asked"], cpu=told["cpu"], memory=told["memory"]
    )


def score(gold: GoldSet, result: Result) -> dict[str, float | int]:
    """The figures of a result."""
    truth, told = gold.truth, pairs_of(result.clusters)
    right = len(truth & told)
    removed = {record for group in result.clusters for record in list(group)[1:]}
    removable = sum(len(group) - 1 for group in gold.groups)
    left = sum(max(len(group - removed) - 1, 0) for group in gold.groups)
    grouped = set().union(*gold.groups)
    lost = sum(group <= removed for group in gold.groups) + len(removed - grouped)
    mended = (truth - gold.wrongly_one) | gold.wrongly_two
    return {
        "pair_precision": round(right / len(told), 4) if told else 1.0,
        "pair_recall": round(right / len(truth), 4) if truth else 1.0,
        "removal_recall": round(1 - left / removable, 4) if removable else 1.0,
        "false_pairs": len(told - truth),
        "missed_pairs": len(truth - told),
        "missed_unasked": len(_unasked(truth - told, result)),
        "false_pairs_mended": len(told - mended),
        "missed_pairs_mended": len(mended - told),
        "missed_unasked_mended": len(_unasked(mended - told, result)),
        "left": left,
        "lost": lost,
        "asked": len(result.asked),
        "cpu_seconds_per_1000": round(1000 * result.cpu / gold.total, 4),
        "cpu_seconds": round(result.cpu, 2),
        "peak_mib": round(result.memory, 1),
    }


def _unasked(missed: Pairs, result: Result) -> list[tuple[str, str]]:
    """The missed pairs whose clusters no question brings together."""
    home = {record: group[0] for group in result.clusters for record in group}

    def homes(pair: Sequence[str]) -> frozenset[str]:
        return frozenset(home.get(record, record) for record in pair)

    asked = {homes(pair) for pair in result.asked}
    return [pair for pair in missed if homes(pair) not in asked]


def growth(folder: Path, sizes: Sequence[int]) -> None:
    """Cost on 1,000 .. 1,000,000 records drawn from the sets, each size in a process of its own."""
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.dedup_growth", str(folder), str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=_ROOT)
        print(done.stdout.strip(), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", action="append", default=[], dest="names")
    parser.add_argument("--preset", type=Preset, default=Preset.STANDARD)
    parser.add_argument("--peer", default="")
    parser.add_argument("--growth", type=int, nargs="+", default=[])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.growth:
        growth(options.folder, options.growth)
    for gold in () if options.growth else gold_sets(options.folder, options.names):
        if options.errors:
            print("\n".join(errors(gold, options.preset)))
        elif options.show:
            print("\n".join(sample(gold, options.preset, options.show, options.seed)))
        else:
            _measure(gold, options.preset, options.peer)


def _measure(gold: GoldSet, preset: Preset, python: str) -> None:
    programs = [(f"tamis {preset}", ours(gold, preset))]
    if python:
        programs.append(("bib-dedupe", peer(gold, python)))
    for program, result in programs:
        told = {"benchmark": "dedup", "set": gold.name, "records": gold.total, "program": program}
        print(json.dumps({**told, **score(gold, result)}), flush=True)


if __name__ == "__main__":
    main()
