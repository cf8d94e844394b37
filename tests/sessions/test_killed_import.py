"""A process that is killed in the middle of an import leaves nothing or everything."""

from __future__ import annotations

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


@pytest.mark.parametrize("moment", ["while reading", "while writing", "after the import's event"])
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
    rest = {path.name for path in folder.iterdir()} - {"review.db-wal", "review.db-shm"}
    assert rest == {"review.toml", "review.db", "originals"}
