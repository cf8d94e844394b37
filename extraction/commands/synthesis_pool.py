"""``tamis synthesis pool``: proportions of a file, or of a field of the extraction table."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from screening.console import counted, give, give_table, percent, say
from screening.errors import UsageError
from screening.options import HERE, AsJson, Replace, ReviewFolder

if TYPE_CHECKING:
    from extraction.sessions.pooling import Pooled

Choice = TypeVar("Choice", bound=StrEnum)

TauOption = Annotated[
    str,
    typer.Option(
        help="The variance between studies: reml, dl (DerSimonian-Laird), pm (Paule-Mandel) or"
        " hedges."
    ),
]
LevelOption = Annotated[
    float, typer.Option(help="The confidence of all intervals, in percent.", min=50, max=99.9)
]
PlotOption = Annotated[
    list[Path] | None,
    typer.Option(help="Draw the forest plot (.svg or .png); repeat for both.", metavar="FILE"),
]


def pool(
    file: Annotated[
        Path | None, typer.Argument(help="CSV or Excel with the columns study, events, total.")
    ] = None,
    field: Annotated[
        str, typer.Option(help="Instead: an events/total field of the extraction table.")
    ] = "",
    transform: Annotated[
        str, typer.Option(help="The scale: logit, raw, arcsine or double-arcsine.")
    ] = "logit",
    tau2: TauOption = "reml",
    interval: Annotated[
        str,
        typer.Option(help="hartung-knapp or wald; else hartung-knapp from three studies on."),
    ] = "",
    level: LevelOption = 95,
    out: Annotated[
        Path | None, typer.Option(help="Write all numbers as a CSV table.", metavar="FILE")
    ] = None,
    plot: PlotOption = None,
    title: Annotated[str, typer.Option(help="The title above the forest plot.")] = "",
    replace: Replace = False,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Pool the proportions of several studies: events of total, one row a study.

    Gives the random-effects mean with both intervals, the prediction interval, the common effect,
    Q, I2 and tau2 with intervals, and the mean without each study in turn. The binomial-normal
    model and all studies as one sample stand beside it. Says which studies were corrected for
    none or all events, and how the scale was left again.
    """
    from extraction.sessions import pooling
    from screening.sessions.outputs import outputs

    files = _checked(out, plot or [], review, replace=replace)
    found = pooling.pool_proportions(
        pooling.studies_of(file, field, review),
        transform=chosen(pooling.Transform, transform, "--transform"),
        tau2=chosen(pooling.Tau2Method, tau2, "--tau2"),
        interval=chosen(pooling.IntervalMethod, interval, "--interval") if interval else None,
        level=level / 100,
    )
    with outputs(files, kind="pool", review=review, replace=replace):
        _write(found, out, plot or [], title)
    _show(found, as_json=as_json)


def _checked(out: Path | None, plots: list[Path], review: Path, *, replace: bool) -> list[Path]:
    """All files that are to be written, looked at before anything is computed."""
    from extraction.sessions.pooling import picture_kind
    from screening.sessions.outputs import check_ending, may_write

    for picture in plots:
        picture_kind(picture)
    if out:
        check_ending(out, (".csv",))
    files = [*([out] if out else []), *plots]
    may_write(files, kind="pool", review=review, replace=replace)
    return files


def _write(pooled: Pooled, out: Path | None, plots: Sequence[Path], title: str) -> None:
    from extraction.sessions import pooling

    if out:
        pooling.write_pooled(pooled, out)
    for picture in plots:
        pooling.write_forest(pooled, picture, title=title)
    for written in (*([out] if out else ()), *plots):
        say(f"Written: {written}")


def chosen(kinds: type[Choice], text: str, option: str) -> Choice:
    """What an option names.

    Raises:
        UsageError: none of its choices.
    """
    try:
        return kinds(text.casefold())
    except ValueError:
        raise UsageError(
            f"{option} cannot be {text!r}.", f"Choose one of: {', '.join(kinds)}."
        ) from None


def _show(pooled: Pooled, *, as_json: bool) -> None:
    for note in pooled.notes:
        say(f"Note: {note}")
    if as_json:
        from screening.codec import to_json

        give(to_json(pooled))
        return
    give(
        f"{counted(len(pooled.studies), 'study', 'studies')}, {pooled.events:,} events in"
        f" {pooled.total:,} people; scale: {pooled.transform}; tau2 by"
        f" {pooled.tau2_method.words}."
    )
    _show_estimates(pooled)
    for line in _about(pooled):
        give(line)


def _show_estimates(pooled: Pooled) -> None:
    from extraction.sessions.pooling import estimates, told

    give_table(
        ("estimate", "interval", "proportion", "low", "high"),
        [
            (
                name,
                how,
                told(value) if (value := getattr(found, "value", None)) is not None else "",
                told(found.low),
                told(found.high),
            )
            for name, how, found in estimates(pooled)
        ],
    )


def _about(pooled: Pooled) -> Sequence[str]:
    from extraction.sessions.pooling import told

    found = pooled.heterogeneity
    by_q, by_tau2 = found.i2_q_bounds, found.i2_tau2_bounds
    p_value = "p < 0.001" if found.p < 0.001 else f"p = {found.p:.3f}"
    bounds = f", interval {_percent(by_q.low)} to {_percent(by_q.high)}" if by_q else ""
    lines = [
        f"Q = {found.q:.4f} with {found.df} degrees of freedom, {p_value}.",
        f"I2 from Q, (Q - df) / Q: {_percent(found.i2_q)}{bounds}.",
        f"I2 from tau2, tau2 / (tau2 + typical variance): {_percent(found.i2_tau2)}, interval"
        f" {_percent(by_tau2.low)} to {_percent(by_tau2.high)}.",
        f"tau2 = {told(found.tau2)}, interval (Q-profile) {told(found.tau2_bounds.low)} to"
        f" {told(found.tau2_bounds.high)}.",
        f"Continuity: {pooled.continuity}",
        f"Back-transformation: {pooled.back}",
    ]
    if rows := sorted(pooled.without_one, key=lambda row: row.value):
        least, most = rows[0], rows[-1]
        lines.append(
            f"Leaving one study out: from {told(least.value)} (without {least.left_out}) to"
            f" {told(most.value)} (without {most.left_out})."
        )
    return lines


def _percent(share: float) -> str:
    return percent(share, 2)
