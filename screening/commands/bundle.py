"""``tamis bundle``: hand a reviewer the review in a file, and take the decisions back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from screening.console import counted, give, give_table, say, typed
from screening.options import HERE, AsJson, Replace, Reviewer, ReviewFolder

BundleFile = Annotated[Path, typer.Argument(help="The file of a bundle.", metavar="FILE")]
OutFile = Annotated[
    Path | None, typer.Option("--out", "-o", help="The file to write, .tamis.", metavar="FILE")
]
_ENDINGS = (".tamis",)


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Work together without a server: files out to reviewers, and their decisions back.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.command("make")(make)
    group.command("open")(open_)
    group.command("return")(return_)
    group.command("merge")(merge)
    group.command("list")(list_)
    app.add_typer(group, name="bundle")


def make(
    reviewer: Annotated[str, typer.Argument(help="For whom: a name in review.toml.")],
    out: OutFile = None,
    replace: Replace = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Write one file for a reviewer: records, protocol, assignment, and nobody else's decisions."""
    from screening.codec import to_json
    from screening.sessions.bundle_make import make_bundle
    from screening.sessions.outputs import check_ending
    from screening.sessions.review import open_review

    if out:
        check_ending(out, _ENDINGS)
    with open_review(review, by=by) as opened:
        done = make_bundle(opened, reviewer, out, replace=replace)
    if as_json:
        give(to_json({**_fields(done), "file": str(done.file)}))
        return
    give(f"Wrote {done.file} for {done.reviewer}: {counted(done.records, 'record')}.")
    for stage, count in done.waiting:
        if count:
            give(f"  {counted(count, 'record')} to decide at the {stage.label} stage")
    if done.reports_left_out:
        say(
            "A bundle holds no full texts: those of"
            f" {counted(done.reports_left_out, 'report')} stay here. Send {done.reviewer} their"
            " files as well, to be read beside the screen; 'tamis fulltext list --csv' says where"
            " each is kept."
        )
    say(f"Send it to {done.reviewer}, who opens it with: tamis bundle open {typed(done.file.name)}")


def open_(
    file: BundleFile,
    folder: Annotated[
        Path | None,
        typer.Argument(help="Where to work, new or empty; else here, named like the file."),
    ] = None,
) -> None:
    """Open a bundle that you were sent, as a review of your own."""
    from screening.sessions.bundle_open import open_bundle

    done = open_bundle(file, folder)
    give(f"{done.folder} is {done.reviewer}'s part of {done.title!r}.")
    say(f"Next: cd {done.folder}, then tamis screen. When done: tamis bundle return")


def return_(
    out: OutFile = None,
    replace: Replace = False,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Write the file that brings back what you decided in a bundle; you can go on afterwards."""
    from screening.codec import to_json
    from screening.sessions.bundle_open import return_bundle
    from screening.sessions.outputs import check_ending
    from screening.sessions.review import look_into

    if out:
        check_ending(out, _ENDINGS)
    with look_into(review) as opened:
        done = return_bundle(opened, out, replace=replace)
    if as_json:
        give(to_json({**_fields(done), "file": str(done.file)}))
        return
    give(f"Wrote {done.file}: {counted(done.steps, 'step')} of {done.reviewer}.")
    give(f"It ends with {done.digest}.")
    say("Send the file back; whoever merges it can check that digest with --expect.")


def merge(
    file: BundleFile,
    expect: Annotated[
        str, typer.Option(help="The digest that the reviewer told you in another way.")
    ] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Take the decisions of a returned bundle into the review; the same file twice adds nothing."""
    from screening.codec import to_json
    from screening.commands.decide import say_next
    from screening.sessions.bundle_merge import merge_bundle
    from screening.sessions.review import open_review

    with open_review(review, by=by) as opened:
        done = merge_bundle(opened, file, expect=expect)
        if as_json:
            give(to_json(done))
            return
        give(
            f"{done.file}: {counted(done.steps, 'step')} of {done.reviewer} ="
            f" {done.added} added + {done.known} known; {counted(done.decisions, 'decision')} new"
        )
        if not done.added:
            say("Nothing new: the log is unchanged.")
        if done.gone:
            say(
                f"Of these, {counted(done.gone, 'step is', 'steps are')} on records whose import"
                " was taken back meanwhile: kept in the log, but not counted."
            )
        say_next(opened)


def list_(review: ReviewFolder = HERE, as_json: AsJson = False) -> None:
    """List the bundles made, and how much of each has come back."""
    from screening.codec import to_json
    from screening.sessions.bundle_merge import list_bundles
    from screening.sessions.review import look_into

    with look_into(review) as opened:
        found = list_bundles(opened)
    if as_json:
        for at in found:
            give(to_json(at))
    elif found:
        rows = [(at.bundle[:8], at.reviewer, at.event, at.steps_merged) for at in found]
        give_table(("bundle", "for", "made at event", "steps merged"), rows)
    else:
        say("No bundle was made. Next: tamis bundle make REVIEWER")


def _fields(done: object) -> dict[str, object]:
    names = getattr(type(done), "__dataclass_fields__", {})
    return {name: getattr(done, name) for name in names}
