"""Talk to the person and hand out data: stderr is talk, stdout is data.

Standard library only; the progress bar loads rich when a terminal is there to show it.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from itertools import zip_longest
from pathlib import Path
from shlex import quote

from screening.errors import CannotWrite

Progress = Callable[[int, int], None]

COLUMNS = 80
"""What a person's terminal is taken to be wide."""

# Columns of a table that must fit are made no narrower than this, nor, if that is enough, than
# their longest word.
_NARROW = 12
_GAP = 2

# Steps of fewer parts than this print no lines of progress where there is no terminal.
_LONG_STEP = 1000

# Controls could move the cursor or name the window; direction overrides could reverse the line.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

# A spreadsheet would run a cell that starts so; some leave out blanks and what shows nothing, and
# where Chinese or Japanese is typed, wide signs count as well.
_FORMULA = re.compile(
    "[\t\n]|[\\s\ufeff\u200b-\u200f\u2060-\u2064]*[=+\\-@\uff1d\uff0b\uff0d\uff20]"
)
_NO_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_PLAIN_WORD = re.compile(rf"[\w.,:+/{re.escape(os.sep)}-]+")
_WORDS = re.compile(rf"[\w .,:+/{re.escape(os.sep)}-]+")
_SIGNED_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)


def set_streams() -> None:
    """Let no text be refused by stdout or stderr: data for other programs is always UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() or stream is sys.stderr else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def harmless(text: str) -> str:
    """A text that a terminal only shows; line ends and tabs are kept, other controls are not."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


# What completes the next commands that are said; set while a command runs.
completing: ContextVar[Callable[[str], str]] = ContextVar("completing", default=str)


def say(text: str = "") -> None:
    """A sentence for the person, on stderr."""
    print(harmless(completing.get()(text)), file=sys.stderr)


def give(text: str = "") -> None:
    """Data, on stdout; on a terminal, made harmless to it."""
    print(harmless(text) if sys.stdout.isatty() else text)


def percent(share: float, digits: int | None = None) -> str:
    """A share as per cent, written so everywhere: '95 %', with so many digits after the point.

    Args:
        share: from 0 to 1.
        digits: as many as it has if None, which is for what was set, such as a confidence.
    """
    return f"{100 * share:g} %" if digits is None else f"{100 * share:.{digits}f} %"


def counted(number: int, noun: str, many: str = "") -> str:
    """A number with its noun, plural where it must be: '1 record', '1,234 entries'."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def typed(word: str | Path) -> str:
    """A word of a command as it is typed in a shell: in quotes where blanks or signs ask for them.

    Double quotes where nothing in the word means something within them: every shell knows these.
    """
    text = str(word)
    if _PLAIN_WORD.fullmatch(text):
        return text
    return f'"{text}"' if _WORDS.fullmatch(text) else quote(text)


def width(text: str) -> int:
    """Terminal columns of a text: wide characters count two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(mark) else 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        for mark in text
    )


def wrapped(text: str, columns: int, indent: str = "") -> list[str]:
    """A text over lines of so many columns, broken at blanks; within a word that is longer.

    The lines after the first begin with ``indent``.
    """
    if width(text) <= columns:
        return [text]
    lines = [""]
    for word in text.split():
        if lines[-1].strip() and width(f"{lines[-1]} {word}") <= columns:
            lines[-1] += f" {word}"
            continue
        lines += [indent] if lines[-1] else []
        for mark in word:
            if lines[-1].strip() and width(lines[-1] + mark) > columns:
                lines.append(indent)
            lines[-1] += mark
    return lines


def room() -> int:
    """The columns a list may take: a terminal's; elsewhere any number, 0, a row being one line."""
    return COLUMNS if sys.stdout.isatty() else 0


def give_wrapped(text: str, indent: str = "") -> None:
    """Data on stdout; where a terminal has no room, over lines that begin as the first one does.

    The lines after the first begin with ``indent`` as well.
    """
    words = text.lstrip()
    lead = text[: len(text) - len(words)]
    for line in wrapped(words, COLUMNS - len(lead), indent) if room() else [words]:
        give(lead + line)


