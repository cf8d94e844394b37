"""What the commands of the flow hand out: tables, drawings, the template and the app's address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from screening.console import give, give_table, say

if TYPE_CHECKING:
    from screening.prisma import FlowCounts, Form
    from screening.prisma.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files that a flow is to be written to."""

    drawings: tuple[Path, ...]
    template: Path | None
    review: Path
    replace: bool

    @property
    def _all(self) -> tuple[Path, ...]:
        return (*self.drawings, *([self.template] if self.template else []))

    def check(self) -> None:
        """Look at all of them before anything is computed.

        Raises:
            UsageError: one ends otherwise than what is written.
            CannotWrite: one must not be written.
        """
        if not self._all:
            return
        from screening.sessions.flow import check_image
        from screening.sessions.outputs import check_ending, may_write

        for path in self.drawings:
            check_image(path)
        if self.template:
            check_ending(self.template, (".csv",))
        may_write(self._all, kind="prisma", review=self.review, replace=self.replace)

    @contextmanager
    def written(self) -> Iterator[None]:
        """The block in which they are written."""
        if not self._all:
            yield
            return
        from screening.sessions.outputs import outputs

        with outputs(self._all, kind="prisma", review=self.review, replace=self.replace):
            yield


def draw_all(
    counts: FlowCounts | Told,
    form: Form | None,
    out: Sequence[Path] | None,
    title: str,
    *,
    note: str = "",
    marks: dict[str, str] | None = None,
) -> None:
    """Draw into every file asked for."""
    from screening.sessions.flow import Form, write_diagram

    for path in out or ():
        write_diagram(counts, form or Form.THREE_STAGE, path, title=title, note=note, marks=marks)
        say(f"Wrote {path}.")


def write_template(at: Told, path: Path | None, *, pad: bool) -> None:
    """Write the CSV template, if asked for."""
    if path:
        from screening.sessions import flow

        flow.write_template(at, path, pad=pad)
        say(f"Wrote {path}.")


def give_link(at: Told) -> None:
    """Print the address of the web app with the numbers in it."""
    from screening.prisma.link import app_link

    give(app_link(at))
    say("Opening this address hands the numbers to the server of the web app; Tamis opens nothing.")


def give_rows(counts: FlowCounts | Told, form: Form | None, *, as_csv: bool = False) -> None:
    """Print the table of one form, for people or for spreadsheets."""
    from screening.prisma import Form, table_rows, to_csv

    if as_csv:
        give(to_csv(counts, [form or Form.THREE_STAGE]).rstrip("\n"))
        return
    rows = table_rows(counts, form or Form.THREE_STAGE)
    give_table(
        ("", "n"),
        [
            ("  " * row.indent + row.label, "?" if row.unknown else "" if row.n is None else row.n)
            for row in rows
        ],
    )
