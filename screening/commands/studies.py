"""``tamis studies``: which reports are of one study, as suggested, grouped and split again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_csv, give_table, room, say
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.sessions.review import Review

Reports = Annotated[list[str], typer.Argument(help="Records, such as R0003 R0017.")]
Why = Annotated[str, typer.Option(help="What shows it.")]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Say which reports are of one study; the PRISMA flow counts follow.",
        rich_markup_mode=None,
    )
    group.command("list")(list_)
    group.command("suggest")(suggest)
    group.command("group")(group_)
    group.command("split")(split)
    group.command("undo")(undo)
    app.add_typer(group, name="studies")


def list_(review: ReviewFolder = HERE, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the studies that have several reports; every other report is a study of its own."""
    from screening.codec import to_json
    from screening.sessions.review import look_into
    from screening.sessions.shown import one_line
    from screening.sessions.studies import grouped_studies

    with look_into(review) as opened:
        found = grouped_studies(opened)
        totals = _totals(opened)
    if as_json:
        for study in found:
            give(to_json(study))
        return
    headers = ("study", "report", "source", "year", "standing", "title")
    rows = [
        (study.study, at.record, at.source, str(at.year or ""), at.standing, at.title)
        for study in found
        for at in study.reports
    ]
    if as_csv:
        give_csv(headers, rows)
    elif rows:
        give_table(headers, [(*row[:5], one_line(row[5], 50)) for row in rows], within=room())
    say(f"{counted(len(found), 'study', 'studies')} with several reports. {totals}")
    if not found:
        say("Next: tamis studies suggest")


def suggest(review: ReviewFolder = HERE, as_json: AsJson = False) -> None:
    """List related reports that may be of one study: preprint and article, part, erratum.

    They come from 'tamis duplicates find'. Say of each what it is: group or split.
    """
    from screening.codec import to_json
    from screening.sessions.review import look_into
    from screening.sessions.shown import one_line
    from screening.sessions.studies import suggestions

    with look_into(review) as opened:
        found = suggestions(opened)
    if as_json:
        for at in found:
            give(to_json(at))
        return
    if found:
        give_table(
            ("report", "report", "relation", "evidence", "title", "title"),
            [
                (
                    *(at.one.record, at.two.record, at.relation, one_line(at.evidence, 60)),
                    *(one_line(at.one.title, 40), one_line(at.two.title, 40)),
                )
                for at in found
            ],
            within=room(),
        )
        one, two = found[0].one.record, found[0].two.record
        say(f"Next: tamis studies group {one} {two}, or tamis studies split {one} {two}")
    else:
        say("Nothing is suggested. Related reports are found by: tamis duplicates find")


def group_(reports: Reports, why: Why = "", review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Say that reports are of one study: it is counted once, each of its reports as a report."""
    from screening.sessions.review import open_review
    from screening.sessions.studies import group_reports

    with open_review(review, by=by) as opened:
        made = group_reports(opened, [opened.known(at) for at in reports], why=why)
        give(f"One study, {len(made)} reports: {', '.join(made)}.")
        say(_totals(opened))


def split(reports: Reports, why: Why = "", review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Say that each report is of a study of its own, grouped before or only suggested."""
    from screening.sessions.review import open_review
    from screening.sessions.studies import split_reports

    with open_review(review, by=by) as opened:
        made = split_reports(opened, [opened.known(at) for at in reports], why=why)
        own = "is a study of its own" if len(made) == 1 else "are each of a study of their own"
        give(f"{', '.join(made)} {own}.")
        say(_totals(opened))


def undo(review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Take back your latest grouping or splitting; repeat to go further back."""
    from screening.sessions.review import open_review
    from screening.sessions.studies import undo_study_step

    with open_review(review, by=by) as opened:
        give(undo_study_step(opened))
        say(_totals(opened))


def _totals(review: Review) -> str:
    """How many studies are included, with how many reports."""
    from screening.sessions.flow import checked_flow

    counts = checked_flow(review)
    studies = counted(counts.studies_included, "study", "studies")
    return f"Included so far: {studies} with {counted(counts.reports_included, 'report')}."
