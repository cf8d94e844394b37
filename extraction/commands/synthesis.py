"""``tamis synthesis``: numbers over studies: effect sizes and shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from extraction.commands.findings import ReferenceFile
from extraction.commands.synthesis_pages import add_to
from extraction.commands.synthesis_pool import chosen, pool
from screening.console import counted, give, give_csv, give_table, percent, say
from screening.options import HERE, AsCsv, AsJson, ReviewFolder

if TYPE_CHECKING:
    from extraction.sessions.effects import Intensity, Supported
    from extraction.synthesis.shares import Share

Row: TypeAlias = "Supported | Intensity | Share"


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Compute the numbers of a synthesis.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.callback()(_group)
    group.command("effects")(effects)
    group.command("shares")(shares)
    group.command("pool")(pool)
    add_to(group)
    app.add_typer(group, name="synthesis")


def _group() -> None:
    """Compute the numbers of a synthesis."""


def effects(
    level: Annotated[str, typer.Option(help="theme, subtheme or code.")] = "code",
    by_study: Annotated[
        bool, typer.Option("--by-study", help="Intensity effect sizes of the studies instead.")
    ] = False,
    threshold: Annotated[
        float,
        typer.Option(
            help="With --by-study: the percent of studies from which a code is frequent.",
            min=0,
            max=100,
        ),
    ] = 10,
    references: ReferenceFile = None,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show frequency effect sizes, and which studies support each theme, subtheme or code.

    Frequency effect size: included studies with a finding under it / all included studies.
    Intensity effect size of a study: its codes / all codes with a finding.
    Reports of one study (tamis studies) and duplicates count once.
    """
    from extraction.sessions import effects as sessions
    from extraction.sessions.coding import open_coding
    from extraction.sessions.exporting import read_references
    from extraction.sessions.naming import level_word, to_level

    with open_coding(review) as coding:
        wanted = to_level(coding, level)
        word = level_word(coding, wanted)
        cited = read_references(coding, references) if references else None
        base = sessions.base_of(coding)
        rows: Sequence[Row] = (
            sessions.intensities(coding, threshold / 100, references=cited)
            if by_study
            else sessions.supported(coding, wanted, references=cited)
        )
    if as_json:
        from screening.codec import to_json

        for row in rows:
            give(to_json(row))
    else:
        _give_effects(rows, as_csv=as_csv, word=word)
    studies = counted(base.studies, "included study", "included studies")
    say(f"N = {studies}, {counted(base.reports, 'report')}.")
    if by_study:
        say(f"Frequent codes: those of {percent(threshold / 100)} or more of the included studies.")


def _give_effects(rows: Sequence[Row], *, as_csv: bool, word: str = "") -> None:
    """``word`` is what the review calls the level of the rows; files keep the level's own name."""
    from dataclasses import asdict

    if not rows:
        say("Nothing to count: no node of this level, or no included study.")
        return
    headers = list(asdict(rows[0]))
    cells = [_rounded(list(asdict(row).values())) for row in rows]
    if as_csv:
        give_csv(headers, cells)
        return
    from screening.sessions.shown import safe_text

    give_table(
        [header.replace("_", " ") for header in headers],
        [
            [
                word if header == "level" else safe_text(str(cell))
                for header, cell in zip(headers, row, strict=True)
            ]
            for row in cells
        ],
    )


def _rounded(cells: Sequence[object]) -> list[object]:
    """Shares to four digits, and nothing for None."""
    return [
        "" if cell is None else f"{cell:.4f}" if isinstance(cell, float) else cell for cell in cells
    ]


def shares(
    unit: Annotated[str, typer.Option(help="codes, links or studies.")] = "links",
    among: Annotated[
        list[str] | None,
        typer.Option(help="A theme to compare with others named so; repeat for several."),
    ] = None,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show the share of each theme; the unit and its denominator are named.

    The columns with 'included' leave findings of studies out that are not included.
    """
    from extraction.sessions import effects as sessions
    from extraction.sessions.coding import open_coding
    from extraction.synthesis.shares import Unit

    wanted = chosen(Unit, unit, "--unit")
    with open_coding(review) as coding:
        found = [at for at in sessions.shares(coding, among or ()) if at.unit is wanted]
    if as_json:
        from screening.codec import to_json

        for row in found:
            give(to_json(row))
    else:
        _give_effects(found, as_csv=as_csv)
    say(f"Unit: {wanted}; of {wanted.basis}.")
