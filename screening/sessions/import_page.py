"""The report of an import as a file: one self-contained HTML page, or a CSV table.

The page has no script, loads nothing from elsewhere, and follows the reader's light or dark mode.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from screening.console import counted, percent, safe_cell, write_file
from screening.errors import UsageError
from screening.sessions.import_files import FileOutcome
from screening.sessions.import_report import ImportReport
from screening.sessions.import_words import details, fill_rows, sum_lines
from screening.sessions.outputs import may_write, outputs

_KIND = "import report"
_HEADERS = ("file", "part", "name", "value", "entry", "line", "message", "remedy")
_REJECTED = '<span class="bad">rejected:</span> '
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --line: #d1d9e0; --page: #fff;
  --bad: #a4262c; --box: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4ae; --line: #3d444d;
  --page: #0d1117; --bad: #ff8a80; --box: #161b22; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h2 { border-top: 1px solid var(--line); padding-top: 1.2rem; margin-top: 2.2rem;
  overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
ul.sum { list-style: none; display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; }
ul.sum li { background: var(--box); border: 1px solid var(--line); border-radius: .4rem;
  padding: .3rem .9rem; text-align: center; }
ul.sum b { display: block; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
caption { text-align: left; font-weight: 600; padding: .4rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
meter { width: 9rem; } .bad { color: var(--bad); font-weight: 600; } .soft { color: var(--soft); }
"""


def check_report_path(path: Path, review: Path = Path(), *, replace: bool = False) -> None:
    """Make sure that the report's file says what it is and may be written.

    Raises:
        UsageError: its ending is neither .html nor .csv.
        CannotWrite: it is a review's own, or there already and not to be replaced.
    """
    if path.suffix.casefold() not in (".html", ".htm", ".csv"):
        raise UsageError(
            f"A report cannot be written as {path.name}.", "End its name in .html or .csv."
        )
    may_write([path], kind=_KIND, review=review, replace=replace)


def write_report(path: Path, outcomes: Sequence[FileOutcome], *, done: bool, review: Path) -> None:
    """Write the report of an import, or of a check, whole or not at all.

    What may be written was settled by ``check_report_path``, before anything was imported.

    Raises:
        UsageError: the file's ending is neither .html nor .csv.
        CannotWrite: it cannot be written.
    """
    check_report_path(path, review, replace=True)
    made = as_csv(outcomes) if path.suffix.casefold() == ".csv" else as_html(outcomes, done=done)
    with outputs([path], kind=_KIND, review=review, replace=True):
        write_file(path, made.encode("utf-8", "replace"))


