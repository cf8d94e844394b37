"""Screen a labelled review again, one record after another, as a ranker would have shown them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from screening.ranking import DEFAULT_RANKER, RankingTask
from screening.ranking.live import LiveRanking

Step = Callable[[int, int], None]


def replay(
    task: RankingTask,
    truth: Mapping[str, bool],
    *,
    known: tuple[str, ...] = (),
    ranker: str = DEFAULT_RANKER,
    n_query: int = 1,
    step: Step | None = None,
) -> tuple[str, ...]:
    """The records in the order they are shown, until the last relevant one is found.

    After every ``n_query`` records the ranker learns their labels and ranks the rest anew.

    Args:
        task: the records, without labels; its seed breaks ties.
        truth: the label of every record, True for included.
        known: records whose labels are given before the start; they are not shown.
        ranker: the name of a ranker.
        n_query: how many records are shown between two rankings.
        step: called with (relevant records found, relevant records to find).

    Raises:
        UsageError: there is no such ranker, or it needs vectors and the task has none.
        ValueError: a record has no label, or ``n_query`` is below 1.
    """
    if not set(task.records) <= truth.keys():
        raise ValueError("a simulation needs a label for every record")
    if n_query < 1:
        raise ValueError("a simulation shows at least one record between two rankings")
    started = replace(task, labels={record: truth[record] for record in known})
    live = LiveRanking(started, ranker)
    goal = sum(truth[record] for record in task.records) - sum(truth[record] for record in known)
    return tuple(_shown(live, truth, goal, n_query, step or _silent))


def _shown(
    live: LiveRanking, truth: Mapping[str, bool], goal: int, n_query: int, step: Step
) -> Iterator[str]:
    found = 0
    while found < goal:
        for record in live.next(n_query):
            yield record
            live.add(record, truth[record])
            found += truth[record]
            if found == goal:
                break
        step(found, goal)


def _silent(_found: int, _goal: int) -> None:
    pass
