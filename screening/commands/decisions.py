"""``tamis decisions import``: decisions made in Rayyan, Covidence, ASReview and others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, say
from screening.options import HERE, AsJson, Replace, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.protocol import Stage
    from screening.sessions.vote_plan import VotesAsked
    from screening.sessions.votes_taken import VotesTaken

File = Annotated[Path, typer.Argument(help="An export of the tool, or a ZIP archive of it.")]
StageName = Annotated[
    str,
    typer.Option("--stage", help="title, abstract or fulltext; needed where the file names none."),
]
Map = Annotated[
    Path | None,
    typer.Option(
        "--map", help="A TOML file: what reasons and reviewers are called here.", metavar="FILE"
    ),
]
Reason = Annotated[
    str, typer.Option(help="The reason of exclusions for which the file gives none.")
]
SaidVerdict = Annotated[
    str, typer.Option("--verdict", help="include, exclude or unsure, for a list decided alike.")
]
ToolName = Annotated[
    str, typer.Option("--tool", help="Force a tool instead of recognising it.", metavar="NAME")
]
Format = Annotated[str, typer.Option("--format", help="Force a format instead of detecting it.")]
AddRecords = Annotated[
    bool, typer.Option("--add-records", help="Import the file's records if some are missing here.")
]
SourceName = Annotated[
    str, typer.Option(help="With --add-records: the source of the records.", metavar="NAME")
]
LeaveOut = Annotated[
    bool, typer.Option("--leave-out", help="Go on without entries that cannot be taken over.")
]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", help="Write the entries left out as CSV.", metavar="FILE"),
]
KeepNames = Annotated[
    bool, typer.Option("--keep-names", help="Keep reviewers' e-mail addresses as they stand.")
]
Check = Annotated[bool, typer.Option("--check", help="Only say what would happen.")]


_KIND = "decisions report"


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Take over decisions made in other screening tools.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.callback()(_group)
    group.command("import")(import_)
    app.add_typer(group, name="decisions")


def _group() -> None:
    """Take over decisions made in other screening tools."""


def import_(
    file: File,
    stage: StageName = "",
    map_: Map = None,
    reason: Reason = "",
    verdict: SaidVerdict = "",
    tool: ToolName = "",
    format_: Format = "",
    add_records: AddRecords = False,
    source: SourceName = "",
    leave_out: LeaveOut = False,
    report: ReportFile = None,
    keep_names: KeepNames = False,
    check: Check = False,
    replace: Replace = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Take over decisions from Rayyan, Covidence, ASReview, EPPI-Reviewer or Tamis.

    Each reviewer's decisions stay that reviewer's own; a file that names none is yours. Records
    are found by id, DOI, PubMed number, or title and year. All entries are taken over, or none;
    the same file again changes nothing.

    E-mail addresses become pseudonyms, the same ones throughout the review.
    """
    from screening.protocol import to_stage, to_verdict
    from screening.sessions.import_votes import ExportAsked, import_votes
    from screening.sessions.review import open_review

    _check_report(report, review, replace=replace)
    at = to_stage(stage) if stage else None
    asked = _asked(at, map_, reason, keep_names=keep_names)
    how = ExportAsked(
        tool=tool,
        format_name=format_,
        verdict=to_verdict(verdict) if verdict else None,
        leave_out=leave_out,
        add_records=add_records,
        source=source,
        check=check,
    )
    with open_review(review, by=by) as opened:
        done = import_votes(opened, file, asked, how)
    if report:
        _write_report(report, review, done)
    for taken in done:
        _show(taken, as_json=as_json, check=check)
    _say_next(done, check=check)


def _asked(stage: Stage | None, words: Path | None, reason: str, *, keep_names: bool) -> VotesAsked:
    from screening.sessions.vote_map import VoteMap, read_vote_map
    from screening.sessions.vote_plan import VotesAsked

    known = read_vote_map(words) if words else VoteMap()
    return VotesAsked(stage=stage, map=known, reason=reason, keep_names=keep_names)


def _show(at: VotesTaken, *, as_json: bool, check: bool) -> None:
    from screening.codec import to_json

    if as_json:
        give(to_json(at))
        return
    entries = counted(at.entries, "entry", "entries")
    give(
        f"{at.file} ({at.tool}): {entries} = {at.taken:,} with decisions"
        f" + {at.blank:,} without + {len(at.left_out):,} left out"
    )
    would = "would be " if check else ""
    left = " with --leave-out" if at.refused else ""
    give(
        f"  {counted(at.added, 'decision')} {would}added{left}, {at.same:,} there already,"
        f" {at.changed_since:,} changed here since (kept as changed)"
    )
    for name, many in at.reviewers:
        give(f"  {name}: {counted(many, 'decision')}")
    for line in _more(at, would):
        say(f"  {line}")
    _show_left_out(at)


def _show_left_out(at: VotesTaken) -> None:
    from screening.sessions.votes_taken import left_out_lines

    lines = left_out_lines(at.left_out)
    for line in lines:
        say(f"  {'' if line.startswith(('  ', '...')) else 'left out: '}{line}")
    if sum("... and " in line for line in lines):
        say("  --report FILE.csv lists them all.")
    if at.refused:
        many = counted(len(at.left_out), "entry", "entries")
        say(
            f"  Without --leave-out the import would be refused, and no decision taken over: {many}"
            " cannot be."
        )


def _more(at: VotesTaken, would: str) -> list[str]:
    lines = list(at.said)
    if at.matched:
        lines.append("Known by " + ", ".join(f"{sign} ({many:,})" for sign, many in at.matched))
    if at.notes or at.tags:
        lines.append(f"{counted(at.notes, 'note')} and {counted(at.tags, 'tag')} {would}added.")
    if at.elsewhere:
        lines.append(f"{counted(at.elsewhere, 'decision')} of other stages passed over.")
    if at.records_added:
        lines.append(f"{counted(at.records_added, 'record')} {would}imported from the file.")
    if at.conflicts:
        differ = "would differ" if would else "differ"
        lines.append(f"Reviewers {differ} on {counted(at.conflicts, 'record')}: tamis conflicts")
    return lines


def _check_report(path: Path | None, review: Path, *, replace: bool) -> None:
    from screening.sessions.outputs import may_write

    if path:
        may_write([path], kind=_KIND, review=review, replace=replace, endings=(".csv",))


def _write_report(path: Path, review: Path, done: list[VotesTaken]) -> None:
    import csv
    import io

    from screening.console import safe_cell, write_file
    from screening.sessions.outputs import outputs

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("file", "place", "title", "why"))
    for at in done:
        for left in at.left_out:
            cells = (at.file, left.place, left.title, left.why)
            writer.writerow([safe_cell(cell) for cell in cells])
    with outputs([path], kind=_KIND, review=review, replace=True):
        write_file(path, b"\xef\xbb\xbf" + text.getvalue().encode())
    say(f"The entries left out are in {path}.")


def _say_next(done: list[VotesTaken], *, check: bool) -> None:
    if check:
        say("Only checked: the log is unchanged.")
    elif not any(at.added or at.notes or at.tags for at in done):
        say("Nothing new: the log is unchanged.")
    elif any(at.records_added for at in done):
        say("Next: tamis duplicates find")
    elif any(at.conflicts for at in done):
        say("Next: tamis conflicts")
    else:
        say("Next: tamis status")
