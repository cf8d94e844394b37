"""Files kept by their hash: a folder is listed once for all of them, half copies are swept."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction.sessions.package_files import attached, attached_parts
from screening.protocol import Stage, Verdict
from screening.sessions.fulltext_list import list_full_texts
from screening.sessions.fulltext_proof import fulltext_faults
from screening.sessions.fulltexts import FULLTEXTS_FOLDER, Attaching, attach, read_file
from screening.sessions.kept_files import kept_files, sweep_half_copies
from screening.sessions.proof import open_for_proof
from screening.sessions.review import Review
from screening.sessions.screen import decide
from tests.commands.running import tamis
from tests.reviews_builder import make_review

FILES = 4


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with make_review(tmp_path / "r", FILES) as made:
        for number in range(1, FILES + 1):
            path = tmp_path / f"{number}.txt"
            path.write_text(f"Quinces\u00a0{number}", encoding="utf-8")
            record = made.known(str(number))
            for stage in (Stage.TITLE, Stage.ABSTRACT):
                decide(made, stage, record, Verdict.INCLUDE)
            attach(made, read_file(path), record, Attaching())
        yield made


@pytest.fixture
def listings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders of full texts listed, once for every time."""
    seen: list[Path] = []
    glob = Path.glob

    def counting(self: Path, pattern: str) -> Iterator[Path]:
        if self.name == FULLTEXTS_FOLDER:
            seen.append(self)
        return glob(self, pattern)

    monkeypatch.setattr(Path, "glob", counting)
    return seen


def test_a_list_lists_the_folder_once(review: Review, listings: list[Path]) -> None:
    rows = [file for report in list_full_texts(review) for file in report.files]
    assert len(rows) == FILES
    assert all((review.folder / row.path).is_file() for row in rows)
    assert len(listings) == 1


def test_a_proof_lists_the_folder_once(review: Review, listings: list[Path]) -> None:
    with open_for_proof(review.folder) as proof:
        assert list(fulltext_faults(proof.store.rows(), proof.fulltexts)) == []
    assert len(listings) == 1


def test_a_package_lists_the_folder_once(review: Review, listings: list[Path]) -> None:
    texts = tuple(attached(review, wanted_files=True))
    assert len([b"".join(blocks) for _name, blocks in attached_parts(review, texts)]) >= FILES
    assert len(listings) == 1


def test_a_file_is_found_by_its_hash_and_hidden_ones_are_none(tmp_path: Path) -> None:
    for name in (f".{'a' * 64}.txt.7.part", f"{'a' * 64}.txt", f"{'a' * 64}.pdf", "b"):
        (tmp_path / name).touch()
    assert kept_files(tmp_path) == {"a" * 64: tmp_path / f"{'a' * 64}.pdf", "b": tmp_path / "b"}
    assert kept_files(tmp_path / "none") == {}


def test_only_what_dead_processes_left_is_swept(tmp_path: Path) -> None:
    """Whoever still copies its file, or put another one there, loses nothing."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    swept = [f".{'a' * 64}{ending}.{gone.pid}.part" for ending in ("", ".pdf", ".txt")]
    left = [f".{'a' * 64}.pdf.{process}.part" for process in (os.getppid(), os.getpid())]
    left += [f"{'b' * 64}.{gone.pid}.part", f".notes.{gone.pid}.part", ".part", ".x.0.part"]
    for name in (*swept, *left):
        (tmp_path / name).write_bytes(b"half")
    sweep_half_copies(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(left)


def test_attaching_sweeps_the_folder_of_full_texts(review: Review) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    half = review.folder / FULLTEXTS_FOLDER / f".{'a' * 64}.pdf.{gone.pid}.part"
    half.write_bytes(b"half")
    attached = tamis("fulltext", "attach", review.folder.parent / "1.txt", "-C", review.folder)
    assert attached.code == 0
    assert not half.exists()
