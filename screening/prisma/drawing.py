"""Draw a flow diagram as SVG, PNG, PDF or PowerPoint slide. The one address of matplotlib.

Import this module only where something is drawn: matplotlib takes most of a second to load.
Text is measured with DejaVu Sans, which comes with matplotlib, so that drawings are the same on
every machine; other scripts are drawn with what is installed there. No clock, no pyplot, no style
file: the same counts give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from screening.errors import UsageError
from screening.prisma.chart import Form
from screening.prisma.counts import FlowCounts
from screening.prisma.fonts import drawable, glyph_note, needs_others, properties, text_width
from screening.prisma.forms import chart
from screening.prisma.layout import lay_out
from screening.prisma.placed import Layout, Placed, Route, Text
from screening.prisma.style import LINE, STYLES, head
from screening.prisma.svg import to_svg
from screening.prisma.told import Told, told
from screening.prisma.wording import check_marks, clean, described


class Image(StrEnum):
    """The kinds of file a diagram can be written to."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    PPTX = "pptx"


def to_image(path_or_format: str | Path) -> Image:
    """Read the kind of file off a path (``flow.svg``) or a name (``svg``).

    Raises:
        UsageError: neither svg, png, pdf nor pptx.
    """
    suffix = Path(path_or_format).suffix or f".{path_or_format}"
    try:
        return Image(suffix[1:].lower())
    except ValueError:
        raise UsageError(
            f"A flow diagram cannot be written to {str(path_or_format)!r}.",
            f"End the file name in one of: {', '.join('.' + image for image in Image)}.",
        ) from None


def draw(
    counts: FlowCounts | Told,
    form: Form,
    path_or_format: str | Path,
    *,
    title: str = "",
    note: str = "",
    marks: Mapping[str, str] | None = None,
    dpi: int = 300,
) -> bytes:
    """The diagram as the bytes of a file; nothing is written.

    Args:
        counts: from ``flow``, or typed numbers.
        form: three-stage, prisma2020 or prisma2009.
        path_or_format: a path or name that says svg, png, pdf or pptx.
        title: printed above the diagram, may be empty.
        note: printed below it, may be empty.
        marks: box name -> explanation, for example ``{"excluded_title": "reconstructed"}``: the
            number is printed with a dagger and the explanation as a footnote. Marks on boxes
            that this form does not show are left out.
        dpi: dots per inch of a PNG.

    Raises:
        UsageError: an unknown kind of file, or a mark for a box that does not exist.
    """
    image = to_image(path_or_format)
    at = told(counts) if isinstance(counts, FlowCounts) else counts
    check_marks(marks or {}, at.numbers)
    said = chart(at, form)
    layout = lay_out(said, text_width, title=title, note=note, marks=marks)
    name = clean(title) or "Flow of records through the review"
    if image is Image.SVG:
        return to_svg(layout, name, described(said))
    if image is Image.PPTX:
        from screening.prisma.slides import to_pptx

        return to_pptx(layout, name, described(said))
    if missing := glyph_note(text.text for text in layout.texts):
        note = f"{note} {missing}".strip()
        layout = lay_out(said, text_width, title=title, note=note, marks=marks)
    return _to_file(layout, image, name, dpi)


def _to_file(layout: Layout, image: Image, title: str, dpi: int) -> bytes:
    with own_settings():
        figure = to_figure(layout)
        file = BytesIO()
        if image is Image.PNG:
            FigureCanvasAgg(figure)
            named = {"Software": None, "Title": title}
            figure.savefig(file, format="png", dpi=dpi, metadata=named)
        else:
            FigureCanvasPdf(figure)
            if needs_others(text.text for text in layout.texts):
                mpl.rcParams["pdf.fonttype"] = 3  # a font of the machine may have other outlines
            dateless = {"CreationDate": None, "Title": title}
            figure.savefig(file, format="pdf", metadata=dateless)
        return file.getvalue()


@contextmanager
def own_settings() -> Iterator[None]:
    """Matplotlib as this room needs it, whatever the user set for other plots.

    Fonts stay text in a PDF. No hinting: it would make letters wider than they were measured.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["pdf.fonttype"] = 42
        mpl.rcParams["text.hinting"] = "no_hinting"
        yield


def to_figure(layout: Layout) -> Figure:
    """The artists of a layout on a page of its size."""
    figure = Figure(figsize=(layout.width / 72, layout.height / 72), facecolor="#ffffff")
    for route in layout.routes:
        _add_arrow(figure, layout, route)
    for box in layout.boxes:
        _add_box(figure, layout, box)
    kinds = {box.key: box.kind for box in layout.boxes}
    for text in layout.texts:
        _add_text(figure, layout, text, STYLES[kinds.get(text.owner, "")].ink)
    return figure


def _at(layout: Layout, x: float, y: float) -> tuple[float, float]:
    """Points from the top left corner to the figure's own fractions from the lower left one."""
    return x / layout.width, 1 - y / layout.height


def _add_box(figure: Figure, layout: Layout, box: Placed) -> None:
    style = STYLES[box.kind]
    figure.add_artist(
        Rectangle(
            _at(layout, box.x, box.bottom),
            box.width / layout.width,
            box.height / layout.height,
            transform=figure.transFigure,
            facecolor=style.fill,
            edgecolor=style.edge,
            linewidth=style.weight,
            linestyle=(0, (4, 3)) if style.dashed else "-",
        )
    )


def _add_text(figure: Figure, layout: Layout, text: Text, ink: str) -> None:
    figure.text(
        *_at(layout, text.x, text.y),
        drawable(text.text),
        fontproperties=properties(text.text, text.size, bold=text.bold),
        color=ink,
        horizontalalignment="center" if text.centred else "left",
        verticalalignment="baseline",
        rotation=0 if text.upright else 90,
        rotation_mode="anchor",
        parse_math=False,
    )


def _add_arrow(figure: Figure, layout: Layout, route: Route) -> None:
    xs, ys = zip(*(_at(layout, x, y) for x, y in route), strict=True)
    figure.add_artist(Line2D(xs, ys, color=LINE, linewidth=0.9, transform=figure.transFigure))
    tip = [_at(layout, x, y) for x, y in head(route)]
    figure.add_artist(
        Polygon(tip, closed=True, facecolor=LINE, linewidth=0, transform=figure.transFigure)
    )
