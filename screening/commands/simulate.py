"""``tamis simulate``: how early a ranker would have found what a finished review included."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_table, give_wrapped, progress_bar, say, write_file
from screening.errors import UsageError
from screening.options import HERE, AsJson, ModelFolder, Replace

if TYPE_CHECKING:
    from screening.simulation.compare import Interval
    from screening.simulation.orders import Order
    from screening.simulation.plan import Plan
    from screening.simulation.simulate import Options, Simulation


Dataset = Annotated[
    Path, typer.Argument(help="A file of labelled records; with --score, an order.")
]
RankerName = Annotated[
    str,
    typer.Option(
        help="ensemble (words and meaning), tfidf (words), embedding, u4 (as ASReview 3)."
    ),
]
Seeds = Annotated[int, typer.Option(help="How many runs, each with its own draw.", min=1)]
FirstSeed = Annotated[int, typer.Option(help="The first seed; the others follow it.")]
Label = Annotated[str, typer.Option(help="The column or tag that says what was included.")]
Title = Annotated[str, typer.Option(help="The review's title or question, to rank by.")]
ByProtocol = Annotated[
    Path | None,
    typer.Option(
        "--protocol",
        help="Rank by title, questions and inclusion criteria of this review.toml; relevant records"
        " come earlier than by the title alone.",
        metavar="FILE",
    ),
]
Known = Annotated[
    int, typer.Option(help="Records of this kind known before the start, drawn per seed.", min=0)
]
NQuery = Annotated[int, typer.Option(help="Records shown between two rankings.", min=1)]
Jobs = Annotated[int, typer.Option(help="Seeds run at once; 0: one a processor.", min=0)]
Format = Annotated[
    str, typer.Option("--format", help="The file's format, if its content does not tell.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Keep every order, the figures and the recall curve in this folder; a simulation that"
        " was broken off goes on there.",
        metavar="DIR",
    ),
]
Score = Annotated[
    bool,
    typer.Option("--score", help="Measure an order that was shown: .asreview project or CSV."),
]
AllRecords = Annotated[
    int, typer.Option(help="With --score: all records, if the file has only those shown.")
]
AllRelevant = Annotated[
    int, typer.Option(help="With --score: all relevant records, if not all were found.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("simulate")(simulate)


def simulate(
    dataset: Dataset,
    ranker: RankerName = "",
    seeds: Seeds = 5,
    seed: FirstSeed = 0,
    label: Label = "",
    title: Title = "",
    protocol: ByProtocol = None,
    known_included: Known = 1,
    known_excluded: Known = 1,
    n_query: NQuery = 1,
    jobs: Jobs = 0,
    model: ModelFolder = None,
    format_name: Format = "",
    out: Out = None,
    score: Score = False,
    replace: Replace = False,
    records: AllRecords = 0,
    relevant: AllRelevant = 0,
    as_json: AsJson = False,
) -> None:
    """Screen a finished review again and measure how early its included records come.

    Labels are read from a column or tag (1/0, yes/no, include/exclude) or from ASReview's notes.
    The file is shuffled first; each seed draws the records that are known before the start, and
    a run ends with the last included record. Known records are not counted.
    """
    _check(out)
    if score:
        _score(dataset, out, records, relevant, as_json=as_json, replace=replace)
        return
    if records or relevant:
        raise UsageError("--records and --relevant complete an order.", "Add --score.")
    from screening.simulation.simulate import Options

    options = Options(
        label=label,
        format_name=format_name,
        ranker=ranker,
        model=model,
        title=title,
        seeds=tuple(range(seed, seed + seeds)),
        known_included=known_included,
        known_excluded=known_excluded,
        n_query=n_query,
        workers=jobs,
    )
    _simulate(dataset, _stated(options, protocol), out, as_json=as_json)


def _check(out: Path | None) -> None:
    from screening.sessions.outputs import may_fill

    if out:
        may_fill(out, HERE)


def _stated(options: Options, path: Path | None) -> Options:
    """The options with what a review's protocol asks, if one is named."""
    if path is None:
        return options
    from screening.sessions.protocol_in_force import load_protocol

    if options.title:
        raise UsageError("--protocol states a title already.", "Leave out --title or --protocol.")
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "--protocol takes a review.toml.")
    found = load_protocol(path)
    return replace(options, title=found.title, questions=found.questions, include=found.include)


