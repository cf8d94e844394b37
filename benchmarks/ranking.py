"""How early relevant records are found, and at what cost: Tamis and ASReview side by side.

    python -m benchmarks.ranking FOLDER --out RESULTS.jsonl [--arm NAME ...] [--peer PYTHON]
                                 [--set NAME ...] [--seeds 5] [--vectors FOLDER]
    python -m benchmarks.ranking --table RESULTS.jsonl ...

FOLDER holds labelled reviews as ``NAME.csv.gz`` (record_id, title, abstract, label_included) and
``index.csv``. Each file is shuffled once with a stored seed; for each seed one relevant and one
irrelevant record are drawn and given to every arm; one record is shown at a time, everything is
learned anew after each label, and the run ends with the last relevant record. Arms: ``asreview``
(needs ``--peer``, an interpreter with ASReview 3: its own ``Simulate`` with ELAS u4), ``u4`` (the
same by our code), ``tfidf``, ``ensemble``, ``ensemble-title`` (which also knows the review's
title), ``ensemble-protocol`` (title, questions and inclusion criteria as published), and with no
label at all ``zero`` (the title) and ``zero-protocol``.

Appends one JSON line per set, seed and arm to ``--out``, each from a process of its own: the rows
of the shuffled file in the order shown, the ranks of the relevant records, CPU seconds (user and
system), peak memory, versions and the file's hash. Lines that are there already are not made
again, so a broken run goes on where it was. ``--vectors`` is a folder that
``benchmarks.ranking_vectors`` made; the cost of making it is no part of the CPU seconds.
``--table`` prints the tables of docs/ranking.md from such lines.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from benchmarks.ranking_peer import PEER
from benchmarks.ranking_sets import (
    SHUFFLE_SEED,
    LabelledSet,
    query_file,
    read_set,
    set_names,
    text_of,
    vector_file,
    write_shuffled,
)
from benchmarks.ranking_table import tables
from screening.simulation.draw import priors

ROOT = Path(__file__).resolve().parents[1]
PEER_ARM = "asreview"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Knows(StrEnum):
    """What a ranker is told of the review."""

    NOTHING = "nothing"
    TITLE = "title"
    PROTOCOL = "protocol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One of our ways to rank: the ranker, what it knows of the review, and whether two labels."""

    ranker: str
    knows: Knows = Knows.NOTHING
    labels: bool = True
    vectors: bool = True

    def queries(self, name: str) -> tuple[str, ...]:
        """What a set's review is said to ask."""
        text = text_of(name)
        told = {Knows.NOTHING: (), Knows.TITLE: (text.title,), Knows.PROTOCOL: text.protocol}
        return told[self.knows]


