"""Learning on: when it is due, what is frozen, undo across it, draws, other sittings, errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from screening.embedding import ModelIdentity
from screening.errors import UsageError
from screening.events import Event
from screening.events.kinds import Decided, RankingMade
from screening.protocol import Stage, Verdict
from screening.records import RecordContent
from screening.sessions import learning
from screening.sessions.actions import Act
from screening.sessions.assistant import Assistant, AtOnce, Background, assisted
from screening.sessions.learning import Learner
from screening.sessions.lessons import Taught, is_due, step, why_not
from screening.sessions.rank import RankOptions, labels_at, rank_stage, record_ranking
from screening.sessions.review import Review
from screening.sessions.screen import decide
from screening.sessions.seat import Seat
from tests.overtaken import Overtaken
from tests.reviews_builder import contents, make_review, protocol_text, rank, reopen
from tests.waiting import wait_for

TITLE = Stage.TITLE
WORDS = RankOptions(ranker="tfidf")


def mixed(count: int = 24) -> list[RecordContent]:
    """Every third record is about mentoring, the others about two other things."""
    about = ("mentoring of students", "cells of mice under light", "prices of wheat and rye")
    return [
        replace(at, title=f"On {about[n % 3]}, part {n}", abstract="", keywords=())
        for n, at in enumerate(contents(count))
    ]


def ranked_review(folder: Path, *, audit: bool = False, text: str = "") -> Review:
    made = make_review(folder, found=mixed(), text=text or protocol_text(stages=("title",)))
    ranked = rank_stage(made, TITLE, WORDS)
    record_ranking(made, ranked, audit_share=0.9 if audit else None)
    return made


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with ranked_review(tmp_path / "r") as made:
        yield made


_OPEN: list[AtOnce] = []


def seat_of(review: Review) -> Seat:
    _OPEN.append(AtOnce(review, TITLE))
    return Seat(review, TITLE, assistant=_OPEN[-1])


@pytest.fixture(autouse=True)
def closed_after() -> Iterator[None]:
    """Let no assistant outlive its test."""
    yield
    while _OPEN:
        _OPEN.pop().close()


def rankings(review: Review) -> list[tuple[int, RankingMade]]:
    return [(at.seq, at.body) for at in review.events() if isinstance(at.body, RankingMade)]


def test_steps_grow_with_the_labels_and_the_records() -> None:
    assert [step(n, 1000) for n in (0, 1, 39, 40, 100, 1000)] == [1, 1, 1, 2, 5, 50]
    assert step(0, 100_000) == 10
    assert is_due(Taught(included=1), Taught(), 10)
    assert not is_due(Taught(included=1), Taught(included=1), 10)
    assert is_due(Taught(excluded=1), Taught(included=1), 10)
    points, then = 0, 0
    while then < 10_000:
        then, points = then + step(then, 10_000), points + 1
    assert points == 159


def test_each_decision_teaches_and_the_next_record_follows_the_frozen_order(
    review: Review,
) -> None:
    seat = seat_of(review)
    for _ in range(5):
        current = seat.current
        assert current is not None
        about_wheat = "wheat" in review.record(current).title
        seat.do(Act.INCLUDE if about_wheat else Act.EXCLUDE, "" if about_wheat else "Off topic")
        _seq, made = rankings(review)[-1]
        assert made.trained_to == review.state.last_seq - 1
        waiting = [at for at in made.order if at not in review.state.decisions[TITLE]]
        assert seat.current == waiting[0]
    assert len(rankings(review)) == 6


def test_a_frozen_order_can_be_made_again_from_the_log(review: Review, tmp_path: Path) -> None:
    seat = seat_of(review)
    for number in range(4):
        seat.do(Act.INCLUDE if number % 2 else Act.EXCLUDE, "" if number % 2 else "Off topic")
    _seq, made = rankings(review)[2]
    with ranked_review(tmp_path / "again") as again:
        for event in review.events():
            if isinstance(event.body, Decided) and event.seq <= made.trained_to:
                body = event.body
                decide(again, TITLE, body.record, body.verdict, reason=body.reason)
        assert rank_stage(again, TITLE, WORDS).order == made.order


def test_a_decision_names_the_order_under_which_its_record_was_shown(review: Review) -> None:
    seat = seat_of(review)
    for _ in range(2):
        seat.do(Act.INCLUDE)
    made = [event.body for event in review.events() if isinstance(event.body, Decided)]
    assert [body.ranking for body in made] == [seq for seq, _body in rankings(review)[:2]]


def test_undo_brings_the_former_record_back_across_a_new_order(review: Review) -> None:
    seat = seat_of(review)
    read = []
    for act, reason in ((Act.INCLUDE, ""), (Act.EXCLUDE, "Off topic"), (Act.INCLUDE, "")):
        read.append(seat.current)
        seat.do(act, reason)
    frozen = len(rankings(review))
    for record in reversed(read):
        seat.do(Act.UNDO)
        assert seat.current == record
    assert len(rankings(review)) == frozen + 3
    for record in read:
        assert seat.current == record
        seat.do(Act.INCLUDE)


def test_while_records_are_drawn_nothing_is_ranked_and_no_rank_is_shown(tmp_path: Path) -> None:
    with ranked_review(tmp_path / "r", audit=True) as review:
        seat = seat_of(review)
        for _ in range(6):
            shown = seat.shown()
            assert shown is not None
            assert shown.rank is None
            seat.do(Act.INCLUDE)
        assert len(rankings(review)) == 1
        assert "drawn at random" in seat.learning_line
        assert not Learner(review, TITLE).rank()
        made = [event.body for event in review.events() if isinstance(event.body, Decided)]
        assert {body.rank for body in made} == {None}


def test_draws_begun_while_it_was_working_keep_the_order(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(review, TITLE, review.known("1"), Verdict.INCLUDE)
    with reopen(review.folder) as other:

        def meanwhile(at: Review, stage: Stage) -> dict[str, bool]:
            record_ranking(other, rank_stage(other, TITLE, WORDS), audit_share=0.9)
            return labels_at(at, stage)

        monkeypatch.setattr(learning, "labels_at", meanwhile)
        assert not Learner(review, TITLE).rank()
    assert why_not(review, TITLE)
    assert len(rankings(review)) == 2


def test_an_unranked_stage_and_one_ranked_by_hand_do_not_learn(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 3) as review:
        seat = seat_of(review)
        seat.do(Act.INCLUDE)
        assert seat.learning_line.startswith("Not ranked yet")
        with reopen(review.folder) as other:
            rank(other, TITLE, [2, 3, 1])
        assert seat.refresh(keep=False)
        assert "'by hand', which cannot learn on" in seat.learning_line
        seat.do(Act.INCLUDE)
        assert len(rankings(review)) == 1


def test_without_learning_the_order_stays(review: Review) -> None:
    with assisted(review, TITLE, learning=False, model=None, at_once=True) as beside:
        seat = Seat(review, TITLE, assistant=beside)
        seat.do(Act.INCLUDE)
        assert len(rankings(review)) == 1
        assert seat.learning_line == "The order stays as it is."
        assert seat.outlook is not None
        assert seat.outlook.found == 1


def test_an_error_is_told_and_screening_goes_on(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_learner: Learner) -> bool:
        raise ZeroDivisionError("odd numbers")

    monkeypatch.setattr(Learner, "rank", broken)
    seat = seat_of(review)
    for _ in range(2):
        seat.do(Act.INCLUDE)
    assert seat.progress.decided == 2
    told = "Learning has stopped (ZeroDivisionError: odd numbers). Screening goes on."
    assert seat.learning_line == told


def test_two_sittings_learn_from_the_log_as_it_stands(review: Review) -> None:
    with reopen(review.folder, "Ben") as other:
        ann, ben = seat_of(review), seat_of(other)
        for _ in range(3):
            for seat in (ann, ben):
                seat.refresh(keep=False)
                seat.do(Act.INCLUDE)
        made = [body for _seq, body in rankings(review)]
        assert [body.included for body in made] == list(range(7))
        decided = [at.body.record for at in review.events() if isinstance(at.body, Decided)]
        assert len(set(decided)) == 6


def test_records_that_come_while_one_sits_are_ranked_too(review: Review) -> None:
    from tests.reviews_builder import add_search

    seat = seat_of(review)
    seat.do(Act.INCLUDE)
    with reopen(review.folder) as other:
        add_search(other, [replace(at, title="On mentoring") for at in contents(2)], "Eric")
    seat.refresh()
    seat.do(Act.INCLUDE)
    assert len(rankings(review)[-1][1].order) == 26


class FakeEncoder:
    """Encodes by counting letters; keeps count of the texts."""

    identity = ModelIdentity(
        name="fake", version="1", sha256="ab" * 32, backend="fake", dimension=3, max_tokens=9
    )

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: list[str], _progress: object = None) -> object:
        import numpy as np

        self.texts += len(texts)
        found = np.array([[1 + t.count("e"), t.count("m"), t.count("w")] for t in texts], float)
        return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def test_vectors_are_encoded_once_and_words_rank_before_they_are_there(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening.embedding.cache.CHUNK", 8)
    encoder = FakeEncoder()
    monkeypatch.setattr(learning, "load_encoder", lambda *_: encoder)
    ensemble = rank_stage(review, TITLE, WORDS)
    maker = replace(ensemble.ranking.maker, name="ensemble")
    record_ranking(review, replace(ensemble, ranking=replace(ensemble.ranking, maker=maker)))
    seen = []

    def between(done: int, total: int) -> None:
        seen.append(done)
        if done and done < total and not decided:
            decided.append(decide(review, TITLE, review.known("1"), Verdict.INCLUDE))
            assert learner.rank()

    decided: list[Event] = []
    learner = Learner(review, TITLE, progress=between)
    learner.prepare()
    assert seen == sorted(seen)
    assert encoder.texts == 25
    decide(review, TITLE, review.known("2"), Verdict.EXCLUDE, reason="1")
    assert learner.rank()
    by_words, by_both = (body for _seq, body in rankings(review)[-2:])
    assert (by_words.maker.model_sha256, by_both.maker.model_sha256) == ("", "ab" * 32)
    assert "by words only" in by_words.note
    Learner(review, TITLE).prepare()
    assert encoder.texts == 25


def test_another_model_than_the_orders_is_not_taken_for_it(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "load_encoder", lambda *_: FakeEncoder())
    made = rank_stage(review, TITLE, WORDS)
    maker = replace(made.ranking.maker, name="ensemble")
    model = replace(FakeEncoder.identity, sha256="cd" * 32)
    record_ranking(review, replace(made, model=model, ranking=replace(made.ranking, maker=maker)))
    with pytest.raises(UsageError, match="not the one at hand"):
        Learner(review, TITLE).prepare()


def test_in_the_background_the_same_is_done_beside(review: Review) -> None:
    with assisted(review, TITLE, learning=True, model=None, at_once=False) as beside:
        background = cast("Background", beside)
        seat = Seat(review, TITLE, assistant=beside)
        wait_for(lambda: background.idle)
        seat.do(Act.INCLUDE)
        wait_for(lambda: background.idle)
        front = seat.current
        assert seat.take_order()
        assert seat.current == front
        assert not seat.take_order()
        assert seat.learning_line == "Learned from 1 included, 0 excluded."
        assert seat.outlook is not None
        assert seat.outlook.found == 1
    assert [body.trained_to for _seq, body in rankings(review)][1:] == [5]


def test_quitting_during_work_ends_the_thread(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []

    def endless(self: Learner) -> None:
        begun.append(True)
        while True:
            assert self._progress is not None
            self._progress(1, 2)

    monkeypatch.setattr(Learner, "prepare", endless)
    background = Background(review, TITLE)
    wait_for(lambda: bool(begun))
    assert not background.idle
    beside: Assistant = background
    assert beside.note in ("Reading the texts to learn from.", "Encoding texts: 1 of 2.")
    background.close()
    assert not background._thread.is_alive()
    decide(review, TITLE, review.known("1"), Verdict.INCLUDE)


def test_an_error_in_the_thread_is_told(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise UsageError("There is no model.", "Name one.")

    monkeypatch.setattr(Learner, "prepare", broken)
    background = Background(review, TITLE)
    wait_for(lambda: background.idle)
    seat = Seat(review, TITLE, assistant=background)
    told = "Learning has stopped: There is no model. Name one. Screening goes on."
    assert seat.learning_line == told
    seat.do(Act.INCLUDE)
    wait_for(lambda: background.outlook is not None and background.outlook.found == 1)
    background.close()
    assert len(rankings(review)) == 1


def test_a_ranker_that_somebody_chose_meanwhile_stays_in_force(review: Review) -> None:
    """Also where the ranking was begun earlier, and so has learned from less."""
    decide(review, TITLE, review.known("1"), Verdict.INCLUDE)
    late = Overtaken(review, lambda other: rank(other, TITLE, [3, 2, 1]))
    assert not Learner(late, TITLE).rank()
    assert late.state.rankings[TITLE][1].maker.name == "by hand"
