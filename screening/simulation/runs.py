"""Run a simulation: seed by seed, several at once, kept line by line and taken up again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from screening.console import Progress, write_file
from screening.errors import UsageError
from screening.ranking import RankingTask
from screening.simulation.draw import priors
from screening.simulation.labelled import Labelled
from screening.simulation.metrics import Figures, figures, ranks_in
from screening.simulation.plan import Plan, SeedFile, Shown, shown_so_far
from screening.simulation.replay import replay

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VECTORS = "vectors.npy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One seed, measured.

    Attributes:
        seed: of the draw of known records and of the ranker.
        known: the records whose labels were given, included ones first.
        records: how many records were ranked.
        ranks: ranks of the relevant records among these.
        figures: what the metrics make of them.
    """

    seed: int
    known: tuple[str, ...]
    records: int
    ranks: tuple[int, ...]
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One seed of a plan, as it is handed to a process; ``data`` is shuffled already."""

    plan: Plan
    data: Labelled
    seed: int
    folder: Path


def run_all(jobs: Sequence[Job], workers: int, progress: Progress | None = None) -> tuple[Run, ...]:
    """Run the jobs, ``workers`` at once, and measure each.

    Each process holds the word features of all records; fewer workers need less memory.

    Raises:
        UsageError: the ranker lacks something, or a file in the folder is of another draw.
        CannotWrite: the folder cannot be written to.
    """
    if workers <= 1 or len(jobs) == 1:
        done = {}
        for job in jobs:
            done[job.seed] = run_one(job)
            _report(progress, len(done), len(jobs))
    else:
        done = dict(_side_by_side(jobs, workers, progress))
    return tuple(done[job.seed] for job in jobs)


def _side_by_side(
    jobs: Sequence[Job], workers: int, progress: Progress | None
) -> Iterator[tuple[int, Run]]:
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(run_one, job): job.seed for job in jobs}
        try:
            for count, future in enumerate(as_completed(futures), start=1):
                yield futures[future], future.result()
                _report(progress, count, len(jobs))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _report(progress: Progress | None, done: int, total: int) -> None:
    if progress:
        progress(done, total)


def default_workers(seeds: int) -> int:
    """As many as there are seeds and processors."""
    return max(1, min(seeds, os.cpu_count() or 1))


def run_one(job: Job) -> Run:
    """Run one seed from where its file stands to its end.

    Raises:
        UsageError: the file is of another draw, or the ranker lacks something.
        CannotWrite: the folder cannot be written to.
    """
    known, truth = draw_known(job.plan, job.data, job.seed), job.data.truth
    path = job.folder / f"seed-{job.seed}.csv"
    given, before = _taken_up(path, known, job.data)
    order = list(before)
    with closing(SeedFile(path)) as file:
        for record in known[given:]:
            file.add(Shown(record=record, included=truth[record], known=True))
        for record in _replayed(job, known, before):
            file.add(Shown(record=record, included=truth[record], known=False))
            order.append(record)
    return _measured(job, known, order)


def draw_known(plan: Plan, data: Labelled, seed: int) -> tuple[str, ...]:
    """The records a seed gives as known.

    Raises:
        UsageError: there are too few of one kind.
    """
    try:
        return priors(data.truth, seed, included=plan.known_included, excluded=plan.known_excluded)
    except ValueError as error:
        raise UsageError(
            f"{data.file}: {error}.", "Give fewer with --known-included or --known-excluded."
        ) from error


def _taken_up(path: Path, known: Sequence[str], data: Labelled) -> tuple[int, tuple[str, ...]]:
    """How many known records the file holds, and the records shown after them."""
    lines = shown_so_far(path)
    given = [line.record for line in lines if line.known]
    before = tuple(line.record for line in lines if not line.known)
    is_ours = given == list(known[: len(given)]) and (len(given) == len(known) or not before)
    if not is_ours or not {*given, *before} <= set(data.records):
        raise UsageError(
            f"{path} is of another draw than this seed makes.",
            "Move it away, or name a new folder with --out.",
        )
    return len(given), before


def _replayed(job: Job, known: Sequence[str], before: Sequence[str]) -> Iterator[str]:
    vectors, query_vector = _vectors(job)
    task = RankingTask(
        records=job.data.records,
        titles=job.data.titles,
        abstracts=job.data.abstracts,
        keywords=job.data.keywords,
        queries=(job.plan.title,) if job.plan.title else (),
        vectors=vectors,
        query_vector=query_vector,
        seed=job.seed,
    )
    return replay(
        task,
        job.data.truth,
        known=known,
        before=before,
        ranker=job.plan.ranker,
        n_query=job.plan.n_query,
    )


def _vectors(job: Job) -> tuple[NDArray[np.float32] | None, NDArray[np.float32] | None]:
    if not job.plan.model:
        return None, None
    import numpy as np

    made = np.load(job.folder / VECTORS, mmap_mode="r")
    return made[:-1], made[-1] if job.plan.title else None


def _measured(job: Job, known: tuple[str, ...], order: Sequence[str]) -> Run:
    truth, bare = job.data.truth, job.data.bare
    ranks = ranks_in(truth[record] for record in order)
    total = len(job.data.records) - len(known)
    without = tuple(rank for rank in ranks if order[rank - 1] in bare)
    return Run(
        seed=job.seed,
        known=known,
        records=total,
        ranks=ranks,
        figures=figures(ranks, total, without),
    )


def keep_vectors(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Keep the vectors of the shuffled records, that of the title last, for the processes."""
    import numpy as np

    file = BytesIO()
    np.save(file, vectors, allow_pickle=False)
    write_file(folder / VECTORS, file.getvalue())
