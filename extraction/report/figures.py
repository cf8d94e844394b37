"""The pictures of a report's page, drawn by the rooms that own them; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.report.make import Made
from extraction.report.page import Figure
from extraction.sessions.coding import Coding
from extraction.sessions.picturing import Wishes, pictures
from extraction.synthesis.references import References
from screening.errors import UsageError

_TOLD = {
    "shares": ("Share of each theme", "Bars; the same numbers stand in the table of shares."),
    "matrix": ("Studies by nodes", "A heat map of findings by study and node."),
    "tree": ("Tree of codes", "A tree; the same labels and numbers stand in the table of themes."),
    "saturation": ("What each further study brought", "Curves of new nodes by study."),
}


def figures_of(
    coding: Coding, made: Made, references: References | None = None
) -> tuple[Figure, ...]:
    """All pictures there is something to draw of: of the themes, and a forest plot per field."""
    return (*_themes(coding, made, references), *_forests(made))


def _themes(coding: Coding, made: Made, references: References | None) -> Iterator[Figure]:
    if made.report.themes is None:
        return
    for name, (caption, alt) in _TOLD.items():
        try:
            draw = pictures(coding, [name], Wishes(references=references))[name]
        except UsageError:
            continue  # there is nothing to draw of this kind, and the table says as much
        yield Figure(name="themes", caption=caption, alt=f"{caption}. {alt}", svg=draw("svg"))


def _forests(made: Made) -> Iterator[Figure]:
    for row, found in zip(made.report.pooled, made.pooled, strict=True):
        if found is not None:
            from extraction.synthesis.pooling.forest import draw_forest

            yield Figure(
                name="synthesis",
                caption=f"Forest plot: {row.field}",
                alt=f"Forest plot of {row.field}: {row.studies} studies; the pooled value stands"
                " in the table.",
                svg=draw_forest(found, "svg", title=row.field),
            )
