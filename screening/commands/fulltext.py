"""``tamis fulltext``: attach full texts, see what is there, what is sought, and read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_csv, give_table, say
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.sessions.fulltext_list import FileRow, MissingRow, ReportRow

Report = Annotated[str, typer.Argument(help="A record, such as R0017.")]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    from screening.commands import fulltext_attach

    group = typer.Typer(
        help="Attach the full texts of reports, see which are missing, and read them.",
        rich_markup_mode=None,
    )
    group.command("list")(list_)
    group.command("attach")(fulltext_attach.attach)
    group.command("detach")(detach)
    group.command("missing")(missing)
    group.command("text")(text)
    app.add_typer(group, name="fulltext")


def list_(
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the reports whose full text is sought, and the files of each."""
    from screening.codec import to_json
    from screening.sessions.fulltext_list import list_full_texts
    from screening.sessions.review import look_into

    with look_into(review, by=by) as opened:
        rows = list_full_texts(opened)
    if as_json:
        for row in rows:
            give(to_json(row))
    elif as_csv:
        give_csv(_FILE_COLUMNS, (cells for row in rows for cells in _file_cells(row)))
    elif rows:
        headers = ("record", "full text", "pages", "file", "title")
        give_table(headers, (cells for row in rows for cells in _shown_cells(row)))
    _say_counts(rows)


_FILE_COLUMNS = (
    "record", "standing", "title", "doi", "file", "supplement", "pages", "characters", "path",
    "file_sha256", "text_sha256", "how", "confidence", "by", "at", "why",
)  # fmt: skip


def _file_cells(row: ReportRow) -> list[tuple[object, ...]]:
    head = (row.record, row.standing, row.title, row.doi)
    if not row.files:
        return [(*head, *[""] * 9, row.by, row.at, row.why)]
    return [
        (
            *head,
            *(at.file, "yes" if at.supplement else "", at.pages or "", at.characters, at.path),
            *(at.sha256, at.text_sha256, at.how, at.confidence, at.by, at.at, row.why),
        )
        for at in row.files
    ]


def _shown_cells(row: ReportRow) -> list[tuple[object, ...]]:
    from screening.sessions.shown import one_line

    title = one_line(row.title, 44)
    if not row.files:
        why = f": {one_line(row.why, 30)}" if row.why else ""
        return [(row.record, f"{row.standing}{why}", "", "", title)]
    return [
        (
            row.record if number == 0 else "",
            _what(at),
            at.pages or "",
            one_line(at.file, 30),
            title if number == 0 else "",
        )
        for number, at in enumerate(row.files)
    ]


def _what(file: FileRow) -> str:
    kind = "supplement" if file.supplement else "attached"
    return kind if file.text_sha256 else f"{kind} without text"


def _say_counts(rows: tuple[ReportRow, ...]) -> None:
    from screening.sessions.fulltext_list import TextStanding

    if not rows:
        say("No full text is sought yet: no record has reached the full-text stage.")
        return
    counts = {standing: sum(row.standing is standing for row in rows) for standing in TextStanding}
    told = ", ".join(f"{number} {standing}" for standing, number in counts.items() if number)
    say(f"{counted(len(rows), 'report')}: {told}.")
    if counts[TextStanding.NO_TEXT]:
        say(
            "Files without text are scanned pages: read them in a PDF viewer, or let a program for"
            " text recognition (OCR) write a new PDF and attach that."
        )
    if counts[TextStanding.SOUGHT]:
        say("Next: tamis fulltext missing, then tamis fulltext attach FOLDER")


def detach(
    record: Report,
    file: Annotated[
        str, typer.Argument(help="Which of its files: the name, or the start of its SHA-256.")
    ] = "",
    why: Annotated[str, typer.Option(help="What was wrong.")] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Take a wrong file of a report back; it is not proposed for this report again."""
    from screening.sessions.fulltexts import detach as take_back
    from screening.sessions.review import open_review

    with open_review(review, by=by) as opened:
        known = opened.known(record)
        taken = take_back(opened, known, file, why=why)
    give(f"{taken.body.file_name} is no longer a file of {known}.")
    say("The file itself stays beside the review. To see what is left: tamis fulltext list")


def missing(
    given_up: Annotated[
        bool, typer.Option("--all", help="Add those that were marked as not retrieved.")
    ] = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the full texts that are still sought, with DOI and link; --csv for a librarian."""
    from screening.codec import to_json
    from screening.sessions.fulltext_list import MissingRow, missing_full_texts
    from screening.sessions.review import look_into

    with look_into(review, by=by) as opened:
        rows = missing_full_texts(opened, given_up=given_up)
    if as_json:
        for row in rows:
            give(to_json(row))
    elif as_csv:
        names = tuple(MissingRow.__dataclass_fields__)
        give_csv(names, ([getattr(row, name) for name in names] for row in rows))
    else:
        for row in rows:
            _give_missing(row)
    sought = sum(not row.not_retrieved_on for row in rows)
    say(f"{counted(sought, 'full text')} still sought.")
    if sought:
        say(
            "Next: tamis fulltext attach FILE or FOLDER; for one that cannot be had:"
            ' tamis retrieved RECORD --no "WHY"'
        )


def _give_missing(row: MissingRow) -> None:
    from screening.sessions.shown import safe_text

    give(f"{row.record}  {safe_text(row.title)}")
    first = row.authors.split(";")[0] + (" et al." if ";" in row.authors else "")
    place = ", ".join(
        part for part in (row.journal, row.volume and f"vol. {row.volume}", row.pages) if part
    )
    told = ". ".join(part.rstrip(".") for part in (first, str(row.year or ""), place) if part)
    if told:
        give(f"       {safe_text(told)}")
    if row.link or row.pmid:
        give(f"       {' '.join(filter(None, (row.link, row.pmid and f'PMID {row.pmid}')))}")
    if row.not_retrieved_on:
        why = f": {safe_text(row.why)}" if row.why else ""
        give(f"       not retrieved, said {row.by} on {row.not_retrieved_on}{why}")


def text(
    record: Report,
    page: Annotated[int, typer.Option(help="Only this page, from 1.")] = 0,
    find: Annotated[str, typer.Option(help="Only the lines with these words.")] = "",
    file: Annotated[str, typer.Option(help="Only the file of this name.", metavar="NAME")] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Print the text of a report's files, with page marks; --find looks for words in it."""
    from screening.codec import to_json
    from screening.sessions.fulltext_reading import read_full_text
    from screening.sessions.review import look_into

    with look_into(review, by=by) as opened:
        found = read_full_text(opened, opened.known(record), page=page, words=find, file=file)
    for at in found:
        if as_json:
            give(to_json(at))
            continue
        supplement = " (supplement)" if at.supplement else ""
        give(f"== {at.file}{supplement}")
        for part in at.parts:
            give(f"-- page {part.page} of {at.pages}" if at.pages else "--")
            give(part.text)
    if find:
        say(f"{counted(sum(len(at.parts) for at in found), 'place')} found.")
