"""The PRISMA flow of a review: computed from the log, checked, shown and drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from screening.console import write_file
from screening.errors import CheckFailed, UsageError
from screening.prisma import (
    FlowCounts,
    Form,
    Row,
    Severity,
    box_counts,
    flow,
    flow_records,
    prisma2020_csv,
    table_rows,
    violations,
)
from screening.prisma.told import Told
from screening.records import RecordId
from screening.sessions.flow_explain import no_such_box
from screening.sessions.flow_time import Standing

__all__ = [
    "FlowCounts",
    "Form",
    "Row",
    "box_names",
    "box_numbers",
    "check_image",
    "checked_flow",
    "doubts",
    "drawn_as_svg",
    "flow_rows",
    "records_in_box",
    "to_form",
    "write_diagram",
    "write_template",
]


def checked_flow(review: Standing) -> FlowCounts:
    """The counts of a review, or of a moment of it, after every arithmetic rule was seen to hold.

    Raises:
        CheckFailed: a rule does not hold.
    """
    counts = flow(review.state, review.protocol)
    broken = [found for found in violations(counts) if found.severity is Severity.ERROR]
    if broken:
        raise CheckFailed(
            "The flow does not add up: " + " ".join(found.sentence for found in broken),
            "This is a fault of Tamis; please report it with the output of 'tamis log --json'.",
        )
    return counts


def doubts(counts: FlowCounts) -> tuple[str, ...]:
    """What does not look right, though it may have a good reason: a sentence for each."""
    return tuple(
        found.sentence for found in violations(counts) if found.severity is Severity.WARNING
    )


def records_in_box(review: Standing, box: str) -> Sequence[RecordId]:
    """The records behind one number of the flow.

    Raises:
        UsageError: there is no such box.
    """
    boxes = flow_records(review.state, review.protocol)
    if box not in boxes:
        raise no_such_box(box, boxes)
    return boxes[box]


def box_names(counts: FlowCounts) -> tuple[str, ...]:
    """The names of all boxes of a flow, in the order of the diagram."""
    return tuple(box_counts(counts))


def box_numbers(counts: FlowCounts) -> dict[str, int]:
    """Box name -> number, for every box of a flow, in the order of the diagram."""
    return box_counts(counts)


def flow_rows(counts: FlowCounts, form: Form) -> tuple[Row, ...]:
    """The lines of one form in reading order."""
    return table_rows(counts, form)


def drawn_as_svg(
    counts: FlowCounts,
    form: Form,
    *,
    title: str,
    note: str = "",
    marks: Mapping[str, str] | None = None,
) -> str:
    """The flow drawn as SVG, for pages that hold it themselves; texts in it are escaped."""
    from screening.prisma.drawing import draw

    return draw(counts, form, "svg", title=title, note=note, marks=marks).decode("utf-8")


def to_form(text: str) -> Form:
    """Read a form as people type it.

    Raises:
        UsageError: no such form.
    """
    try:
        return Form(text.strip().lower())
    except ValueError:
        forms = ", ".join(form.value for form in Form)
        raise UsageError(f"There is no form {text!r}.", f"The forms are: {forms}.") from None


def write_template(flow: FlowCounts | Told, path: Path, *, pad: bool = False) -> None:
    """Write the CSV template of the PRISMA2020 R package and web app.

    Args:
        flow: counts of a log, or typed numbers.
        path: the file.
        pad: add "Other, 0" to a single reason, for the package up to 1.1.1.

    Raises:
        CannotWrite: the file cannot be written.
    """
    write_file(path, prisma2020_csv(flow, pad_single_reason=pad).encode("utf-8"))


def check_image(path: Path) -> None:
    """Make sure that a diagram can be drawn into a file of this name.

    Raises:
        UsageError: its ending is none of the pictures'.
    """
    from screening.prisma.drawing import to_image

    to_image(path)


def write_diagram(
    counts: FlowCounts | Told,
    form: Form,
    path: Path,
    *,
    title: str,
    note: str = "",
    marks: Mapping[str, str] | None = None,
) -> None:
    """Draw the flow into a file; its ending says SVG, PNG, PDF or PPTX.

    Raises:
        UsageError: another ending.
        CannotWrite: the file cannot be written.
    """
    from screening.prisma.drawing import draw

    write_file(path, draw(counts, form, path, title=title, note=note, marks=marks))
