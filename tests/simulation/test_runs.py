"""What happens to the processes of a simulation when one of them ends."""

from __future__ import annotations

import os
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType

import pytest

from screening.errors import ExitCode, ReviewError
from screening.simulation import runs
from screening.simulation.simulate import Options, simulate
from tests.simulation.files import write_csv
from tests.simulation.test_simulate import bar


class _Dead:
    def is_alive(self) -> bool:
        return False


class _BrokenPool:
    def __init__(self, *_args: object, **_options: object) -> None:
        pass

    def __enter__(self) -> _BrokenPool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def submit(self, *_args: object) -> Future[None]:
        future: Future[None] = Future()
        future.set_exception(BrokenProcessPool())
        return future


def test_a_worker_ends_before_it_writes_when_its_parent_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(runs, "parent_process", _Dead)
    monkeypatch.setattr(os, "_exit", leave)
    options = Options(ranker="u4", seeds=(0,))
    with pytest.raises(SystemExit) as end:
        simulate(write_csv(tmp_path / "set.csv"), options, tmp_path / "a", bar)
    assert end.value.code == ExitCode.INTERRUPTED
    lines = (tmp_path / "a" / "seed-0.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3  # the header and the two known records


def test_a_worker_that_was_killed_is_told_with_the_way_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "ProcessPoolExecutor", _BrokenPool)
    options = Options(ranker="u4", seeds=(0, 1), workers=2)
    with pytest.raises(ReviewError, match="ended from outside") as told:
        simulate(write_csv(tmp_path / "set.csv"), options, tmp_path / "a", bar)
    assert "--jobs 1" in told.value.hint
