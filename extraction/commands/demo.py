"""``tamis demo``: reproduce the mentoring review in a folder, and check each published number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import give, give_table, percent, progress_bar, say
from screening.errors import CheckFailed
from screening.options import AsJson

if TYPE_CHECKING:
    from extraction.demo.run import DemoReport
    from extraction.themes.evaluate import Hits

DEFAULT = Path("mentoring-demo")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder for the demo.")] = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Reproduce a published review, from search exports to themes, and check its numbers.

    The mentoring review (Keykha & Keykha 2022): 91 records, three exclusion stages, 51 studies,
    347 codes. Exits with 3 if a published number is not reproduced.
    """
    from extraction.demo.run import run_demo
    from screening.codec import to_json

    with progress_bar("Comparing texts") as progress:
        report = run_demo(folder, say, progress)
    if as_json:
        give(to_json(report))
    else:
        _show(report, folder)
    if not report.holds:
        missed = [check.what for check in report.checks if not check.holds]
        raise CheckFailed(
            f"Not reproduced: {'; '.join(missed)}.", "Please report this with 'tamis --version'."
        )


def _show(report: DemoReport, folder: Path) -> None:
    give()
    rows = [
        (
            check.what,
            check.published,
            check.computed,
            "holds" if check.holds else "DIFFERS",
            check.status,
        )
        for check in report.checks
    ]
    give_table(("number", "article", "computed", "", "in the article"), rows)
    give()
    give(
        "Which of the 40 were excluded at which stage, and why, is reconstructed: the article"
        " does not\nprint it. 'counted' means counted from its printed lists."
    )
    give(
        f"Links: {report.links}, without those to works outside the 51:"
        f" {report.links - report.links_outside}. Codes: {report.codes}, without those that cite"
        f" nothing:\n{report.codes - report.codes_uncited}. All are kept as printed, and flagged."
    )
    give()
    _show_proposals(report)
    give()
    give(f"Everything is in {folder}: the review, corpus/ with the search exports, and")
    for path in report.files[1:]:
        give(f"  {path.relative_to(folder)}")
    say(f"Next: tamis status -C {folder}, or tamis log -C {folder}")


def _show_proposals(report: DemoReport) -> None:
    score, quality = report.proposals, report.placement
    give("How well the machine's proposals matched the published tree:")
    give_table(
        ("place of a code", "of 14: top 1", "top 3", "of 7: top 1", "top 3"),
        [
            (words, *_shares(hits))
            for words, hits in (
                ("by names only, nothing approved yet", quality.cold_start),
                ("all others approved, leave one study out", quality.leave_one_study_out),
                ("all others approved, leave one code out", quality.leave_one_out),
                ("always the largest", quality.always_largest),
            )
        ],
    )
    give(
        f"Codes proposed: {score.proposed}; {score.taken} hold exactly the findings of one of the"
        f" {score.published} published codes."
    )
    give(
        "Clusters against the published tree (adjusted Rand index):"
        f" {quality.adjusted_rand_themes:.2f} for {quality.themes} groups,"
        f" {quality.adjusted_rand_subthemes:.2f} for {quality.subthemes} sub-groups."
    )


def _shares(hits: Hits) -> tuple[str, ...]:
    shares = (hits.top_1, hits.top_3, hits.theme_1, hits.theme_3)
    return tuple("" if share is None else percent(share, 0) for share in shares)
