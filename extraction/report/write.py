"""A review looked at for its report, and the report written as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extraction.report.make import Made, make_report
from extraction.sessions.coding import Coding
from extraction.sessions.exporting import read_references
from extraction.synthesis.references import References
from screening.console import write_file
from screening.sessions.flow import Form, drawn_as_svg
from screening.sessions.review import look_into


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """A review with its report, while it is open."""

    coding: Coding
    made: Made
    references: References | None


@contextmanager
def looked_at(folder: Path, references: Path | None = None) -> Iterator[LookedAt]:
    """Open a review and compute its report; anybody may, whoever the reviewers are.

    Args:
        folder: of the review.
        references: a table of what records are cited by.

    Raises:
        BadReview: no review there, a broken protocol or database.
        BadInput: the table of references is wrong.
    """
    with look_into(folder) as review:
        coding = Coding(review)
        cited = read_references(coding, references) if references else None
        made = make_report(coding, references=cited)
        yield LookedAt(coding=coding, made=made, references=cited)


def report_page(at: LookedAt, path: Path, *, marks: Mapping[str, str] | None = None) -> None:
    """Write the page, whole or not at all.

    Args:
        at: the review and its report.
        path: the file.
        marks: box name -> explanation, for numbers of the diagram that need one.

    Raises:
        UsageError: a mark for a box that does not exist.
        CannotWrite: the file cannot be written.
    """
    from extraction.report.figures import figures_of
    from extraction.report.page import to_html

    report = at.made.report
    diagram = drawn_as_svg(
        at.made.counts, Form.PRISMA2020, title=report.title, note=report.note, marks=marks
    )
    write_file(path, to_html(report, diagram, figures_of(at.coding, at.made, at.references)))
