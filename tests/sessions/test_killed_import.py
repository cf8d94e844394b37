"""A process that is killed in the middle of an import leaves nothing or everything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.log import verify
from screening.sessions.proof import open_for_proof
from screening.sessions.review import open_review
from screening.sessions.start import start_review

RECORDS = 1200
SCRIPT = """
import os, signal, sys
from pathlib import Path
from screening.sessions.import_report import SearchFacts
from screening.sessions import importing
from screening.sessions.review import Writer, open_review
from screening.store import Writing

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

moment = sys.argv[3]
if moment == "while keeping the file":
    os.fsync = die
progress = die if moment == "while reading" else None
if moment == "while writing":
    add = Writing.add_records
    def add_some(self, rows):
        add(self, rows)
        die()
    Writing.add_records = add_some
if moment == "after the import's event":
    append = Writer.append
    def append_and_die(self, body):
        append(self, body)
        die()
    Writer.append = append_and_die
with open_review(Path(sys.argv[1]), by="A") as review:
    importing.import_file(review, Path(sys.argv[2]), SearchFacts(source="ERIC"), progress=progress)
"""


MOMENTS = ("while keeping the file", "while reading", "while writing", "after the import's event")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_import_can_be_run_again(tmp_path: Path, moment: str) -> None:
    folder, export = tmp_path / "review", tmp_path / "eric.ris"
    start_review(folder, title="A review", by="A").close()
    entry = "TY  - JOUR\nTI  - Mentoring of students number {}\nER  -\n"
    export.write_text("\n".join(map(entry.format, range(RECORDS))), encoding="utf-8")
    killed = subprocess.run(
        [sys.executable, "-c", SCRIPT, folder, export, moment], capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with open_for_proof(folder) as proof:
        assert list(verify(proof)) == []
    with open_review(folder, by="A") as review:
        assert review.state.record_total == 0
        report = import_file(review, export, SearchFacts(source="ERIC"))
        assert (report.imported, report.search, review.state.record_total) == (
            RECORDS, "S01", RECORDS,
        )  # fmt: skip
    with open_for_proof(folder) as proof:
        assert list(verify(proof)) == []
    assert len(list((folder / "originals").iterdir())) == 1
    rest = {path.name for path in folder.iterdir()} - {"review.db-wal", "review.db-shm"}
    assert rest == {"review.toml", "review.db", "originals"}


def test_an_import_sweeps_up_after_dead_processes_only(tmp_path: Path) -> None:
    """Whoever still copies its file, or put another one there, loses nothing."""
    export = tmp_path / "eric.ris"
    export.write_text("TY  - JOUR\nTI  - Mentoring of students\nER  -\n", encoding="utf-8")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with start_review(tmp_path / "review", title="A review", by="A") as review:
        review.originals.mkdir()
        names = [f".{'a' * 64}.{pid}.part" for pid in (gone.pid, os.getppid(), os.getpid())]
        names += [f"{'b' * 64}.{gone.pid}.part", f".notes.{gone.pid}.part", ".part", ".x.0.part"]
        for name in names:
            (review.originals / name).write_bytes(b"half")
        import_file(review, export, SearchFacts(source="ERIC"))
        left = {path.name for path in review.originals.iterdir()}
        assert left - {review.state.imports[0].body.search.file_sha256} == set(names[1:])
