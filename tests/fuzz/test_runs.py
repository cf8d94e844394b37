"""A short, seeded run of each reader, and the run itself held to what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from screening.readers import Reader, readers
from tests.fuzz.mutate import Mutator, tokens
from tests.fuzz.run import Bounds, Run, seeds
from tests.readers.specimens import FOLDER

_RUNS = 120
# A changed byte makes most containers unreadable, so few runs of them read an entry.
_CONTAINERS = {"excel", "excel_old"}


def _run(reader: Reader | None, folder: Path, runs: int, *, seed: int = 1) -> Run:
    bounds = Bounds(runs=runs, longest=6_000, seed=seed)
    run = Run(reader=reader, folder=folder, bounds=bounds)
    run.plain(seeds(reader))
    return run


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.name)
def test_readers_keep_their_promises_on_mangled_specimens(reader: Reader, tmp_path: Path) -> None:
    run = _run(reader, tmp_path, _RUNS)
    assert not run.failures, run.summary()
    assert run.executions == _RUNS
    assert run.entries or reader.name in _CONTAINERS


def test_files_chosen_by_content_keep_them_too(tmp_path: Path) -> None:
    run = _run(None, tmp_path, _RUNS)
    assert not run.failures, run.summary()


def test_the_same_seed_gives_the_same_inputs() -> None:
    start = seeds(None)[:20]
    one, again, other = (Mutator(start, seed=seed, longest=500) for seed in (1, 1, 2))
    inputs = [one.next() for _ in range(50)]
    assert inputs == [again.next() for _ in range(50)]
    assert inputs != [other.next() for _ in range(50)]
    assert max(map(len, inputs)) <= 500


def test_tags_of_the_specimens_are_among_the_tokens() -> None:
    found = tokens([b"TY  - JOUR\n<ArticleTitle>%A Lind", b'"DOI": 1, year = {2}'])
    assert {b"TY  ", b"<ArticleTitle", b"%A", b"DOI", b"year ", b"\x00"} <= set(found)


def test_failures_are_kept_once_of_each_kind_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_reader: object, path: Path) -> None:
        raise ValueError(path.read_bytes().decode())

    monkeypatch.setattr("tests.fuzz.run.examine", broken)
    run = Run(reader=None, folder=tmp_path, bounds=Bounds(runs=3))
    for data in (b"1", b"2", b"3"):
        run.take(data)
    assert run.is_over
    assert list(run.failures) == ["ValueError: "]
    assert (tmp_path / "failure_1.bin").read_bytes() == b"1"
    assert "ValueError: 1" in (tmp_path / "failure_1.txt").read_text(encoding="utf-8")


def test_from_the_command_line_nothing_is_written_beside_the_folder(tmp_path: Path) -> None:
    before = sorted(path.name for path in FOLDER.iterdir())
    command = [sys.executable, "-m", "tests.fuzz", "ris", "--plain", "--runs", "20"]
    run = subprocess.run(
        [*command, "--folder", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    facts = json.loads(run.stdout)
    assert (facts["reader"], facts["executions"], facts["failures"]) == ("ris", 20, {})
    assert sorted(path.name for path in FOLDER.iterdir()) == before
