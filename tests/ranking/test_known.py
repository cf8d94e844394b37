from __future__ import annotations

import numpy as np

from screening.ranking.known import Known, label_array, tie_key, tie_ranks

TITLES = ["a", "b", "c", "d", "e", ""]
ABSTRACTS = ["long", "long", "long", "long", "", ""]


def test_which_records_have_what() -> None:
    known = Known.of(TITLES, ABSTRACTS)
    assert known.complete.tolist() == [True] * 4 + [False] * 2
    assert known.usable.tolist() == [True] * 5 + [False]
    assert known.lone.tolist() == [False] * 4 + [True, False]
    assert not Known.of(TITLES, [""] * 6).lone.any()


def test_labels_by_position() -> None:
    labels = label_array(["R1", "R2", "R3"], {"R3": True, "R1": False})
    known = Known.of(["a"] * 3, ["b"] * 3, labels)
    assert (known.included.tolist(), known.excluded.tolist()) == ([2], [0])
    assert known.labelled.tolist() == [0, 2]
    assert known.unread.tolist() == [False, True, False]
    assert known.warm
    assert not Known.of(["a"], ["b"]).warm


def test_the_yardstick_is_the_unread_with_text_or_all_with_text() -> None:
    labels = np.asarray([1, -1, -1, 0, 0, -1], np.int8)
    assert (
        Known.of(TITLES, ABSTRACTS, labels).yardstick.tolist() == [False, True, True] + [False] * 3
    )
    labels[1] = 0
    assert Known.of(TITLES, ABSTRACTS, labels).yardstick.tolist() == [True] * 5 + [False]


def test_ties_depend_on_seed_and_id() -> None:
    assert tie_key(1, "R0001") == tie_key(1, "R0001")
    assert len({tie_key(seed, f"R{n}") for seed in range(5) for n in range(5)}) == 25
    records = [f"R{n}" for n in range(20)]
    ranks = tie_ranks(3, records)
    assert sorted(ranks.tolist()) == list(range(20))
    assert ranks.tolist() != tie_ranks(4, records).tolist()
    assert tie_ranks(3, records[::-1]).tolist() == ranks[::-1].tolist()
