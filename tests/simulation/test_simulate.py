"""Whole simulations: kept, broken off, taken up, side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from screening.console import Progress
from screening.errors import UsageError
from screening.simulation.simulate import Options, Simulation, simulate
from tests.embedding.fakes import HashingEncoder
from tests.simulation.files import OTHER, WANTED, write_csv

OPTIONS = Options(ranker="u4", seeds=(0, 1), workers=1)


@contextmanager
def bar(_label: str) -> Iterator[Progress]:
    yield lambda _done, _total: None


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "set.csv")


def run(dataset: Path, name: str, options: Options = OPTIONS) -> Simulation:
    return simulate(dataset, options, dataset.parent / name, bar)


def test_like_records_come_first_for_every_seed(dataset: Path) -> None:
    made = run(dataset, "a")
    assert [run.figures.loss for run in made.runs] == [0.0, 0.0]
    assert [run.ranks for run in made.runs] == [tuple(range(1, 8))] * 2
    assert {len(run.known) for run in made.runs} == {2}
    loss = next(line for line in made.summaries if line.figure == "loss")
    assert (loss.interval.mean, loss.interval.count) == (0.0, 2)


def test_a_broken_simulation_goes_on_to_the_same_end(dataset: Path) -> None:
    whole = run(dataset, "a")
    folder = dataset.parent / "a"
    text = (folder / "seed-1.csv").read_text(encoding="utf-8")
    for length in (0, 10, 25, 40, len(text) - 3):
        (folder / "seed-1.csv").write_text(text[:length], encoding="utf-8")
        assert run(dataset, "a") == whole
        assert (folder / "seed-1.csv").read_text(encoding="utf-8") == text


def test_side_by_side_gives_what_one_by_one_gives(dataset: Path) -> None:
    assert run(dataset, "b", replace(OPTIONS, workers=2)).runs == run(dataset, "a").runs


def test_a_folder_of_another_plan_is_left_alone(dataset: Path) -> None:
    run(dataset, "a")
    with pytest.raises(UsageError, match=r"What differs: the review's title\."):
        run(dataset, "a", replace(OPTIONS, title="Mentoring"))


def test_a_folder_of_something_else_is_left_alone(dataset: Path) -> None:
    with pytest.raises(UsageError, match="holds no simulation"):
        run(dataset, ".")


def test_a_damaged_plan_is_told(dataset: Path) -> None:
    run(dataset, "a")
    (dataset.parent / "a" / "simulation.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read as the plan"):
        run(dataset, "a")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("record,included,known\nR0003,1,1\nR0002,0,0\n", "not what this seed makes"),
        ("place,included\n1,1\n", "has no column"),
        ("record,included,known\nR0099,1,1\n", "not what this seed makes"),
    ],
)
def test_an_order_of_another_draw_is_left_alone(dataset: Path, text: str, words: str) -> None:
    run(dataset, "a")
    (dataset.parent / "a" / "seed-0.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        run(dataset, "a")


def test_a_sorted_file_is_told_and_forgotten(dataset: Path) -> None:
    rows = [(title, True) for title in WANTED] + [(title, False) for title in OTHER]
    made = run(write_csv(dataset.parent / "sorted.csv", rows), "a")
    assert "is sorted by label" in made.notes[0]


def test_a_start_from_nothing_is_told(dataset: Path) -> None:
    cold = replace(OPTIONS, ranker="tfidf", known_included=0, known_excluded=0, seeds=(0,))
    made = run(dataset, "a", cold)
    assert "the start is random" in made.notes[0]
    assert "One seed" in made.notes[1]
    titled = run(dataset, "b", replace(cold, title="Mentoring of medical students"))
    assert titled.runs[0].figures.loss == 0.0
    assert titled.runs[0].known == ()


def test_questions_and_criteria_start_the_ranking_as_a_title_does(dataset: Path) -> None:
    bad = replace(
        OPTIONS, ranker="tfidf", known_included=0, known_excluded=0, seeds=(0,), title="Letters"
    )
    lost = run(dataset, "a", bad).runs[0].figures.loss
    assert lost > 0.0
    asked, criteria = ("What makes mentoring work?",), ("Medical students",)
    for name, options in {
        "b": replace(bad, questions=asked),
        "c": replace(bad, include=criteria),
        "d": replace(bad, questions=asked, include=criteria),
    }.items():
        made = run(dataset, name, options)
        assert made.runs[0].figures.loss < lost
        assert made.plan.queries == ("Letters", *options.questions, *options.include)


ASKED = replace(OPTIONS, questions=("Mentoring?",), include=("Students",))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (replace(ASKED, questions=()), "the review's questions."),
        (replace(ASKED, questions=("Why?",)), "the review's questions."),
        (replace(ASKED, include=()), "the inclusion criteria."),
        (replace(ASKED, include=("Students", "B")), "the inclusion criteria."),
    ],
)
def test_runs_of_other_questions_are_not_mixed(dataset: Path, options: Options, words: str) -> None:
    first = run(dataset, "a", ASKED)
    assert run(dataset, "a", ASKED) == first
    with pytest.raises(UsageError) as told:
        run(dataset, "a", options)
    assert words in told.value.message


def test_the_meaning_of_all_that_is_asked_is_compared(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = HashingEncoder()
    monkeypatch.setattr("screening.simulation.simulate.load_encoder", lambda _model: encoder)
    run(dataset, "a", replace(ASKED, ranker="embedding", title="Letters", seeds=(0,)))
    kept = np.load(dataset.parent / "a" / "vectors.npy", allow_pickle=False)
    asked = encoder.encode(["Letters\nMentoring?\nStudents"])[0]
    assert np.array_equal(kept[-1], asked)


def test_a_simulation_begun_without_questions_by_an_earlier_version_goes_on(dataset: Path) -> None:
    whole = run(dataset, "a", replace(OPTIONS, title="Mentoring"))
    plan = dataset.parent / "a" / "simulation.json"
    told = json.loads(plan.read_text(encoding="utf-8"))
    del told["questions"], told["include"]
    plan.write_text(json.dumps(told), encoding="utf-8")
    assert run(dataset, "a", replace(OPTIONS, title="Mentoring")) == whole


@pytest.mark.parametrize(
    "options",
    [
        replace(OPTIONS, seeds=()),
        replace(OPTIONS, seeds=(1, 1)),
        replace(OPTIONS, n_query=0),
        replace(OPTIONS, known_included=8),
        replace(OPTIONS, known_excluded=-1),
        replace(OPTIONS, ranker="tarot"),
    ],
)
def test_what_cannot_be_simulated_is_refused(dataset: Path, options: Options) -> None:
    with pytest.raises(UsageError):
        run(dataset, "a", options)


def test_an_order_written_twice_is_left_alone(dataset: Path) -> None:
    run(dataset, "a")
    path = dataset.parent / "a" / "seed-0.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines(keepends=True)[-1], encoding="utf-8")
    with pytest.raises(UsageError, match="written by two at once"):
        run(dataset, "a")


def test_progress_counts_what_is_found_over_all_seeds(dataset: Path) -> None:
    seen: list[tuple[int, int]] = []

    @contextmanager
    def watched(_label: str) -> Iterator[Progress]:
        yield lambda done, total: seen.append((done, total))

    simulate(dataset, OPTIONS, dataset.parent / "a", watched)
    assert seen == [(found, 14) for found in range(1, 15)]
