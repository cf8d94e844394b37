"""A run over many inputs: counts them, keeps one input of each kind of failure."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from screening.readers import Reader
from tests.fuzz.mutate import Mutator
from tests.fuzz.promises import Broken, examine
from tests.readers.specimens import FOLDER, specimens

_PROJECT = "/screening/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """When a run ends (0: not by this), and how long inputs may be, in bytes."""

    runs: int = 0
    seconds: float = 0
    longest: int = 4096
    seed: int = 1


@dataclass(slots=True, kw_only=True)
class Run:
    """What a run did so far. ``folder`` gets one input of each kind of failure."""

    reader: Reader | None
    folder: Path
    bounds: Bounds
    executions: int = 0
    refused: int = 0
    entries: int = 0
    slowest: float = 0
    failures: dict[str, str] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """Whether a bound is reached."""
        runs, seconds = self.bounds.runs, self.bounds.seconds
        return bool(
            (runs and self.executions >= runs)
            or (seconds and time.monotonic() - self.began >= seconds)
        )

    def plain(self, start: Sequence[bytes]) -> None:
        """Take mutated specimens until a bound is reached."""
        mutator = Mutator(start, seed=self.bounds.seed, longest=self.bounds.longest)
        while not self.is_over:
            self.take(mutator.next())

    def take(self, data: bytes) -> None:
        """Hold the reader to its promises on one input; a failure is kept and the run goes on."""
        # The file is there while it is read: what kills the process can be looked at.
        path = self.folder / "input"
        path.write_bytes(data)
        self.executions += 1
        try:
            outcome = examine(self.reader, path)
        except Exception as error:  # every crash is what is looked for
            self._keep(data, error)
            return
        self.slowest = max(self.slowest, outcome.seconds)
        self.refused += outcome.entries < 0
        self.entries += max(0, outcome.entries)

    def _keep(self, data: bytes, error: Exception) -> None:
        kind = _kind(error)
        if kind not in self.failures:
            number = len(self.failures) + 1
            kept = self.folder / f"failure_{number}.bin"
            kept.write_bytes(data)
            (self.folder / f"failure_{number}.txt").write_text(
                "".join(traceback.format_exception(error)), encoding="utf-8"
            )
            self.failures[kind] = str(kept)

    def summary(self) -> str:
        """One JSON line."""
        facts = {
            "reader": self.reader.name if self.reader else "detect",
            "executions": self.executions,
            "refused": self.refused,
            "entries": self.entries,
            "cpu_seconds": round(time.process_time(), 1),
            "slowest_ms": round(self.slowest * 1000),
            "failures": self.failures,
        }
        return json.dumps(facts)


def seeds(reader: Reader | None) -> list[bytes]:
    """The specimens of a reader, or every one, those made to be refused with them."""
    if reader is None:
        return [path.read_bytes() for path in sorted(FOLDER.iterdir())]
    return [path.read_bytes() for path in specimens(reader.name)]


def _kind(error: Exception) -> str:
    """What went wrong and where in this project, without the numbers of the input."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if _PROJECT in frame.filename]
    where = f" in {Path(inside[-1].filename).name}:{inside[-1].name}" if inside else ""
    what = "".join(char for char in str(error) if not char.isdigit()) if _is_broken(error) else ""
    return f"{type(error).__name__}: {what}{where}"


def _is_broken(error: Exception) -> bool:
    return isinstance(error, Broken)