def give_table(
    headers: Sequence[str], rows: Iterable[Sequence[object]], *, within: int = 0
) -> None:
    """An aligned table on stdout; columns of numbers stand to the right.

    Args:
        headers: one for each column.
        rows: their cells; whole numbers are counts, so years and numbers of events come as text.
        within: how many columns of the terminal the table may take, any number if 0; where cells
            need more they are broken over lines, and none is cut.
    """
    cells = [[f"{at:,}" if type(at) is int else str(at) for at in row] for row in rows]
    numeric = [
        bool(cells) and all(_is_number(row[column]) for row in cells)
        for column in range(len(headers))
    ]
    shown = [list(headers), *cells] if any(headers) else cells
    widths = [
        max((width(row[column]) for row in shown), default=0) for column in range(len(headers))
    ]
    if within:
        widths = _fitting(shown, widths, within)
    for row in shown:
        for line in zip_longest(*map(wrapped, row, widths), fillvalue=""):
            parts = zip(line, widths, numeric, strict=True)
            told = (_padded(cell, size, right=right) for cell, size, right in parts)
            give((" " * _GAP).join(told).rstrip())


def _fitting(rows: Sequence[Sequence[str]], widths: Sequence[int], within: int) -> list[int]:
    """Widths with which a table fits, or nearly: those are cut down whose cells need few lines."""
    words = (" ".join(column).split() for column in zip(*rows, strict=True))
    fitting = list(widths)
    for least in ([max(_NARROW, *map(width, at), 0) for at in words], [_NARROW] * len(fitting)):
        while sum(fitting) + _GAP * (len(fitting) - 1) > within:
            wide = [at for at, size in enumerate(fitting) if size > least[at]]
            if not wide:
                break
            at = min(wide, key=lambda at: (-(-widths[at] // fitting[at]), -fitting[at]))
            fitting[at] -= 1
    return fitting


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").replace("%", "").strip().isdigit()


def _padded(cell: str, size: int, *, right: bool) -> str:
    blanks = " " * (size - width(cell))
    return blanks + cell if right else cell + blanks


def give_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV table on stdout, RFC 4180 with LF, harmless to spreadsheets."""
    made = harmless if sys.stdout.isatty() else str
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([made(safe_cell(cell)) for cell in row] for row in rows)


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    text = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
    text = _NO_CELL.sub("", text)
    runs = _FORMULA.match(text) and not _SIGNED_NUMBER.fullmatch(text)
    return f"'{text}" if runs else text


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A function ``(done, total)`` that shows how far a long step is, on stderr.

    A moving bar on a terminal; elsewhere a line at every quarter of a long step.
    """
    if sys.stderr.isatty():
        with _moving_bar(label) as show:
            yield show
    else:
        yield _QuarterLines(label)


class _QuarterLines:
    """Progress for logs and pipes: one line a quarter, none for short steps."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._quarter = 0

    def __call__(self, done: int, total: int) -> None:
        quarter = 4 * done // total if total else 0
        if total >= _LONG_STEP and quarter > self._quarter:
            self._quarter = quarter
            say(f"{self._label}: {done:,} of {total:,}")


@contextmanager
def _moving_bar(label: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; an existing one is replaced only at the very end.

    Raises:
        CannotWrite: the folder is read-only or missing, or the disk is full.
    """
    write_chunks(path, (data,))


def write_chunks(path: Path, chunks: Iterable[bytes]) -> None:
    """Like ``write_file``, part by part; an error in making a part leaves nothing behind.

    Raises:
        CannotWrite: the folder is read-only or missing, or the disk is full.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """The sentence for a failed write."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return CannotWrite(
            f"The disk is full: {path} was not written.", "Make room, then repeat the step."
        )
    return CannotWrite(
        f"{path} cannot be written: {error.strerror}.",
        "Choose a folder that exists and that you may write to.",
    )
