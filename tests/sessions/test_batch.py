"""Decisions from a table: long cells are cells like any other."""

from __future__ import annotations

from pathlib import Path

from screening.protocol import Stage
from screening.sessions.batch import decide_from
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.start import start_review
from tests.reviews_builder import make_review
from tests.sessions.test_importing import RIS


def test_a_note_of_any_length_is_taken_over(tmp_path: Path) -> None:
    export, table = tmp_path / "eric.ris", tmp_path / "decisions.csv"
    export.write_text(RIS, encoding="utf-8")
    table.write_text(f"record,verdict,note\nR0001,include,{'x' * 200_000}\n", encoding="utf-8")
    with start_review(tmp_path / "review", title="A review", by="A") as review:
        import_file(review, export, SearchFacts(source="ERIC"))
        assert decide_from(review, table, stage=Stage.TITLE).added == 1
        made = review.state.decided_by(Stage.TITLE, review.known("1"), "A")
    assert made is not None
    assert len(made.note) == 200_000


def test_a_column_without_a_name_fills_no_field(tmp_path: Path) -> None:
    table = tmp_path / "decisions.csv"
    table.write_text("record,verdict,\n1,include,scribble\n", encoding="utf-8")
    with make_review(tmp_path / "r", 1) as review:
        assert decide_from(review, table, stage=Stage.TITLE).added == 1
        (made,) = review.state.in_force(Stage.TITLE, review.known("1")).values()
    assert (made.reason, made.note) == ("", "")
