"""``tamis themes choices``, ``choose``, ``agreement``, ``adjudicate``: two coders, one coding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_table, say
from screening.options import HERE, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from extraction.sessions.coders import CodeAgreement, Disagreement

Finding = Annotated[str, typer.Argument(help="A finding, such as F0001.")]
Codes = Annotated[list[str] | None, typer.Argument(help="Its codes, by id or label.")]


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group."""
    for command in (choices, choose, agreement, adjudicate):
        group.command(command.__name__)(command)


def choices(
    sample: Annotated[int, typer.Option(help="Draw so many findings; 0 for all.", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="Of the draw; the same for every coder.")] = 1,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """List the findings that you still have to code without seeing another coder's choice."""
    from extraction.sessions.coders import to_code
    from extraction.sessions.coding import open_coding
    from screening.codec import to_json
    from screening.sessions.shown import safe_text

    with open_coding(review, by=by) as coding:
        found = to_code(coding, sample=sample, seed=seed)
    if as_json:
        for finding in found:
            give(to_json(finding))
        return
    give_table(
        ("finding", "record", "statement"),
        [(at.id, at.record, safe_text(at.statement)) for at in found],
    )
    if found:
        say(f"{counted(len(found), 'finding')} to code. Next: tamis themes choose {found[0].id} C1")
    else:
        say("You have coded them all. Next: tamis themes agreement")


def choose(
    finding: Finding,
    codes: Codes = None,
    none: Annotated[bool, typer.Option("--none", help="No code of the codebook fits.")] = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Code a finding independently; it counts when two coders chose the same, or one settles it."""
    from extraction.sessions.coders import choose_codes
    from extraction.sessions.coding import open_coding
    from screening.errors import UsageError

    if bool(codes) is none:
        raise UsageError(
            "Name the codes of the finding, or say --none.",
            "For example: tamis themes choose F0001 C0003 C0007",
        )
    with open_coding(review, by=by) as coding:
        chosen = choose_codes(coding, finding, codes or ())
    give(f"Your choice: {', '.join(chosen) or 'no code fits'}.")
    say("Next: tamis themes choices")


def agreement(review: ReviewFolder = HERE, by: Reviewer = "", as_json: AsJson = False) -> None:
    """Show how far the coders agree, code by code; the unit is the finding."""
    from extraction.sessions.coders import coder_agreement, disagreements
    from extraction.sessions.coding import open_coding
    from screening.codec import to_json

    with open_coding(review, by=by) as coding:
        found = coder_agreement(coding)
        open_ones = len(disagreements(coding))
    if as_json:
        for row in found:
            give(to_json(row))
        return
    if not found:
        say("No finding was coded by two coders yet. Next: tamis themes choices")
        return
    for pair in dict.fromkeys((row.first, row.second) for row in found):
        rows = [row for row in found if (row.first, row.second) == pair]
        give(f"{pair[0]} and {pair[1]}: {counted(rows[0].findings, 'finding')} coded by both")
        give_table(
            ("code", "label", "positives", "agree", "kappa", "alpha", "AC1"),
            [_cells(row) for row in rows],
        )
    give("Unit: finding x code. Positives: findings that at least one of the two gave the code to;")
    give("with few of them kappa and alpha say little. Empty: undefined.")
    say(f"{counted(open_ones, 'finding')} to settle. Next: tamis themes adjudicate")


def _cells(row: CodeAgreement) -> tuple[object, ...]:
    from screening.sessions.shown import safe_text

    values = {str(at.measure): at.value for at in row.coefficients}
    names = ("percent agreement", "Cohen's kappa", "Krippendorff's alpha", "Gwet's AC1")
    shown = [values.get(name) for name in names]
    told = ["" if value is None else f"{value:.2f}" for value in shown]
    return (row.code, safe_text(row.label), row.positives, *told)


def adjudicate(
    finding: Annotated[str, typer.Argument(help="A finding; none to list what differs.")] = "",
    codes: Codes = None,
    none: Annotated[bool, typer.Option("--none", help="It has no code.")] = False,
    why: Annotated[str, typer.Option(help="The reason, kept in the log.")] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """List what two coders coded differently, or settle one finding: it has exactly these codes."""
    from extraction.sessions.coders import disagreements, settle
    from extraction.sessions.coding import open_coding
    from screening.errors import UsageError

    if finding and bool(codes) is none:
        raise UsageError(
            "Name the codes of the finding, or say --none.",
            "For example: tamis themes adjudicate F0001 C0003",
        )
    with open_coding(review, by=by) as coding:
        if finding:
            give(f"Settled {settle(coding, finding, codes or (), why=why)}.")
        left = disagreements(coding)
    if not finding:
        _list(left, as_json=as_json)
    say(f"{counted(len(left), 'finding')} to settle.")


def _list(found: list[Disagreement], *, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.sessions.shown import safe_text

    if as_json:
        for at in found:
            give(to_json(at))
        return
    give_table(
        ("finding", "statement", "choices"),
        [
            (
                at.finding.id,
                safe_text(at.finding.statement),
                "; ".join(f"{coder}: {', '.join(codes) or 'none'}" for coder, codes in at.choices),
            )
            for at in found
        ],
    )
