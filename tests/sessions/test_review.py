"""A review is a folder: started whole or not at all, opened with care, amended in the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from screening.errors import BadInput, BadReview, CannotWrite, UsageError
from screening.events.kinds import Noted, ProtocolAmended, ReviewStarted
from screening.protocol import protocol_template
from screening.records import RecordId
from screening.sessions.review import Review, open_review
from screening.sessions.start import start_review, start_review_with


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start_review(tmp_path / "review", title="A review", by="A").close()
    return tmp_path / "review"


def _kinds(review: Review) -> list[str]:
    return [event.kind for event in review.events()]


def test_a_new_review_starts_with_its_protocol(folder: Path) -> None:
    with open_review(folder, by="A") as review:
        first, second = (event.body for event in review.events())
    assert isinstance(first, ReviewStarted)
    assert isinstance(second, ProtocolAmended)
    assert second.text == (folder / "review.toml").read_text(encoding="utf-8")


def test_a_second_review_in_the_same_folder_is_refused(folder: Path) -> None:
    with pytest.raises(CannotWrite, match="holds a review already"):
        start_review(folder, title="Another")


def test_a_broken_protocol_starts_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadReview):
        start_review_with(tmp_path / "review", "title = 1")
    assert not (tmp_path / "review").exists()


def test_a_failure_while_starting_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_review: Review) -> Iterator[None]:
        raise CannotWrite("The disk is full.")

    monkeypatch.setattr(Review, "writing", broken)
    with pytest.raises(CannotWrite):
        start_review(tmp_path, title="A review")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", ["review.toml", "review.db"])
def test_a_folder_without_a_review_is_told(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(BadReview, match=f"{missing} is missing"):
        open_review(folder)


def test_a_protocol_that_is_not_utf8_is_told(folder: Path) -> None:
    (folder / "review.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(BadReview, match="UTF-8"):
        open_review(folder)


def test_an_edited_protocol_is_recorded_with_the_next_change(folder: Path) -> None:
    path = folder / "review.toml"
    path.write_text(path.read_text("utf-8").replace("A review", "Another title"), "utf-8")
    with open_review(folder, by="A") as review:
        changed = [review.protocol_changed]
        with review.writing() as writer:
            writer.append(Noted(record=RecordId("R0001"), text="x"))
        changed.append(review.protocol_changed)
        assert changed == [True, False]
        assert _kinds(review)[2:] == ["ProtocolAmended", "Noted"]


def test_a_failed_change_leaves_the_state_as_it_was(folder: Path) -> None:
    with open_review(folder, by="A") as review:
        with pytest.raises(RuntimeError), review.writing() as writer:
            writer.append(Noted(record=RecordId("R0001"), text="x"))
            raise RuntimeError
        assert review.state.notes == {}
        assert review.state.last_seq == 2


def test_two_open_reviews_see_each_others_events(folder: Path) -> None:
    with open_review(folder, by="A") as one, open_review(folder, by="B") as two:
        with one.writing() as writer:
            writer.append(Noted(record=RecordId("R0001"), text="of A"))
        with two.writing() as writer:
            writer.append(Noted(record=RecordId("R0001"), text="of B"))
        one.refresh()
        assert one.state.notes == two.state.notes == {"R0001": [("A", "of A"), ("B", "of B")]}


def test_the_clock_is_the_callers(tmp_path: Path) -> None:
    times = iter(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(9))
    with start_review(tmp_path, title="A review", clock=lambda: next(times)) as review:
        assert [event.at.hour for event in review.events()] == [0, 1]


def test_who_acts_is_named_taken_from_the_environment_or_the_only_reviewer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAMIS_REVIEWER", "")
    start_review(tmp_path / "one", title="x", reviewers=["Only"]).close()
    with open_review(tmp_path / "one") as review:
        assert review.by == "Only"
    start_review(tmp_path / "two", title="x", reviewers=["A", "B"], by="A").close()
    monkeypatch.setenv("TAMIS_REVIEWER", "B")
    with open_review(tmp_path / "two") as review:
        assert review.by == "B"
    with pytest.raises(UsageError, match="Its reviewers are: A, B"):
        open_review(tmp_path / "two", by="C")


@pytest.mark.parametrize("text", ["R0009", "banana", "R", "0", "-1", ""])
def test_an_unknown_record_is_told(folder: Path, text: str) -> None:
    with open_review(folder) as review, pytest.raises(UsageError):
        review.known(text)


def test_an_open_review_does_not_take_an_amendment_back(folder: Path) -> None:
    protocol = folder / "review.toml"
    with open_review(folder, by="A") as old:
        text = protocol.read_text(encoding="utf-8")
        protocol.write_text(text.replace("reviewers = 1", "reviewers = 2"), encoding="utf-8")
        with open_review(folder, by="B") as new:
            add_note_to_nothing(new)
            before = list(new.events())
            for _attempt in range(2):
                with pytest.raises(BadReview, match="start"):
                    add_note_to_nothing(old)
            assert list(new.events()) == before
            add_note_to_nothing(new)
            assert _kinds(new)[2:] == ["ProtocolAmended", "Noted", "Noted"]


def add_note_to_nothing(review: Review) -> None:
    with review.writing() as writer:
        writer.append(Noted(record=RecordId("R0001"), text="n"))


def test_of_two_starts_at_once_the_second_leaves_the_first_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "review"
    start_review(folder, title="First", by="A").close()
    monkeypatch.setattr(Path, "exists", lambda _path: False)  # both looked before either wrote
    with pytest.raises(CannotWrite, match="there already"):
        start_review(folder, title="Second", by="B")
    monkeypatch.undo()
    with open_review(folder, by="A") as review:
        assert review.protocol.title == "First"
        assert not review.protocol_changed


def test_a_protocol_with_windows_line_ends_is_not_changed_by_opening(tmp_path: Path) -> None:
    text = protocol_template("A review").replace("\n", "\r\n")
    start_review_with(tmp_path / "review", text, by="A").close()
    with open_review(tmp_path / "review", by="A") as review:
        assert not review.protocol_changed


def test_bytes_that_are_no_text_are_refused_in_a_sentence(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(BadInput, match="not UTF-8"):
        start_review(tmp_path / "other", title="\udcff", by="A")
    assert not (tmp_path / "other").exists()
    with pytest.raises(BadInput, match="name holds bytes"):
        open_review(folder, by="\udcff")
    with open_review(folder, by="A") as review:
        with pytest.raises(BadInput, match="not UTF-8"), review.writing() as writer:
            writer.append(Noted(record=RecordId("R0001"), text="\udcff"))
        assert review.state.notes == {}
