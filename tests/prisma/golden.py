"""The golden pictures: which there are, how two pictures are compared, how they are made anew.

Text is set in DejaVu Sans, which comes with matplotlib, and drawn unhinted, so that pictures hardly
differ between machines; another version of matplotlib or FreeType may shade the edges of letters
otherwise. Two pictures are therefore compared in blocks of 8 by 8 pixels by their mean grey, with
room for other shading; a changed number or line moves it further. They are kept in
16 greys.

After a change that is meant: ``python -m tests.prisma.golden``, then look at every picture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from screening.prisma import FlowCounts, Form, ReasonCount, SourceCount
from screening.prisma.drawing import draw
from screening.prisma.told import Told
from screening.prisma.totals import Totals, totals
from screening.records import SourceKind
from tests.prisma.reviews import many_sources, stopped, three_stages, unfinished, updated

FOLDER = Path(__file__).parents[1] / "data" / "prisma"
DPI = 72
BLOCK = 8
MOST = 12.0


def scripts() -> FlowCounts:
    """Names in Persian, Greek, Russian, Hebrew and Vietnamese, which DejaVu Sans has."""
    names = ("بانک اطلاعات نشریات کشور (مگیران)", "Εθνικό Κέντρο Τεκμηρίωσης", "КиберЛенинка")
    sources = [SourceCount(name=name, kind=SourceKind.DATABASE, n=30) for name in names]
    counts = three_stages()
    reasons = (
        ReasonCount(reason="מחקר ללא קבוצת ביקורת", n=5),
        ReasonCount(reason="Không phải bài nghiên cứu gốc", n=4),
    )
    last = replace(counts.stages[2], reasons=reasons)
    sources.append(SourceCount(name="PubMed", kind=SourceKind.DATABASE, n=1))
    return replace(counts, sources=tuple(sources), stages=(*counts.stages[:2], last))


def many_reasons() -> FlowCounts:
    """Twenty-five reasons of any length."""
    counts = many_sources()
    reasons = tuple(
        ReasonCount(reason=f"Reason {n}: " + "not what the question asks for " * (n % 4), n=n)
        for n in range(1, 26)
    )
    return replace(counts, dbr=replace(counts.dbr, reasons=reasons))


def updated_alone() -> FlowCounts:
    """An updated review without other methods."""
    return replace(three_stages(), previous=updated().previous)


def typed() -> Totals:
    return totals({"identified": 74, "studies": 16})


PICTURES: Mapping[str, tuple[Callable[[], FlowCounts | Totals], Form]] = {
    "new-databases-2020": (three_stages, Form.PRISMA2020),
    "new-other-methods-2020": (many_sources, Form.PRISMA2020),
    "updated-databases-2020": (updated_alone, Form.PRISMA2020),
    "updated-other-methods-2020": (updated, Form.PRISMA2020),
    "updated-2009": (updated, Form.PRISMA2009),
    "three-stage": (three_stages, Form.THREE_STAGE),
    "unfinished-three-stage": (unfinished, Form.THREE_STAGE),
    "stopped-three-stage": (stopped, Form.THREE_STAGE),
    "stopped-2009": (stopped, Form.PRISMA2009),
    "many-reasons-2020": (many_reasons, Form.PRISMA2020),
    "scripts-three-stage": (scripts, Form.THREE_STAGE),
    "typed-2020": (typed, Form.PRISMA2020),
}


def picture(name: str) -> bytes:
    """One of the pictures, drawn now."""
    make, form = PICTURES[name]
    made = make()
    if isinstance(made, Totals):
        return drawn(made.told, form, note=made.note, marks=made.marks)
    return drawn(made, form)


def drawn(
    counts: FlowCounts | Told, form: Form, *, note: str = "", marks: Mapping[str, str] | None = None
) -> bytes:
    return draw(counts, form, "png", title="A review", note=note, marks=marks, dpi=DPI)


def difference(one: bytes, two: bytes) -> float:
    """How far two pictures differ in the block where most: 0 to 255, 255 for another size."""
    left, right = grey(one), grey(two)
    if left.shape != right.shape:
        return 255.0
    rows, columns = (length // BLOCK * BLOCK for length in left.shape)
    apart = np.abs(left - right)[:rows, :columns]
    blocks = apart.reshape(rows // BLOCK, BLOCK, columns // BLOCK, BLOCK).mean(axis=(1, 3))
    return float(blocks.max())


def grey(picture: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Rows of grey values from 0 to 255."""
    with Image.open(BytesIO(picture)) as opened:
        return np.asarray(opened.convert("RGB").convert("L"), dtype=np.float64)


def small(picture: bytes) -> bytes:
    """The picture in 16 greys."""
    file = BytesIO()
    greys = (grey(picture) / 17).round() * 17
    Image.fromarray(greys.astype("uint8")).save(file, "png", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    for each in PICTURES:
        (FOLDER / f"{each}.png").write_bytes(small(picture(each)))
