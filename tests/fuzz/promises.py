"""What a reader must keep on any input, whoever wrote it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from screening.codec import from_json, to_json
from screening.errors import BadInput
from screening.readers import Entry, Reader, Source, detect, open_source
from screening.readers.source import BINARY
from screening.records import RecordContent, Rejected

# CPU seconds an input may take: a start for the first regular expression and library, then 50 kB
# a second, a tenth of what the slowest reader needs for honest files.
_FREE_SECONDS = 2.0
_BYTES_A_SECOND = 50_000
MEMORY_MB = 256


class Broken(AssertionError):
    """A promise that an input broke."""


class _TooLong(BaseException):
    """The CPU time of an input is used up; no reader may catch this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an input was read: entries, or -1 if it was refused as a whole; CPU seconds."""

    entries: int
    seconds: float


def examine(reader: Reader | None, path: Path) -> Outcome:
    """Read a file as an import does, by its content if no reader is given.

    Raises:
        Broken: a promise is not kept; anything else but BadInput is a crash of the reader.
    """
    allowed = _FREE_SECONDS + path.stat().st_size / _BYTES_A_SECOND
    memory, began = _peak_mb(), time.process_time()
    with _limited(allowed):
        entries = _read(reader, path)
    seconds = time.process_time() - began
    if seconds > allowed:
        raise Broken(f"{seconds:.1f} CPU seconds")
    if (grown := _peak_mb() - memory) > MEMORY_MB:
        raise Broken(f"{grown:.0f} MB of memory")
    return Outcome(entries=entries, seconds=seconds)


def _read(reader: Reader | None, path: Path) -> int:
    try:
        source = open_source(path)
        chosen = reader or detect(source).reader
        found = chosen.count(source)
        entries = list(chosen.read(source))
    except BadInput as refused:
        _check_sentence(refused)
        return -1
    if found != len(entries):
        raise Broken(f"found {found} entries but imported and rejected {len(entries)}")
    _check_order(entries)
    _check_lines(entries, source)
    for entry in entries:
        _check_kept(entry)
    return len(entries)


def _check_sentence(refused: BadInput) -> None:
    if not (refused.message and refused.hint):
        raise Broken("refused without a reason or a remedy")


def _check_order(entries: list[Entry]) -> None:
    if [entry.position for entry in entries] != list(range(1, len(entries) + 1)):
        raise Broken("positions are not 1, 2, 3 ...")
    lines = [entry.line for entry in entries if entry.line is not None]
    if lines != sorted(lines):
        raise Broken("the lines of entries are out of order")


def _check_lines(entries: list[Entry], source: Source) -> None:
    if source.encoding == BINARY:
        return
    named = list(_lines_named(entries))
    if named and min(named) < 1:
        raise Broken(f"line {min(named)} is no line of a file")
    if named and max(named) > (last := sum(1 for _ in source.lines())):
        raise Broken(f"line {max(named)} is named in a file of {last}")


def _lines_named(entries: Iterable[Entry]) -> Iterator[int]:
    for entry in entries:
        problems = entry.problems if isinstance(entry, RecordContent) else ()
        for line in (entry.line, *(problem.line for problem in problems)):
            if line is not None:
                yield line


def _check_kept(entry: Entry) -> None:
    """The log keeps what was read: as JSON, which must give the same entry back."""
    if isinstance(entry, Rejected):
        kept: Entry = from_json(to_json(entry), Rejected, "a rejected entry")
        told = bool(entry.reason and entry.remedy)
    else:
        kept = from_json(to_json(entry), RecordContent, "a record")
        told = bool(entry.title or entry.abstract or entry.doi or entry.pmid)
    if kept != entry:
        raise Broken("an entry comes back from the log changed")
    if not told:
        raise Broken("a record without text or number, or a rejection without reason or remedy")


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Stop what runs longer, in CPU seconds of this process."""

    def stop(_number: int, _frame: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    except _TooLong as stopped:
        raise Broken(f"stopped after {seconds:.1f} CPU seconds") from stopped
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _peak_mb() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
