"""Decisions from a table: long cells are cells like any other, and ranks are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.events.kinds import Decided
from screening.protocol import Stage
from screening.sessions.audit import begin_audit
from screening.sessions.batch import decide_from
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.start import start_review
from tests.reviews_builder import make_review, rank
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


@pytest.mark.parametrize(("drawn", "ranks"), [(False, [3, 1, None]), (True, [None] * 3)])
def test_each_decision_names_the_rank_unless_ranks_are_hidden(
    tmp_path: Path, *, drawn: bool, ranks: list[int | None]
) -> None:
    table = tmp_path / "decisions.csv"
    table.write_text("record,verdict\n1,include\n3,include\n4,unsure\n", encoding="utf-8")
    with make_review(tmp_path / "r", 4) as review:
        rank(review, Stage.TITLE, [3, 2, 1])
        if drawn:
            with review.writing() as writer:
                begin_audit(writer, review.protocol, Stage.TITLE)
        decide_from(review, table, stage=Stage.TITLE)
        made = [at.body for at in review.events() if isinstance(at.body, Decided)]
    assert [body.rank for body in made] == ranks
    assert [body.ranking is not None for body in made] == [at is not None for at in ranks]
