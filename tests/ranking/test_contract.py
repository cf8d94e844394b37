"""What every registered ranker promises."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.ranking import Ranker, Ranking, RankingTask, ranker_named, rankers

from .tasks import ids, make_task, rank_by, two_topics

every_ranker = pytest.mark.parametrize("ranker", rankers(), ids=lambda ranker: ranker.name)
# ELAS u4 takes no question: before both kinds of labels are known it says that it knows nothing.
asking_ranker = pytest.mark.parametrize(
    "ranker", [r for r in rankers() if r.name != "u4"], ids=lambda ranker: ranker.name
)
WARM = {"R0001": True, "R0002": True, "R0039": False, "R0040": False}


def check(task: RankingTask, ranking: Ranking) -> None:
    assert sorted(ranking.order) == sorted(task.records)
    assert list(ranking.scores) == sorted(ranking.scores, reverse=True)
    assert all(math.isfinite(score) for score in ranking.scores)
    for record, score in zip(ranking.order, ranking.scores, strict=True):
        assert math.isclose(sum(ranking.components_of(record).values()), score, abs_tol=1e-9)
    assert ranking.maker.seed == task.seed
    assert all(note.endswith(".") for note in ranking.notes)


def is_random(ranking: Ranking) -> bool:
    return any("ORDER IS RANDOM" in note for note in ranking.notes)


@every_ranker
def test_it_says_who_it_is(ranker: Ranker) -> None:
    maker = rank_by(ranker, two_topics()).maker
    assert (maker.name, maker.version) == (ranker.name, ranker.version)
    assert ranker.label
    assert int(ranker.version) >= 1


@asking_ranker
@pytest.mark.parametrize(
    "labels",
    [{}, {"R0001": True}, {"R0040": False, "R0039": False}, WARM],
    ids=["cold", "one included", "only excluded", "warm"],
)
def test_wanted_records_come_first(ranker: Ranker, labels: dict[str, bool]) -> None:
    task = two_topics(labels=labels)
    ranking = rank_by(ranker, task)
    check(task, ranking)
    assert set(ranking.order[:10]) == ids(1, 10)
    assert not is_random(ranking)


@every_ranker
@pytest.mark.parametrize("labels", [{}, WARM], ids=["cold", "warm"])
def test_the_same_task_gives_the_same_ranking(ranker: Ranker, labels: dict[str, bool]) -> None:
    backwards = dict(reversed(labels.items()))
    first, again = (
        rank_by(ranker, two_topics(labels=labels)),
        rank_by(ranker, two_topics(labels=backwards)),
    )
    assert first == again


@asking_ranker
def test_labels_alone_rank_where_no_question_is_stated(ranker: Ranker) -> None:
    ranking = rank_by(ranker, two_topics(question="", labels=WARM))
    assert set(ranking.order[:10]) == ids(1, 10)
    ranking = rank_by(ranker, two_topics(question="", labels={"R0003": True}))
    assert set(ranking.order[:10]) == ids(1, 10)
    assert any("states no question" in note for note in ranking.notes)


@every_ranker
@pytest.mark.parametrize("labels", [{}, {"R0001": False}])
def test_nothing_to_go_by_is_random_and_said(ranker: Ranker, labels: dict[str, bool]) -> None:
    task = two_topics(question="  ", labels=labels)
    ranking = rank_by(ranker, task)
    check(task, ranking)
    assert is_random(ranking)
    assert ranking.order != task.records
    assert ranking.order == rank_by(ranker, task).order
    assert ranking.order != rank_by(ranker, replace(task, seed=8)).order


@every_ranker
def test_no_records(ranker: Ranker) -> None:
    ranking = rank_by(ranker, make_task([]))
    assert (ranking.order, ranking.scores) == ((), ())


@every_ranker
@pytest.mark.parametrize("labels", [{}, {"R0001": True}, {"R0001": False}])
def test_one_record(ranker: Ranker, labels: dict[str, bool]) -> None:
    task = make_task(["Mentoring medical students"], labels=labels)
    ranking = rank_by(ranker, task)
    check(task, ranking)
    assert ranking.order == ("R0001",)


@every_ranker
def test_everything_is_labelled(ranker: Ranker) -> None:
    task = make_task(
        ["mentoring students", "lava of iceland"], labels={"R0001": True, "R0002": False}
    )
    ranking = rank_by(ranker, task)
    check(task, ranking)
    assert ranking.order[0] == "R0001"


@every_ranker
@pytest.mark.parametrize("labels", [{}, {"R0001": True}, {"R0001": True, "R0002": False}])
def test_equal_texts_are_shuffled_by_seed_not_by_file_order(
    ranker: Ranker, labels: dict[str, bool]
) -> None:
    task = make_task(["Mentoring of students"] * 30, ["An abstract."] * 30, labels=labels)
    ranking = rank_by(ranker, task)
    check(task, ranking)
    assert len(set(ranking.scores)) == 1
    assert ranking.order not in (task.records, task.records[::-1])
    assert ranking.order != rank_by(ranker, replace(task, seed=8)).order


@every_ranker
@pytest.mark.parametrize("labels", [{}, WARM], ids=["cold", "warm"])
def test_the_order_of_the_file_decides_nothing(ranker: Ranker, labels: dict[str, bool]) -> None:
    task = two_topics(labels=labels)
    assert task.vectors is not None
    turned = replace(
        task,
        records=task.records[::-1],
        titles=task.titles[::-1],
        abstracts=task.abstracts[::-1],
        vectors=task.vectors[::-1],
    )
    one, other = rank_by(ranker, task), rank_by(ranker, turned)
    scores = dict(zip(other.order, other.scores, strict=True))
    for record, score in zip(one.order, one.scores, strict=True):
        assert scores[record] == pytest.approx(score, abs=2e-3)  # the solver starts elsewhere


@asking_ranker
@pytest.mark.parametrize("labels", [{}, WARM], ids=["cold", "warm"])
def test_a_wanted_title_without_an_abstract_stands_high(
    ranker: Ranker, labels: dict[str, bool]
) -> None:
    task = two_topics(labels=labels)
    abstracts = tuple("" if i in (4, 5, 20, 25) else a for i, a in enumerate(task.abstracts))
    bare = make_task(task.titles, abstracts, labels=labels)
    ranking = rank_by(ranker, bare)
    check(bare, ranking)
    places = {record: place for place, record in enumerate(ranking.order)}
    assert max(places["R0005"], places["R0006"]) < 12
    assert min(places["R0021"], places["R0026"]) > 12
    assert any("4 of 40 records have no abstract" in note for note in ranking.notes)
    few = frozenset(f"R{number:04}" for number in (4, 5, 6, 7))
    told = rank_by(ranker, replace(bare, wanted=few)).notes
    assert any("2 of 4 records have no abstract" in note for note in told)


@asking_ranker
@pytest.mark.parametrize("labels", [{}, WARM], ids=["cold", "warm"])
def test_records_without_text_stand_in_the_middle(ranker: Ranker, labels: dict[str, bool]) -> None:
    task = two_topics(labels=labels, wanted=20, other=20)
    blank = make_task([*task.titles, "", " "], [*task.abstracts, "", "\n"], labels=labels)
    ranking = rank_by(ranker, blank)
    check(blank, ranking)
    assert all(12 <= ranking.order.index(record) <= 29 for record in ("R0041", "R0042"))
    assert any("2 of 42 records have no text" in note for note in ranking.notes)


@every_ranker
def test_only_blank_records(ranker: Ranker) -> None:
    task = make_task(["", ""], labels={"R0001": True, "R0002": False})
    check(task, rank_by(ranker, task))
    check(task, rank_by(ranker, make_task(["", ""])))


@asking_ranker
@pytest.mark.parametrize(
    ("question", "wanted", "other"),
    [
        (
            "مربیگری دانشجویان پزشکی",
            "تجربه مربیگری دانشجویان پزشکی در ایران",
            "فوران آتشفشان دماوند و گدازه",
        ),
        (
            "наставничество студентов",
            "опыт наставничество студентов медиков",
            "извержение вулкана и лава",
        ),
        ("医学生导师制", "关于医学生导师制的研究", "火山喷发与熔岩的观测"),
        ("καθοδήγηση φοιτητών", "η καθοδήγηση φοιτητών ιατρικής", "ηφαίστειο και λάβα"),
    ],
    ids=["persian", "russian", "chinese", "greek"],
)
def test_other_scripts(ranker: Ranker, question: str, wanted: str, other: str) -> None:
    task = make_task([other, wanted, f"{other} x", f"{wanted} y", other], question=question)
    ranking = rank_by(ranker, task)
    check(task, ranking)
    if ranker.name != "embedding":  # the vectors of the tests know whole words only
        assert set(ranking.order[:2]) == {"R0002", "R0004"}


words = st.lists(
    st.sampled_from(["mentor", "student", "lava", "a", "", "ß", "心", "\x00"]), max_size=6
)
records = st.lists(st.tuples(words, words, st.sampled_from([None, True, False])), max_size=12)


@every_ranker
@settings(max_examples=40, deadline=None)
@given(records=records, question=words)
def test_no_task_breaks_it(
    ranker: Ranker,
    records: list[tuple[list[str], list[str], bool | None]],
    question: list[str],
) -> None:
    labels = {f"R{i:04d}": known for i, (_, _, known) in enumerate(records, 1) if known is not None}
    task = make_task(
        [" ".join(title) for title, _, _ in records],
        [" ".join(abstract) for _, abstract, _ in records],
        question=" ".join(question),
        labels=labels,
    )
    check(task, rank_by(ranker, task))


@every_ranker
def test_it_changes_nothing_it_was_given(ranker: Ranker) -> None:
    task = two_topics(labels=WARM)
    assert task.vectors is not None
    before = task.vectors.copy()
    task.vectors.setflags(write=False)
    rank_by(ranker, task)
    assert np.array_equal(before, task.vectors)


def test_elas_u4_ranks_by_labels_and_says_what_it_needs() -> None:
    cold = rank_by("u4", two_topics())
    assert is_random(cold)
    assert cold.notes[0].endswith("learns from decisions only: include one record and exclude one.")
    warm = two_topics(labels=WARM)
    check(warm, rank_by("u4", warm))
    assert set(rank_by("u4", warm).order[:10]) == ids(1, 10)


@asking_ranker
def test_a_ranking_tells_whether_the_question_counts(ranker: Ranker) -> None:
    twenty = {f"R{number:04}": number <= 20 for number in range(1, 31)}
    fewer = twenty | {"R0020": False}
    for labels, counts in (({}, True), ({"R0001": True}, True), (fewer, True), (twenty, False)):
        assert rank_by(ranker, two_topics(labels=labels)).asked is counts
        assert not rank_by(ranker, two_topics(question="", labels=labels)).asked


@pytest.mark.parametrize("labels", [{}, WARM], ids=["cold", "warm"])
def test_a_ranker_that_asks_nothing_says_so(labels: dict[str, bool]) -> None:
    assert not rank_by(ranker_named("u4"), two_topics(labels=labels)).asked