def as_csv(outcomes: Sequence[FileOutcome]) -> str:
    """One row for each count, field and remark; the columns are the same for all."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(_HEADERS)
    for outcome in outcomes:
        for row in _csv_rows(outcome):
            writer.writerow([safe_cell(cell) for cell in (outcome.file, *row)])
    return made.getvalue()


def _csv_rows(outcome: FileOutcome) -> Iterator[tuple[object, ...]]:
    if outcome.error is not None:
        yield "error", "", "", "", "", outcome.error.message, outcome.error.hint
    report = outcome.report
    if report is None:
        return
    for name, value in (*_facts(report), *_counts(report)):
        yield "import", name, value, "", "", "", ""
    for name, entries, share in fill_rows(report):
        yield "field", name, entries, "", "", share, ""
    for at in report.changed_fields:
        yield "changed field", at.field, at.entries, "", "", "", ""
    for remark in report.remarks:
        part = "rejected" if remark.rejected else "remark"
        yield part, "", "", remark.entry, remark.line, remark.message, remark.remedy
    if report.remarks_left_out:
        yield "remark", "left out", report.remarks_left_out, "", "", "", ""


def as_html(outcomes: Sequence[FileOutcome], *, done: bool) -> str:
    """The page; every text from a file is escaped."""
    title = "Import report" if done else "What an import would do"
    parts = "\n".join(part for outcome in outcomes for part in _file_parts(outcome, done=done))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n<p>{_overview(outcomes)}</p>\n{parts}\n</body>\n</html>\n"
    )


def _overview(outcomes: Sequence[FileOutcome]) -> str:
    reports = [outcome.report for outcome in outcomes if outcome.report is not None]
    failed = len(outcomes) - len(reports)
    found = sum(report.found for report in reports)
    new = sum(report.imported for report in reports)
    bad = f' <span class="bad">{counted(failed, "file")} left out.</span>' if failed else ""
    return (
        f"{counted(len(outcomes), 'file')}, {counted(found, 'entry', 'entries')} found,"
        f" {new:,} new.{bad}"
    )


def _file_parts(outcome: FileOutcome, *, done: bool) -> Iterator[str]:
    yield f"<h2>{escape(outcome.file)}</h2>"
    if outcome.error is not None:
        yield f'<p class="bad">{escape(outcome.error.message)}</p>'
        yield f"<p>{escape(outcome.error.hint)}</p>"
    report = outcome.report
    if report is None:
        return
    numbers = "".join(f"<li><b>{n:,}</b>{escape(name)}</li>" for name, n in _counts(report))
    yield f'<ul class="sum">{numbers}</ul>'
    yield from (f"<p>{escape(line)}</p>" for line in sum_lines(report, done=done))
    yield from (f"<p>{escape(sentence)}</p>" for sentence in details(report, done=done))
    facts = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in _facts(report))
    yield f"<dl>{facts}</dl>"
    yield from _fill_table(report)
    yield from _change_table(report)
    yield from _remark_table(report)


def _facts(report: ImportReport) -> Iterator[tuple[str, str]]:
    sure = "" if report.confidence is None else f", {percent(report.confidence, 0)} sure"
    why = f" ({report.why})" if report.why else ""
    facts = (
        ("source", report.source),
        ("format", f"{report.format}{sure}{why}"),
        ("encoding", report.encoding),
        ("search", report.search if report.first or report.known else ""),
        ("date of the search", report.run_on),
        ("update", report.update),
        ("records", f"{report.first} to {report.last}" if report.first else ""),
        ("compared", "" if report.compared else "with no review: what is known cannot be told"),
    )
    yield from ((name, text) for name, text in facts if text)


def _counts(report: ImportReport) -> tuple[tuple[str, int], ...]:
    return (
        ("found", report.found),
        ("new", report.imported),
        ("known", report.known),
        ("of them changed", report.changed),
        ("rejected", report.rejected),
    )


def _fill_table(report: ImportReport) -> Iterator[str]:
    read = report.imported + report.known
    rows = "".join(
        f'<tr><td>{name}</td><td class="n">{entries:,}</td><td class="n">{share}</td>'
        f'<td><meter min="0" max="{read}" value="{entries}"></meter></td></tr>'
        for name, entries, share in fill_rows(report)
    )
    if rows:
        yield (
            '<table><caption>Fields filled</caption><tr><th>field</th><th class="n">entries</th>'
            f'<th class="n">share</th><th></th></tr>{rows}</table>'
        )
        empty = ", ".join(at.field for at in report.filled if not at.entries)
        yield f'<p class="soft">In no entry: {empty or "none"}.</p>'


def _change_table(report: ImportReport) -> Iterator[str]:
    rows = "".join(
        f'<tr><td>{at.field}</td><td class="n">{at.entries:,}</td></tr>'
        for at in report.changed_fields
    )
    if rows:
        yield (
            "<table><caption>Changed in known records</caption><tr><th>field</th>"
            f'<th class="n">records</th></tr>{rows}</table>'
        )


def _remark_table(report: ImportReport) -> Iterator[str]:
    rows = "".join(
        f'<tr><td class="n">{at.entry}</td><td class="n">{at.line or ""}</td>'
        f"<td>{_REJECTED if at.rejected else ''}{escape(at.message)}</td>"
        f"<td>{escape(at.remedy)}</td></tr>"
        for at in report.remarks
    )
    if rows:
        yield (
            '<table><caption>To look at</caption><tr><th class="n">entry</th>'
            f'<th class="n">line</th><th>what</th><th>what to do</th></tr>{rows}</table>'
        )
    if report.remarks_left_out:
        yield f"<p>{report.remarks_left_out:,} more are not listed here.</p>"
