"""Eight reviewers decide at once and two are killed: no acknowledged decision is lost or doubled.

TAMIS_TEST_DECISIONS says how many decisions each of them makes; the tests make few.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from screening.events import chain_faults, unseal
from screening.events.kinds import Decided
from screening.sessions.moving import move
from tests.reviews_builder import make_review, protocol_text, reopen
from tests.waiting import wait_for

EACH = int(os.environ.get("TAMIS_TEST_DECISIONS", "25"))
NAMES = tuple(f"P{number}" for number in range(1, 9))
# Who is killed, after how many decisions.
KILLED = {NAMES[0]: 5, NAMES[1]: 12}


def _told(path: Path) -> list[tuple[str, int]]:
    """What a process has acknowledged: (record, number of the event)."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(line.split()[0], int(line.split()[1])) for line in lines]


def _race(folder: Path, told: Path) -> None:
    """Let all decide; kill some in the middle, at any point of their work."""
    command = [sys.executable, "-m", "tests.sessions.eight"]
    command += [str(folder), str(told), str(EACH), *NAMES]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as racing:
        assert racing.stdout is not None
        number_of = dict(racing.stdout.readline().split() for _ in NAMES)
        for name, after in KILLED.items():
            wait_for(lambda name=name, after=after: len(_told(told / name)) >= after)  # type: ignore[misc]
            with suppress(ProcessLookupError):  # it was faster than we, and is done
                os.kill(int(number_of[name]), signal.SIGKILL)
        said, _nothing = racing.communicate()
    ends = dict(line.split()[1:] for line in said.splitlines())
    assert {name for name, status in ends.items() if status == "0"} >= set(NAMES) - set(KILLED)
    assert {int(ends[name]) for name in KILLED} <= {0, signal.SIGKILL}


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_nothing_is_lost_and_nothing_doubled(
    store: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder, told = tmp_path / "review", tmp_path / "told"
    told.mkdir()
    text = protocol_text(stages=["title"], reviewers=8, names=NAMES)
    make_review(folder, EACH, text=text, by="P1").close()
    if store == "postgresql":
        move(folder, request.getfixturevalue("postgres"), by="P1")
    _race(folder, told)

    with reopen(folder, by="P1") as review:
        assert review.store.shared == (store == "postgresql")
        rows = list(review.store.rows())
        assert list(chain_faults(rows, review.store.head())) == []
        assert review.store.damage() == []
        made = {
            event.seq: (event.by, event.body.record)
            for event in map(unseal, rows)
            if isinstance(event.body, Decided)
        }
    assert max(Counter(made.values()).values()) == 1, "doubled"
    acknowledged = {seq: (name, rec) for name in NAMES for rec, seq in _told(told / name)}
    lost = {seq: said for seq, said in acknowledged.items() if made.get(seq) != said}
    assert lost == {}
    unheard = Counter(by for seq, (by, _record) in made.items() if seq not in acknowledged)
    assert set(unheard) <= set(KILLED)
    assert all(count == 1 for count in unheard.values()), "only the decision in hand was not told"
    per_name = Counter(by for by, _record in made.values())
    assert all(per_name[name] == EACH for name in NAMES if name not in KILLED)
