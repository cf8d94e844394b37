"""``tamis demo``: reproduce the mentoring review in a folder, and check each published number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import give, give_table, progress_bar, say
from screening.errors import CheckFailed
from screening.options import AsJson

if TYPE_CHECKING:
    from extraction.demo.run import DemoReport

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
        ("", "top 1", "top 3"),
        [
            (
                "place of a code, names only (nothing approved yet)",
                *_shares(quality.cold_start_top_1, quality.cold_start_top_3),
            ),
            (
                "place of a code, all others approved (leave one out)",
                *_shares(quality.leave_one_out_top_1, quality.leave_one_out_top_3),
            ),
            ("always the largest sub-component", f"{quality.always_largest_top_1:.0%}", ""),
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


def _shares(first: float, third: float) -> tuple[str, str]:
    return f"{first:.0%}", f"{third:.0%}"