def _simulate(dataset: Path, options: Options, out: Path | None, *, as_json: bool) -> None:
    from screening.simulation.simulate import simulate as run

    with _folder(out) as folder:
        made = run(dataset, options, folder, progress_bar)
    if out:
        _draw(out, made.orders, f"{made.plan.file}: {made.plan.ranker}")
    _show(made, as_json=as_json)


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """The folder named, or one that is gone afterwards."""
    if out:
        yield out
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="tamis-simulate-") as folder:
        yield Path(folder)


def _draw(out: Path, orders: tuple[tuple[tuple[int, ...], int], ...], title: str) -> None:
    from screening.simulation.curve import draw

    for kind in _CURVES:
        write_file(out / f"recall.{kind}", draw(orders, kind, title=title))
    say(f"The recall curve is in {out / 'recall.svg'} and {out / 'recall.png'}.")


def _show(made: Simulation, *, as_json: bool) -> None:
    for note in made.notes:
        say(note)
    if as_json:
        from screening.codec import to_json

        give(to_json(made))
        return
    plan = made.plan
    give(
        f"{plan.file}: {counted(plan.records, 'record')}, {plan.relevant} included"
        f" (labels from {plan.field!r}); ranker {plan.ranker} {plan.version},"
        f" {plan.model.split(' sha256')[0] or 'no sentence model'};"
        f" {counted(len(made.runs), 'seed')}, shuffle seed {plan.shuffle_seed}."
    )
    for line in _asked(plan):
        give_wrapped(line, indent="  ")
    for run in made.runs:
        give(f"Seed {run.seed}: known before the start: {', '.join(run.known) or 'nothing'}")
    rows = [
        (FIGURES[line.figure], _number(line.interval.mean), _bounds(line.interval))
        for line in made.summaries
    ]
    give_table(("figure", "mean", "95 % interval over seeds"), rows)


def _asked(plan: Plan) -> Iterator[str]:
    """What the ranker was told of the review, a line for each text."""
    if plan.title:
        yield f"Title: {plan.title}"
    yield from (f"Question: {text}" for text in plan.questions)
    yield from (f"Include: {text}" for text in plan.include)


_CURVES = ("svg", "png")
FIGURES = {
    "loss": "loss (0 best)",
    "ndcg": "NDCG",
    "average_precision": "average precision",
    "recall_5": "recall at 5 % read",
    "recall_10": "recall at 10 % read",
    "recall_20": "recall at 20 % read",
    "wss_95": "WSS@95 (strict)",
    "wss_100": "WSS@100",
    "tnr_95": "TNR@95",
    "n95": "n95: to read for 95 %",
    "n100": "n100: to read for all",
    "atd": "ATD: mean rank",
    "no_abstract": "mean place without abstract (0 first, 1 last)",
    "with_abstract": "mean place with abstract",
}
"""What each figure is called in tables."""


def _number(value: float) -> str:
    return f"{value:,.1f}" if abs(value) > 1.5 else f"{value:.3f}"


def _bounds(found: Interval) -> str:
    if found.low is None or found.high is None:
        return ""
    return f"{_number(found.low)} to {_number(found.high)}"


def _score(
    path: Path, out: Path | None, records: int, relevant: int, *, as_json: bool, replace: bool
) -> None:
    from dataclasses import asdict

    from screening.codec import to_json
    from screening.simulation.orders import read_order

    order = read_order(path, records=records, relevant=relevant)
    figures = order.figures()
    if out:
        from screening.sessions.outputs import outputs

        curves = [out / f"recall.{kind}" for kind in _CURVES]
        with outputs(curves, kind="simulate", review=HERE, replace=replace, folder=out):
            _draw(out, ((order.ranks, order.total),), order.file)
    for note in order.notes:
        say(note)
    if as_json:
        give(to_json({"order": _told(order), "figures": figures}))
        return
    give(
        f"{order.file}: {counted(order.total, 'record')} to rank, {order.relevant} relevant,"
        f" {len(order.labels)} shown, {order.known} known before the start."
    )
    values = asdict(figures).items()
    rows = [(FIGURES[name], _number(value)) for name, value in values if value is not None]
    give_table(("figure", "value"), rows)


def _told(order: Order) -> dict[str, object]:
    return {
        "file": order.file,
        "records": order.total,
        "relevant": order.relevant,
        "shown": len(order.labels),
        "known": order.known,
        "ranks": order.ranks,
    }
