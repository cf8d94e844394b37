"""The whole simulation of a labelled file: read, encode, run every seed, measure, keep.

``simulate`` is what ``tamis simulate`` calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from screening.codec import to_json
from screening.console import Progress, counted, write_file
from screening.embedding import (
    Encoder,
    FileVectorCache,
    NoEncoder,
    encode_cached,
    load_encoder,
    record_text,
)
from screening.errors import UsageError
from screening.ranking import DEFAULT_RANKER, Ranker, choose, ranker_named
from screening.simulation.compare import Interval, t_interval
from screening.simulation.labelled import Labelled, read_labelled
from screening.simulation.metrics import Figures
from screening.simulation.plan import Plan, open_folder
from screening.simulation.runs import Job, Run, default_workers, keep_vectors, run_all

SHUFFLE_SEED = 20261122
_CACHE = "cache"

Bar = Callable[[str], AbstractContextManager[Progress]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may choose.

    Attributes:
        label: the column or tag of the labels; empty: found by its name.
        format_name: the file's format; empty: told by its content.
        ranker: the ranker's name; empty: the default.
        model: a sentence model; None: the shipped one.
        title: the review's title or question, for the ranker; empty: it knows none.
        questions: the review's questions, for the ranker.
        include: its inclusion criteria, for the ranker.
        seeds: one run each.
        known_included: included records given as known, drawn anew for each seed.
        known_excluded: excluded ones.
        n_query: records shown between two rankings.
        shuffle_seed: of the shuffle before everything.
        workers: seeds run at once; 0: as many as processors.
    """

    label: str = ""
    format_name: str = ""
    ranker: str = ""
    model: Path | None = None
    title: str = ""
    questions: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4)
    known_included: int = 1
    known_excluded: int = 1
    n_query: int = 1
    shuffle_seed: int = SHUFFLE_SEED
    workers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One figure over the seeds: its mean and 95 % t interval."""

    figure: str
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What a simulation found; ``notes`` are sentences to show with it."""

    plan: Plan
    runs: tuple[Run, ...]
    summaries: tuple[Summary, ...]
    notes: tuple[str, ...]

    @property
    def orders(self) -> tuple[tuple[tuple[int, ...], int], ...]:
        """(ranks, records) of each seed, for the curve."""
        return tuple((run.ranks, run.records) for run in self.runs)


def simulate(path: Path, options: Options, folder: Path, bar: Bar) -> Simulation:
    """Simulate the screening of a labelled file, or go on with a simulation that was broken off.

    Args:
        path: the labelled file.
        options: what to simulate.
        folder: keeps the plan and every order; may hold the same simulation, unfinished.
        bar: opens a progress bar with a label.

    Raises:
        BadInput: the file, its labels or the model cannot be read.
        UsageError: an option does not fit, or the folder holds another simulation.
        CannotWrite: the folder cannot be written to.
    """
    _check(options)
    data = read_labelled(path, label=options.label, format_name=options.format_name)
    encoder = _encoder(options)
    is_able = not isinstance(encoder, NoEncoder) or not _asked(options).uses_vectors
    choice = choose(options.ranker or None, has_vectors=is_able)
    plan = _plan(data, options, choice.ranker.name, encoder)
    open_folder(folder, plan)
    mixed = data.shuffled(options.shuffle_seed)
    if not isinstance(encoder, NoEncoder):
        with bar("Comparing texts") as progress:
            _keep_vectors(folder, mixed, plan, encoder, progress)
    jobs = [Job(plan=plan, data=mixed, seed=seed, folder=folder) for seed in options.seeds]
    with bar("Replaying seeds") as progress:
        runs = run_all(jobs, options.workers or default_workers(len(jobs)), progress)
    made = Simulation(
        plan=plan,
        runs=runs,
        summaries=summaries([run.figures for run in runs]),
        notes=tuple(note for note in (*_notes(data, options, plan), choice.note) if note),
    )
    write_file(folder / "figures.json", to_json(made).encode())
    return made


def _check(options: Options) -> None:
    if not options.seeds or len(set(options.seeds)) < len(options.seeds):
        raise UsageError("A simulation needs seeds, each once.", "For example: --seeds 5")
    if options.n_query < 1 or options.known_included < 0 or options.known_excluded < 0:
        raise UsageError(
            "Numbers of records must not be negative, and at least one is shown at a time.",
            "Mend --n-query, --known-included or --known-excluded.",
        )


def _asked(options: Options) -> Ranker:
    return ranker_named(options.ranker or DEFAULT_RANKER)


def _encoder(options: Options) -> Encoder | NoEncoder:
    if not _asked(options).uses_vectors:
        return NoEncoder(reason="")
    return load_encoder(options.model)


def _plan(data: Labelled, options: Options, ranker: str, encoder: Encoder | NoEncoder) -> Plan:
    identity = None if isinstance(encoder, NoEncoder) else encoder.identity
    return Plan(
        file=data.file,
        sha256=data.sha256,
        field=data.field,
        records=len(data.records),
        relevant=data.relevant,
        ranker=ranker,
        version=ranker_named(ranker).version,
        model=f"{identity.name} {identity.version} ({identity.backend}) sha256 {identity.sha256}"
        if identity
        else "",
        title=options.title.strip(),
        questions=options.questions,
        include=options.include,
        known_included=options.known_included,
        known_excluded=options.known_excluded,
        n_query=options.n_query,
        shuffle_seed=options.shuffle_seed,
    )


def _keep_vectors(
    folder: Path, data: Labelled, plan: Plan, encoder: Encoder, progress: Progress
) -> None:
    texts = [record_text(*pair) for pair in zip(data.titles, data.abstracts, strict=True)]
    cache = FileVectorCache(folder / _CACHE)
    asked = "\n".join(plan.queries)
    keep_vectors(folder, encode_cached(encoder, cache, [*texts, asked], progress))


def summaries(figures: Sequence[Figures]) -> tuple[Summary, ...]:
    """Each figure over the seeds; one that a seed lacks is taken over the others."""
    rows = [asdict(row) for row in figures]
    made = []
    for field in fields(Figures):
        values = [float(row[field.name]) for row in rows if row[field.name] is not None]
        if values:
            made.append(Summary(figure=field.name, interval=t_interval(values)))
    return tuple(made)


def _notes(data: Labelled, options: Options, plan: Plan) -> Iterator[str]:
    if data.is_sorted:
        yield (
            f"{data.file} is sorted by label. A tool that shows it from the top gets a score it has"
            f" not earned; here the order was shuffled first (seed {options.shuffle_seed})."
        )
    if data.unlabelled:
        yield f"{counted(data.unlabelled, 'record')} without a label left out."
    if data.rejected:
        yield f"{counted(data.rejected, 'entry', 'entries')} could not be read and left out."
    if not (options.known_included and options.known_excluded) and not plan.queries:
        yield (
            "Without a title and without a known record of each kind the start is random. Give"
            " --protocol or --title to start from the review's own words."
        )
    if len(options.seeds) == 1:
        yield "One seed says nothing of chance; give --seeds 5 or more."
