from __future__ import annotations

import subprocess
import sys

import pytest

from screening.errors import UsageError
from screening.ranking import DEFAULT_RANKER, choose, ranker_named, rankers

from .tasks import rank_by, two_topics


def test_the_rankers_there_are() -> None:
    assert {ranker.name for ranker in rankers()} >= {"embedding", "ensemble", "tfidf"}


def test_an_unknown_ranker_is_said() -> None:
    with pytest.raises(UsageError, match=r"no ranker called 'magic'[\s\S]*ensemble"):
        ranker_named("magic")


def test_the_default_with_vectors() -> None:
    choice = choose(has_vectors=True)
    assert (choice.ranker.name, choice.note) == (DEFAULT_RANKER, "")


def test_the_default_without_vectors_says_what_it_does() -> None:
    choice = choose(has_vectors=False)
    assert choice.ranker.name == "tfidf"
    assert "by words only" in choice.note


def test_words_need_no_vectors_and_no_note() -> None:
    assert choose("TFIDF", has_vectors=False).note == ""


def test_a_ranker_that_looks_at_no_vectors_stays_itself_without_them() -> None:
    for ranker in rankers():
        if not ranker.uses_vectors:
            assert choose(ranker.name, has_vectors=False).ranker is ranker
    assert choose("u4", has_vectors=False).ranker.name == "u4"


def test_vectors_asked_for_by_name_are_not_replaced() -> None:
    with pytest.raises(UsageError, match="there are none"):
        choose("embedding", has_vectors=False)
    with pytest.raises(UsageError, match="there are none"):
        rank_by("embedding", two_topics(with_vectors=False))


def test_the_ensemble_itself_says_when_it_has_no_vectors() -> None:
    task = two_topics(with_vectors=False)
    ranking = rank_by("ensemble", task)
    assert "by words only" in ranking.notes[0]
    assert ranking.order == rank_by("tfidf", task).order


def test_listing_the_rankers_imports_nothing_heavy() -> None:
    code = (
        "import sys, screening.ranking as r; r.rankers();"
        "print([n for n in ('numpy', 'scipy', 'sklearn') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
