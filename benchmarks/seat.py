"""How long a reviewer waits for the next record after a key, with and without learning.

    python -m benchmarks.seat [--records 10000] [--keys 120] [--pause 0.5] [--folder FOLDER]

Makes a review of made-up records with abstracts, and made-up sentence vectors in its cache (so
that learning costs what it does, and no model has to run), ranks it with the default ranker and
opens ``tamis screen`` in a pseudo-terminal of 120 x 40. Each key decides; the clock runs from the
key until the place and the last line of the next record are written. Between two keys the
reviewer reads for ``--pause`` seconds.

Prints one JSON line per run, with learning off and on: milliseconds of wall-clock time per key
(median and 95th percentile), milliseconds of CPU of the thread that draws and of the whole
process, orders frozen and their bytes in the log, peak memory in MiB. POSIX; CPU on Linux only.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import select
import statistics
import struct
import subprocess
import tempfile
import termios
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.living_review import TAMIS, content, ensure, write_export
from screening.embedding import (
    FileVectorCache,
    NoEncoder,
    key_of,
    load_encoder,
    record_text,
)
from screening.events.kinds import RankingMade
from screening.protocol import Stage
from screening.sessions.merged import merged_records
from screening.sessions.rank import queries_of
from screening.sessions.review import Review, open_review

_PROTOCOL = """title = "Mentoring of {question}"
[criteria]
include = ["{question}"]
[highlight]
include = ["{question}"]
[stages.abstract]
reasons = ["Off topic", "Wrong population"]
"""
_SOURCE = b"Source: Scopus"
_PATIENCE = 120.0


def make(folder: Path, count: int) -> None:
    """A review of so many records with vectors, ranked."""
    question = content(0).title.lower().split()[0]
    _tamis("init", str(folder), "--title", "Seat", "--reviewer", "Ann")
    (folder / "review.toml").write_text(_PROTOCOL.format(question=question))
    export = folder.parent / "Scopus.ris"
    write_export(export, "Scopus", range(count))
    _tamis("import", str(export), "--source", "Scopus", "-C", str(folder))
    with open_review(folder) as review:
        _make_vectors(review)
    _tamis("rank", "-C", str(folder))


def _tamis(*arguments: str) -> None:
    subprocess.run([*TAMIS, *arguments], check=True, capture_output=True)


def _make_vectors(review: Review) -> None:
    """Put a random unit vector for every text into the cache, in the name of the shipped model."""
    import numpy as np

    encoder = load_encoder(None, review.cache)
    if isinstance(encoder, NoEncoder):
        raise SystemExit(encoder.reason)
    records = merged_records(review, review.state.unique_records())
    texts = [record_text(record.title, record.abstract) for record in records]
    texts.append("\n".join(queries_of(review.protocol)))
    made = np.random.default_rng(1).normal(size=(len(texts), encoder.identity.dimension))
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    keys = [key_of(text, encoder.identity) for text in texts]
    vectors = dict(zip(keys, made.astype(np.float32), strict=True))
    FileVectorCache(review.vectors).put_many(vectors)


class Sitting:
    """``tamis screen`` in a terminal of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._terminal = ours
        self._process = subprocess.Popen(
            [*TAMIS, "screen", "-C", str(folder), *options],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm-256color"},
        )
        os.close(theirs)
        self.proc = Path(f"/proc/{self._process.pid}")

    def wait_for(self, *marks: bytes) -> None:
        """Read until all marks are on the screen."""
        seen, until = b"", time.monotonic() + _PATIENCE
        while not all(mark in seen for mark in marks):
            if time.monotonic() > until or not select.select([self._terminal], [], [], 1.0)[0]:
                ensure(time.monotonic() < until, (marks, seen[-500:]))
                continue
            seen += os.read(self._terminal, 65536)

    def press(self, key: bytes) -> None:
        """Type a key."""
        os.write(self._terminal, key)

    def rest(self, seconds: float) -> None:
        """Let time pass, and read what is written meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self._terminal], [], [], left)[0]:
                os.read(self._terminal, 65536)

    def cpu(self) -> tuple[float, float]:
        """Milliseconds of the thread that draws, and of all threads; zero where not known."""
        try:
            tasks = [int(at.read_text().split()[0]) for at in self.proc.glob("task/*/schedstat")]
            return int((self.proc / "schedstat").read_text().split()[0]) / 1e6, sum(tasks) / 1e6
        except (OSError, ValueError):
            return 0.0, 0.0

    def memory(self) -> int:
        """Peak MiB; zero where not known."""
        try:
            status = (self.proc / "status").read_text()
        except OSError:
            return 0
        lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
        return int(lines[0].split()[1]) // 1024 if lines else 0

    def leave(self) -> None:
        """Quit, and wait for the end."""
        self.press(b"q")
        until = time.monotonic() + _PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            if select.select([self._terminal], [], [], 0.1)[0]:
                with suppress(OSError):  # the other end is closed
                    os.read(self._terminal, 65536)
        os.close(self._terminal)
        ensure(self._process.returncode == 0, self._process.returncode)


def measure(folder: Path, keys: int, pause: float, *options: str) -> dict[str, float]:
    """Decide so many records; what each key cost."""
    sitting = Sitting(folder, *options)
    walls, draws, alls = [], [], []
    with open_review(folder) as review:
        start = len(review.state.decisions[Stage.ABSTRACT])
    sitting.wait_for(f", {start + 1} of".encode(), _SOURCE)
    for key in range(start + 1, start + 1 + keys):
        sitting.rest(pause)
        before, begun = sitting.cpu(), time.perf_counter()
        sitting.press(b"i" if key % 10 == 1 else b"1")
        sitting.wait_for(f", {key + 1} of".encode(), _SOURCE)
        walls.append(1000 * (time.perf_counter() - begun))
        after = sitting.cpu()
        draws.append(after[0] - before[0])
        alls.append(after[1] - before[1])
    memory = sitting.memory()
    sitting.leave()
    spreads = {**_spread("wall", walls), **_spread("drawing", draws), **_spread("cpu", alls)}
    return {**spreads, "memory": memory}


def _spread(name: str, times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    return {f"{name}_median": statistics.median(ordered), f"{name}_p95": p95}


def frozen(folder: Path) -> tuple[int, int]:
    """How many orders the log holds, and their bytes in all."""
    with open_review(folder) as review:
        rows = [row for row in review.store.rows() if row.kind == RankingMade.__name__]
    return len(rows), sum(len(row.body) for row in rows)


def compare(folder: Path, records: int, keys: int, pause: float) -> None:
    """One JSON line with learning off, one with it on."""
    review = folder / "review"
    make(review, records)
    for options in (("--no-learning",), ("--learning",)):
        held, size = frozen(review)
        found = measure(review, keys, pause, *options)
        more, bigger = frozen(review)
        line = {"run": options[0].strip("-"), "records": records, "keys": keys, "pause": pause}
        counts = {"orders": more - held, "bytes": bigger - size}
        print(json.dumps({**line, **{at: round(n, 1) for at, n in found.items()}, **counts}))


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--keys", type=int, default=120)
    parser.add_argument("--pause", type=float, default=0.5)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.folder:
        compare(asked.folder, asked.records, asked.keys, asked.pause)
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), asked.records, asked.keys, asked.pause)


if __name__ == "__main__":
    main()