ARMS = {
    "u4": Arm(ranker="u4", vectors=False),
    "tfidf": Arm(ranker="tfidf", vectors=False),
    "ensemble": Arm(ranker="ensemble"),
    "ensemble-title": Arm(ranker="ensemble", knows=Knows.TITLE),
    "ensemble-protocol": Arm(ranker="ensemble", knows=Knows.PROTOCOL),
    "zero": Arm(ranker="ensemble", knows=Knows.TITLE, labels=False),
    "zero-protocol": Arm(ranker="ensemble", knows=Knows.PROTOCOL, labels=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is measured once."""

    data: LabelledSet
    seed: int
    arm: str

    @property
    def priors(self) -> tuple[str, ...]:
        """Records known from the start."""
        knows = self.arm == PEER_ARM or ARMS[self.arm].labels
        return priors(self.data.truth, self.seed) if knows else ()


def measured(run: Run, options: argparse.Namespace) -> dict[str, Any]:
    """The line of one run."""
    told = _peer(run, options.peer) if run.arm == PEER_ARM else _ours(run, options)
    return {**_heading(run), **told, **ranks_of(run, told["order"])}


def _heading(run: Run) -> dict[str, Any]:
    return {
        "benchmark": "ranking",
        "set": run.data.name,
        "seed": run.seed,
        "arm": run.arm,
        "sha256": run.data.sha256,
        "shuffle_seed": SHUFFLE_SEED,
        "priors": run.priors,
    }


def ranks_of(run: Run, order: Sequence[int]) -> dict[str, Any]:
    """Ranks from 1 of the relevant records among those shown, and of those without abstract."""
    data = run.data
    known = set(run.priors)
    left = [i for i, record in enumerate(data.records) if record not in known]
    found = [(rank, row) for rank, row in enumerate(order, start=1) if data.labels[row]]
    if len(found) != sum(data.labels[i] for i in left) or len(set(order)) != len(order):
        raise ValueError(f"{data.name}, {run.arm}: not every relevant record is shown once")
    return {
        "records": len(left),
        "relevant": len(found),
        "ranks": [rank for rank, _ in found],
        "ranks_without_abstract": [r for r, row in found if not data.abstracts[row].strip()],
    }


def _peer(run: Run, python: str) -> dict[str, Any]:
    rows = [run.data.records.index(record) for record in run.priors]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "set.csv"
        write_shuffled(run.data, path)
        told = _told([python, "-c", PEER, str(path), str(run.seed), json.dumps(rows)], folder)
    if told["records"] != len(run.data.records) or told["relevant"] != sum(run.data.labels):
        raise ValueError(f"{run.data.name}: ASReview read other records than are in the file")
    return told


def _ours(run: Run, options: argparse.Namespace) -> dict[str, Any]:
    arm = ARMS[run.arm]
    command = [sys.executable, "-m", "benchmarks.ranking_one", str(options.folder), run.data.name]
    command += ["--seed", str(run.seed), "--ranker", arm.ranker, "--known", *run.priors]
    queries = arm.queries(run.data.name)
    command += ["--query", *queries]
    if options.vectors and arm.vectors:
        command += ["--vectors", str(options.vectors)]
    return {**_told(command, str(ROOT)), "queries": queries}


def _told(command: list[str], folder: str) -> dict[str, Any]:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder,
        env={**os.environ, **ONE_THREAD, "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:3])} failed:\n{done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def done_already(path: Path) -> set[tuple[str, int, str]]:
    """Which runs a results file holds; a last line cut off by a broken run is dropped from it."""
    if not path.exists():
        return set()
    text = path.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, encoding="utf-8")
    lines = [json.loads(line) for line in whole.splitlines()]
    return {(line["set"], line["seed"], line["arm"]) for line in lines}


def runs(options: argparse.Namespace) -> Iterator[Run]:
    """What is still to be measured, small sets first."""
    known = done_already(options.out)
    for name in set_names(options.folder, options.names):
        wanted = [
            (seed, arm)
            for seed in options.seeds
            for arm in options.arms
            if (name, seed, arm) not in known and _ready(options, name, arm)
        ]
        data = read_set(options.folder, name) if wanted else None
        for seed, arm in wanted:
            if data:
                yield Run(data=data, seed=seed, arm=arm)


def _ready(options: argparse.Namespace, name: str, arm: str) -> bool:
    """Whether the vectors an arm needs are there; a set whose vectors are not waits."""
    if options.vectors is None or arm == PEER_ARM or not ARMS[arm].vectors:
        return True
    queries = ARMS[arm].queries(name)
    asked = [query_file(options.vectors, queries)] if queries else []
    return all(path.exists() for path in (vector_file(options.vectors, name), *asked))


def main() -> None:
    """Measure, one line per run, or print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--arm", action="append", dest="arms", choices=[PEER_ARM, *ARMS])
    parser.add_argument("--set", action="append", default=[], dest="names")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--peer", default="")
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--table", type=Path, nargs="+", metavar="RESULTS")
    parser.add_argument("--vector-costs", type=Path, help="lines with name and cpu, for --table")
    options = parser.parse_args()
    if options.table:
        print("\n".join(tables(options.table, options.vector_costs)))
        return
    if not options.folder or not options.out:
        parser.error("give a folder of labelled sets and --out, or --table")
    options.arms = options.arms or ([PEER_ARM] if options.peer else []) + list(ARMS)
    for run in runs(options):
        line = json.dumps(measured(run, options))
        with options.out.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(f"{run.data.name} seed {run.seed} {run.arm}", flush=True)


if __name__ == "__main__":
    main()
