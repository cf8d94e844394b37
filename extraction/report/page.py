"""A report as one HTML file: no script, nothing fetched, every text escaped by the templates.

The one address of Jinja2. Pictures are drawn beforehand: the flow stands in the page as SVG, the
others as data. The same report gives the same bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from extraction.report.curve import HEIGHT, WIDTH, curve_of
from extraction.report.document import Report
from extraction.report.words import day, listed, percent, two

if TYPE_CHECKING:
    from jinja2 import Environment

SECTIONS = (
    ("protocol", "Protocol"),
    ("searches", "Searches"),
    ("flow", "Flow of records"),
    ("agreement", "Agreement"),
    ("reading", "Ranking and stopping"),
    ("included", "Included studies"),
    ("excluded", "Excluded and not retrieved"),
    ("themes", "Themes"),
    ("synthesis", "Pooled proportions"),
    ("methods", "Methods, ready to paste"),
    ("checklists", "Reporting checklists"),
    ("log", "Log"),
    ("software", "Software and models"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture of the page: SVG with what it shows in words."""

    name: str
    caption: str
    alt: str
    svg: bytes

    @property
    def source(self) -> str:
        """The picture as an address that fetches nothing."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg).decode('ascii')}"


def to_html(report: Report, diagram: str, figures: Sequence[Figure] = ()) -> bytes:
    """The page in UTF-8.

    Args:
        report: what to say.
        diagram: the flow as SVG, its texts escaped already.
        figures: pictures of themes and pooled proportions, each named in ``figure.name``.
    """
    from markupsafe import Markup

    by_name: dict[str, list[Figure]] = {}
    for figure in figures:
        by_name.setdefault(figure.name, []).append(figure)
    text = _environment().get_template("report.html.j2").render(
        report=report,
        sections=[at for at in SECTIONS if _is_shown(report, at[0])],
        diagram=Markup(inlined(diagram)),  # noqa: S704 - drawn by screening.prisma, which escapes
        curves=[(at, curve_of(at)) for at in report.readings],
        figures=by_name,
        size=(WIDTH, HEIGHT),
    )  # fmt: skip
    return text.encode("utf-8")


def _is_shown(report: Report, section: str) -> bool:
    wanted: Mapping[str, object] = {
        "agreement": report.agreement,
        "themes": report.themes,
        "synthesis": report.pooled,
    }
    return bool(wanted.get(section, True))


def inlined(svg: str) -> str:
    """A drawing without its XML declaration, and with ids that no other part of the page has."""
    _declaration, _, rest = svg.partition("?>") if svg.startswith("<?xml") else ("", "", svg)
    head, _, body = rest.strip().partition(">")
    head = head.replace('aria-labelledby="title desc"', 'aria-labelledby="flow-title flow-desc"')
    body = body.replace('<title id="title">', '<title id="flow-title">', 1)
    body = body.replace('<desc id="desc">', '<desc id="flow-desc">', 1)
    return f"{head}>{body}"


@lru_cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("extraction.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "percent": percent,
        "two": two,
        "day": day,
        "listed": listed,
        "number": lambda n: f"{n:,}",
        "doi": lambda doi: f"https://doi.org/{quote(doi, safe='/')}",
    }
    return made
