"""A laid-out diagram as a PowerPoint slide: native shapes with their text, glued connectors.

The one address of python-pptx. Every box can be edited, moved and coloured; arrows follow. The
slide is as large as the diagram. Text is set in Arial, which is narrower than the DejaVu Sans it
was measured in, so that no box overflows. No clock: the same counts give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from screening.prisma.placed import LEADING, PAD, Layout, Placed, Route
from screening.prisma.style import LINE, STYLES, Style

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.shapes.autoshape import Shape
    from pptx.shapes.connector import Connector
    from pptx.shapes.shapetree import SlideShapes

FONT = "Arial"
_BLANK_LAYOUT = 6
_NO_DATE = datetime(1980, 1, 1)
_CENTRED = ("header", "banner", "bar")
_TOP, _LEFT, _BOTTOM, _RIGHT = range(4)
_QUARTER_TURN = 5400000
_LONGEST_PROPERTY = 255


def to_pptx(layout: Layout, title: str, description: str) -> bytes:
    """The drawing as a presentation of one slide; ``description`` stands in its notes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(layout.width), Pt(layout.height)
    slide = deck.slides.add_slide(deck.slide_layouts[_BLANK_LAYOUT])
    shapes = slide.shapes
    made = {box.key: _add_box(shapes, box) for box in layout.boxes}
    for box in layout.outside:
        _add_box(shapes, box)
    for (start, end), route in zip(layout.links, layout.routes, strict=True):
        _add_arrow(shapes, made[start], made[end], route)
    _describe(deck, title)
    if notes := slide.notes_slide.notes_text_frame:
        notes.text = description
    file = BytesIO()
    deck.save(file)
    return _dateless(file.getvalue())


def _add_box(shapes: SlideShapes, box: Placed) -> Shape:
    place = (Pt(box.x), Pt(box.y), Pt(box.width), Pt(box.height))
    shape = (
        shapes.add_shape(MSO_SHAPE.RECTANGLE, *place) if box.kind else shapes.add_textbox(*place)
    )
    shape.name = box.key
    style = STYLES[box.kind]
    if box.kind:
        _colour(shape, style)
    _write(shape, box, style)
    return shape


def _colour(shape: Shape, style: Style) -> None:
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(style.fill)
    shape.line.color.rgb = _rgb(style.edge)
    shape.line.width = Pt(style.weight)
    if style.dashed:
        shape.line.dash_style = MSO_LINE.DASH


def _write(shape: Shape, box: Placed, style: Style) -> None:
    frame = shape.text_frame
    frame.word_wrap = True
    side = Pt(PAD if box.kind and box.kind != "bar" else 0)
    frame.margin_left = frame.margin_right = side
    frame.margin_top = frame.margin_bottom = Emu(0)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if box.kind else MSO_ANCHOR.TOP
    if box.kind == "bar":
        frame._txBody.bodyPr.set("vert", "vert270")
    for at, said in enumerate(box.said):
        line = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        line.alignment = PP_ALIGN.CENTER if box.kind in _CENTRED else PP_ALIGN.LEFT
        line.line_spacing = Pt(said.size * LEADING)
        if said.indent:
            line._p.get_or_add_pPr().set("marL", str(Pt(said.indent)))
        run = line.add_run()
        run.text = said.text
        run.font.name, run.font.size, run.font.bold = FONT, Pt(said.size), said.bold
        run.font.color.rgb = _rgb(style.ink)


def _add_arrow(shapes: SlideShapes, start: Shape, end: Shape, route: Route) -> None:
    (x0, y0), (x1, y1) = route[0], route[-1]
    kind = MSO_CONNECTOR.STRAIGHT if len(route) == 2 else MSO_CONNECTOR.ELBOW
    arrow = shapes.add_connector(kind, Pt(x0), Pt(y0), Pt(x1), Pt(y1))
    across = len(route) == 2 and y0 == y1
    arrow.begin_connect(start, _RIGHT if across else _BOTTOM)
    if len(route) == 2:
        arrow.end_connect(end, _LEFT if across else _TOP)
    else:
        arrow.end_connect(end, _LEFT if x1 > x0 else _RIGHT)
        _bend(arrow, route)
    arrow.line.color.rgb = _rgb(LINE)
    arrow.line.width = Pt(0.9)
    head = OxmlElement("a:tailEnd")
    head.set("type", "triangle")
    arrow.line._get_or_add_ln().append(head)


def _bend(arrow: Connector, route: Route) -> None:
    """Down and then aside: a connector of one corner, turned by a quarter, flipped to the right."""
    (x0, y0), (x1, y1) = route[0], route[-1]
    down, aside = abs(y1 - y0), abs(x1 - x0)
    shape = arrow._element.spPr
    for bent in shape.iter(qn("a:prstGeom")):
        bent.set("prst", "bentConnector2")
    for frame in shape.iter(qn("a:xfrm")):
        frame.set("rot", str(_QUARTER_TURN))
        frame.set("flipH", "0")
        frame.set("flipV", "1" if x1 > x0 else "0")
    arrow.left, arrow.top = Pt((x0 + x1) / 2 - down / 2), Pt((y0 + y1) / 2 - aside / 2)
    arrow.width, arrow.height = Pt(down), Pt(aside)


def _describe(deck: Deck, title: str) -> None:
    about = deck.core_properties
    about.title = title[:_LONGEST_PROPERTY]
    about.author = about.last_modified_by = "Tamis"
    about.created = about.modified = _NO_DATE
    about.revision = 1


def _dateless(data: bytes) -> bytes:
    """The same package with no time in it."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in _names(old.namelist()):
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return file.getvalue()


def _names(names: Iterable[str]) -> list[str]:
    """The table of contents first, as readers expect it."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour.lstrip("#")))
