"""``tamis synthesis figures``, ``cerqual`` and ``entreq``: pictures and tables for a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extraction.commands.findings import ReferenceFile
from extraction.commands.synthesis_pool import chosen
from screening.console import counted, give, say
from screening.options import HERE, Replace, ReviewFolder

if TYPE_CHECKING:
    from extraction.sessions.coding import Coding
    from extraction.synthesis.references import References

FOLDER = "figures"
OrderOption = Annotated[
    str, typer.Option(help="Of the studies in the saturation curve: coding or publication.")
]

PictureFolder = Annotated[
    Path | None, typer.Option(help="The folder to write to; else 'figures' in the review.")
]
PictureLevel = Annotated[
    str,
    typer.Option(
        help="theme, subtheme or code: the rows of the matrix (else subthemes) and the lowest"
        " nodes of the tree (else codes)."
    ),
]


def add_to(group: typer.Typer) -> None:
    """Add the commands to ``tamis synthesis``."""
    group.command("figures")(figures)
    group.command("cerqual")(cerqual)
    group.command("entreq")(entreq)


def figures(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="shares, matrix, tree or saturation; else all of them."),
    ] = None,
    out: PictureFolder = None,
    kind: Annotated[
        list[str] | None, typer.Option("--format", help="svg or png; else both.")
    ] = None,
    level: PictureLevel = "",
    unit: Annotated[str, typer.Option(help="Of the shares: codes, links or studies.")] = "links",
    among: Annotated[
        list[str] | None,
        typer.Option(help="A theme whose share is compared with others named so; repeat."),
    ] = None,
    order: OrderOption = "coding",
    title: Annotated[str, typer.Option(help="Another title above the picture.")] = "",
    references: ReferenceFile = None,
    replace: Replace = False,
    review: ReviewFolder = HERE,
) -> None:
    """Draw the share of each theme, the study matrix, the code tree and the saturation curve.

    All are in greys, labelled, with their unit and denominator, as SVG (text stays text) and PNG.
    A forest plot is drawn by 'tamis synthesis pool --plot FILE'.
    """
    from extraction.sessions.coding import open_coding
    from extraction.sessions.naming import to_level
    from extraction.sessions.picturing import KINDS, Wishes, draw_pictures
    from extraction.sessions.saturating import to_order
    from extraction.synthesis.shares import Unit
    from screening.sessions.outputs import may_fill

    folder = out or review / FOLDER
    may_fill(folder, review)
    with open_coding(review) as coding:
        wishes = Wishes(
            level=to_level(coding, level) if level else None,
            unit=chosen(Unit, unit, "--unit"),
            among=tuple(among or ()),
            order=to_order(order),
            title=title,
            references=_cited(coding, references),
        )
        files = draw_pictures(
            coding, folder, names or (), tuple(kind or KINDS), wishes, replace=replace
        )
    for file in files:
        give(str(file))
    say(f"{counted(len(files), 'picture')} written.")


OutFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The file to write: .docx, .md or .csv."),
]


def cerqual(
    level: Annotated[
        str, typer.Option(help="What a review finding is: theme, subtheme or code.")
    ] = "subtheme",
    out: OutFile = None,
    references: ReferenceFile = None,
    replace: Replace = False,
    review: ReviewFolder = HERE,
) -> None:
    """Write the GRADE-CERQual tables: studies and quotes filled in, judgements left to people.

    Summary of qualitative findings and evidence profile; the CSV holds the summary.
    """
    from extraction.sessions import reporting
    from extraction.sessions.coding import open_coding
    from extraction.sessions.naming import to_level

    path = out or review / "cerqual.docx"
    with open_coding(review) as coding:
        blocks = reporting.cerqual_page(
            coding, to_level(coding, level), references=_cited(coding, references)
        )
        reporting.write_page(coding, blocks, path, "GRADE-CERQual", replace=replace)
    give(str(path))
    say("Next: fill in each cell 'To be judged'; word each finding as a statement.")


def entreq(
    out: OutFile = None,
    references: ReferenceFile = None,
    replace: Replace = False,
    review: ReviewFolder = HERE,
) -> None:
    """Write the 21 items of ENTREQ: what protocol and log know, and what is left to write."""
    from extraction.sessions import reporting
    from extraction.sessions.coding import open_coding

    path = out or review / "entreq.docx"
    with open_coding(review) as coding:
        blocks = reporting.entreq_page(coding, references=_cited(coding, references))
        reporting.write_page(coding, blocks, path, "ENTREQ", replace=replace)
    give(str(path))
    say("Next: complete the last column; check each sentence before it is reported.")


def _cited(coding: Coding, references: Path | None) -> References | None:
    from extraction.sessions.exporting import read_references

    return read_references(coding, references) if references else None
