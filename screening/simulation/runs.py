"""Run a simulation: seed by seed, several at once, kept line by line and taken up again."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING

from screening.console import Progress, write_file
from screening.errors import ExitCode, ReviewError, UsageError
from screening.ranking import RankingTask
from screening.simulation.draw import priors
from screening.simulation.labelled import Labelled
from screening.simulation.metrics import Figures, figures, ranks_in
from screening.simulation.plan import Plan, SeedFile, Shown, found_so_far, shown_so_far
from screening.simulation.replay import replay

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VECTORS = "vectors.npy"
_LOOK_EVERY = 1.0  # seconds between two looks at how far the workers are


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

    @property
    def path(self) -> Path:
        """The file of this seed."""
        return self.folder / f"seed-{self.seed}.csv"


def run_all(jobs: Sequence[Job], workers: int, progress: Progress | None = None) -> tuple[Run, ...]:
    """Run the jobs, ``workers`` at once, and measure each.

    Each process holds the word features of all records; fewer workers need less memory.

    Args:
        jobs: one per seed.
        workers: processes; 1 is this one.
        progress: called with (relevant records found, relevant records to find), over all seeds.

    Raises:
        UsageError: the ranker lacks something, or a file in the folder is of another draw.
        CannotWrite: the folder cannot be written to.
        ReviewError: a process was ended from outside.
    """
    if workers <= 1 or len(jobs) == 1:
        return tuple(run_one(job, lambda: _report(jobs, progress)) for job in jobs)
    with ProcessPoolExecutor(
        min(workers, len(jobs)), mp_context=get_context("spawn"), initializer=_die_silently
    ) as pool:
        try:
            futures = [pool.submit(run_one, job) for job in jobs]
            while wait(futures, timeout=_LOOK_EVERY, return_when=FIRST_EXCEPTION).not_done:
                _report(jobs, progress)
                for future in futures:
                    if future.done():
                        future.result()
            return tuple(future.result() for future in futures)
        except BrokenProcessPool as error:
            raise ReviewError(
                "A process that replayed a seed was ended from outside; memory may have run out.",
                "Repeat the command with the same --out to go on, with --jobs 1 if it was memory.",
            ) from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _die_silently() -> None:
    """In a worker: an interruption of the whole group is told by the parent alone."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _report(jobs: Sequence[Job], progress: Progress | None) -> None:
    """Count what the files of all seeds hold."""
    if progress:
        wanted = sum(job.data.relevant - job.plan.known_included for job in jobs)
        progress(sum(found_so_far(job.path) for job in jobs), wanted)


def default_workers(seeds: int) -> int:
    """As many as there are seeds and processors."""
    return max(1, min(seeds, os.cpu_count() or 1))


def run_one(job: Job, found: Callable[[], None] | None = None) -> Run:
    """Run one seed from where its file stands to its end.

    Args:
        job: the seed, its records and its folder.
        found: called after each relevant record.

    Raises:
        UsageError: the file is of another draw, or the ranker lacks something.
        CannotWrite: the folder cannot be written to.
    """
    known, truth = draw_known(job.plan, job.data, job.seed), job.data.truth
    given, before = _taken_up(job.path, known, job.data)
    order = list(before)
    with closing(SeedFile(job.path)) as file:
        for record in known[given:]:
            file.add(Shown(record=record, included=truth[record], known=True))
        for record in _replayed(job, known, before):
            _stop_with_parent()
            file.add(Shown(record=record, included=truth[record], known=False))
            order.append(record)
            if found and truth[record]:
                found()
    return _measured(job, known, order)


def _stop_with_parent() -> None:
    """In a worker whose parent was killed: end at once, another run may go on here."""
    parent = parent_process()
    if parent and not parent.is_alive():
        os._exit(ExitCode.INTERRUPTED)  # an exception would leave the worker waiting for work


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
    every = {*given, *before}
    if not is_ours or len(every) < len(lines) or not every <= set(data.records):
        raise UsageError(
            f"{path} is not what this seed makes: of another draw, or written by two at once.",
            "Move it away to run the seed anew, or name a new folder with --out.",
        )
    return len(given), before


def _replayed(job: Job, known: Sequence[str], before: Sequence[str]) -> Iterator[str]:
    vectors, query_vector = _vectors(job)
    task = RankingTask(
        records=job.data.records,
        titles=job.data.titles,
        abstracts=job.data.abstracts,
        keywords=job.data.keywords,
        queries=job.plan.queries,
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
    return made[:-1], made[-1] if job.plan.queries else None


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
    """Keep the vectors of the shuffled records, that of what is asked last, for the processes."""
    import numpy as np

    file = BytesIO()
    np.save(file, vectors, allow_pickle=False)
    write_file(folder / VECTORS, file.getvalue())
