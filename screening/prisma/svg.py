"""A laid-out diagram as SVG: text stays text, boxes are groups, byte for byte reproducible."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from screening.prisma.placed import Layout, Placed, Route, Text
from screening.prisma.style import LINE, STYLES, head

FONTS = "'DejaVu Sans', Verdana, sans-serif"


def to_svg(layout: Layout, title: str, description: str) -> bytes:
    """The drawing in UTF-8; ``title`` and ``description`` are read aloud, not shown."""
    return ("\n".join(_lines(layout, title, description)) + "\n").encode("utf-8")


def _lines(layout: Layout, title: str, description: str) -> Iterator[str]:
    width, height = _number(layout.width), _number(layout.height)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="title desc" '
        f'font-family="{FONTS}">'
    )
    yield f'<title id="title">{escape(title)}</title>'
    yield f'<desc id="desc">{escape(description)}</desc>'
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    for route in layout.routes:
        yield from _arrow(route)
    for box in layout.boxes:
        yield f"<g id={quoteattr('box-' + box.key)}>"
        yield _rectangle(box)
        yield from (_text(text, box.kind) for text in layout.texts if text.owner == box.key)
        yield "</g>"
    yield from (_text(text, "") for text in layout.texts if not text.owner)
    yield "</svg>"


def _rectangle(box: Placed) -> str:
    style = STYLES[box.kind]
    dashes = ' stroke-dasharray="4 3"' if style.dashed else ""
    return (
        f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" '
        f'height="{_number(box.height)}" fill="{style.fill}" stroke="{style.edge}" '
        f'stroke-width="{style.weight}"{dashes}/>'
    )


def _text(text: Text, kind: str) -> str:
    x, y = _number(text.x), _number(text.y)
    weight = ' font-weight="bold"' if text.bold else ""
    anchor = ' text-anchor="middle"' if text.centred else ""
    turned = "" if text.upright else f' transform="rotate(-90 {x} {y})"'
    return (
        f'<text x="{x}" y="{y}" font-size="{text.size}"{weight}{anchor}{turned} '
        f'fill="{STYLES[kind].ink}">{escape(text.text)}</text>'
    )


def _arrow(route: Route) -> Iterator[str]:
    yield f'<polyline points="{_points(route)}" fill="none" stroke="{LINE}" stroke-width="0.9"/>'
    yield f'<polygon points="{_points(head(route))}" fill="{LINE}"/>'


def _points(route: Route) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in route)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
