"""Reviewers who decide all at once, each in a process of its own; run as a module by the test.

Arguments: the review's folder, the folder for what each was told, decisions each, the names. Every
process writes down a decision only when the program has acknowledged it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from screening.protocol import Stage, Verdict
from screening.records import to_record_id
from screening.sessions.review import open_review
from screening.sessions.screen import decide


def work(folder: Path, told: Path, count: int, name: str) -> None:
    """Decide on as many records, one after another."""
    with open_review(folder, by=name) as review, told.open("ab", buffering=0) as acknowledged:
        for number in range(1, count + 1):
            record = to_record_id(number)
            verdict = Verdict.INCLUDE if number % 2 else Verdict.UNSURE
            made = decide(review, Stage.TITLE, record, verdict)
            acknowledged.write(f"{record} {made.seq}\n".encode())


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Start one process a name and wait for all; say who each is."""
    folder, told, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    started: dict[int, str] = {}
    for name in sys.argv[4:]:
        process = os.fork()
        if process == 0:
            work(folder, told / name, count, name)
            os._exit(0)
        started[process] = name
        _say(name, process)
    while started:
        process, status = os.wait()
        _say("end", started.pop(process), status)


if __name__ == "__main__":
    main()
