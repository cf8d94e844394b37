"""Full texts of reports: two processes that attach the same file at once lose none of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.sessions.duplicates import mark_duplicate
from screening.sessions.fulltexts import (
    FULLTEXTS_FOLDER,
    Attaching,
    attach,
    full_texts,
    read_file,
)
from screening.sessions.review import Review
from tests.overtaken import Overtaken
from tests.reviews_builder import make_review


def test_a_failed_attaching_takes_no_file_from_another(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("A full text about quinces.", encoding="utf-8")
    with make_review(tmp_path / "r", 2) as review:
        mark_duplicate(review, review.known("2"), review.known("1"))
        file = read_file(path)

        def attach_wrongly(other: Review) -> None:
            with pytest.raises(UsageError, match="duplicate"):
                attach(other, file, other.known("2"), Attaching())

        late = Overtaken(review, attach_wrongly)
        assert attach(late, file, late.known("1"), Attaching())
        (held,) = full_texts(late, late.known("1"))
    assert held.text.strip() == "A full text about quinces."
    kept = tmp_path / "r" / FULLTEXTS_FOLDER / f"{held.file_sha256}.txt"
    assert kept.read_bytes() == path.read_bytes()
