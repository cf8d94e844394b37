"""The recall curve of a stage as plain geometry; the page draws it, in the reader's own colours.

Found against read: steps up to what was read, then what may be left. Pure functions.
"""

from __future__ import annotations

from dataclasses import dataclass

from extraction.report.screened import Reading
from screening.console import counted

WIDTH, HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 16, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on an axis: its place and the number there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A curve in a box of 640 x 320, y downwards.

    ``line`` are the points of the steps; ``left`` is the span (top, bottom) of what may have been
    found in the end, None where nothing is unread; ``told`` says all of it in words.
    """

    line: str
    random: str
    x0: float
    x1: float
    y0: float
    y1: float
    read_at: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    left: tuple[float, float] | None
    told: str


def curve_of(reading: Reading) -> Curve | None:
    """The curve; None where nothing was read yet or nothing relevant was found."""
    if not reading.read or not reading.found:
        return None
    most = reading.found + (reading.high if reading.read < reading.total else 0)
    across = (WIDTH - _LEFT - _RIGHT) / reading.total
    up = (HEIGHT - _TOP - _BOTTOM) / most
    x0, y0 = float(_LEFT), float(HEIGHT - _BOTTOM)
    unread = reading.read < reading.total
    return Curve(
        line=" ".join(_steps(reading, x0, y0, across, up)),
        random=f"{x0:.1f},{y0:.1f} {x0 + across * reading.read:.1f},{y0 - up * reading.found:.1f}",
        x0=x0,
        x1=x0 + across * reading.total,
        y0=y0,
        y1=float(_TOP),
        read_at=x0 + across * reading.read,
        x_ticks=tuple(Tick(at=x0 + across * n, text=f"{n:,}") for n in ticks(reading.total)),
        y_ticks=tuple(Tick(at=y0 - up * n, text=f"{n:,}") for n in ticks(most)),
        left=(y0 - up * most, y0 - up * (reading.found + reading.low)) if unread else None,
        told=_told(reading),
    )


def _steps(reading: Reading, x0: float, y0: float, across: float, up: float) -> list[str]:
    points: list[str] = []
    before = 0
    for read, found in reading.curve:
        x = x0 + across * read
        if found != before:
            points.append(f"{x:.1f},{y0 - up * before:.1f}")
        points.append(f"{x:.1f},{y0 - up * found:.1f}")
        before = found
    return points


def ticks(most: int) -> tuple[int, ...]:
    """0 and the multiples of 1, 2 or 5 times a power of ten, six marks at most."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if most <= 5 * factor * power:
                return tuple(range(0, most + 1, factor * power))
        power *= 10


def _told(reading: Reading) -> str:
    whole = (
        f"{reading.found:,} relevant records were found among {reading.read:,} read of"
        f" {reading.total:,}."
    )
    speed = (
        f" Half of them were found after {counted(reading.half_after, 'record')}, 95 % after"
        f" {reading.most_after:,}."
    )
    if reading.read == reading.total:
        return whole + speed
    sure = "by random draws" if reading.bound_holds else "no guarantee"
    return f"{whole}{speed} Between {reading.low:,} and {reading.high:,} more may be left ({sure})."
