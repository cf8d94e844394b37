"""Screen a labelled review again, one record after another, as a ranker would have shown them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from screening.ranking import DEFAULT_RANKER, RankingTask
from screening.ranking.live import LiveRanking


def replay(
    task: RankingTask,
    truth: Mapping[str, bool],
    *,
    known: Sequence[str] = (),
    before: Sequence[str] = (),
    ranker: str = DEFAULT_RANKER,
    n_query: int = 1,
) -> Iterator[str]:
    """The records in the order they are shown, until the last relevant one is found.

    After every ``n_query`` records the ranker learns their labels and ranks the rest anew.

    Args:
        task: the records, without labels; its seed breaks ties.
        truth: the label of every record, True for included.
        known: records whose labels are given before the start; they are not shown.
        before: what the same replay has shown already; it goes on after these.
        ranker: the name of a ranker.
        n_query: how many records are shown between two rankings.

    Raises:
        UsageError: there is no such ranker, or it needs vectors and the task has none.
        ValueError: a record has no label, or ``n_query`` is below 1.
    """
    if not set(task.records) <= truth.keys():
        raise ValueError("a simulation needs a label for every record")
    if n_query < 1:
        raise ValueError("a simulation shows at least one record between two rankings")
    wanted = {record for record in task.records if truth[record]} - set(known) - set(before)
    if not wanted:
        return iter(())
    whole = len(before) - len(before) % n_query
    labels = {record: truth[record] for record in (*known, *before[:whole])}
    live = LiveRanking(replace(task, labels=labels), ranker)
    return _shown(live, truth, wanted, n_query, len(before) - whole)


def _shown(
    live: LiveRanking, truth: Mapping[str, bool], wanted: set[str], n_query: int, skip: int
) -> Iterator[str]:
    """Show batch after batch; of the first one, ``skip`` records were shown before."""
    while wanted:
        batch = live.next(n_query)
        for record in batch[skip:]:
            yield record
            wanted.discard(record)
            if not wanted:
                return
        for record in batch:
            live.add(record, truth[record])
        skip = 0
