"""review.toml is read strictly; every mistake is told with its line and the remedy."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import BadReview, UsageError
from screening.protocol import (
    Stage,
    Unsure,
    Verdict,
    parse_protocol,
    protocol_template,
    to_stage,
    to_verdict,
)
from screening.protocol.lines import line_of
from screening.records import SourceKind

FULL = """\
title = "Mentoring"
questions = ["What helps?"]
reviewers = ["A", "B"]
languages = ["en"]
[criteria]
include = ["Field"]
exclude = ["Other field"]
[years]
from = 2000
to = 2021
[stages.title]
reasons = ["Off topic"]
[stages.fulltext]
reasons = ["No access", "Off topic"]
reviewers = 2
unsure = "hold"
not_retrieved = "excluded"
[[searches]]
source = "ERIC"
[[searches]]
source = "PubMed"
kind = "database"
query = "mentoring"
run_on = 2021-06-30
[highlight]
include = ["mentor"]
[stopping]
rule = "all"
[codebook]
levels = ["component", "sub-component", "code"]
"""


def test_everything_written_is_read() -> None:
    protocol = parse_protocol(FULL)
    assert protocol.questions == ("What helps?",)
    assert (protocol.year_from, protocol.year_to) == (2000, 2021)
    assert [plan.stage for plan in protocol.stages] == [Stage.TITLE, Stage.FULLTEXT]
    assert protocol.plan(Stage.FULLTEXT).unsure is Unsure.HOLD
    assert protocol.plan(Stage.FULLTEXT).reviewers == 2
    assert protocol.not_retrieved.value == "excluded"
    assert protocol.searches[1].run_on == "2021-06-30"
    assert protocol.searches[0].kind is SourceKind.DATABASE
    assert protocol.levels == ("component", "sub-component", "code")
    assert protocol.is_last(Stage.FULLTEXT)
    assert not protocol.is_last(Stage.TITLE)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title = "Mentoring"', "", 1, "'title' is missing"),
        ('title = "Mentoring"', "title = Mentoring", 1, "not valid TOML"),
        ('reviewers = ["A", "B"]', 'reviewers = "A"', 3, "must be a list"),
        ('reviewers = ["A", "B"]', 'reviewers = ["A", "A"]', 3, "twice"),
        ('reviewers = ["A", "B"]', 'reviewers = ["A"]', 15, "only 1 are named"),
        ("from = 2000", "from = 2030", 9, "after"),
        ("from = 2000", 'from = "2000"', 9, "'2000'"),
        ("[stages.title]", "[stages.titles]", 11, "unknown key 'titles'"),
        ("[stages.title]", "[stages.abstract]\nnot_retrieved = 1\n[stages.title]", 12, "unknown"),
        ("reviewers = 2", "reviewers = 0", 15, "from 1 to 20"),
        ('reasons = ["Off topic"]', f"reasons = {[f'r{n}' for n in range(36)]}", 12, "36 reasons"),
        ('unsure = "hold"', 'unsure = "maybe"', 16, "one of: forward, hold"),
        ('not_retrieved = "excluded"', 'not_retrieved = "x"', 17, "one of: excluded"),
        ('kind = "database"', 'kind = "db"', 22, "one of: database"),
        ('query = "mentoring"', "query = 7", 23, "'query' must be a text"),
        ('source = "ERIC"', "", 18, "'source' must be a text"),
        ('rule = "all"', "rule = []", 28, "no rule is named"),
        ('rule = "all"', 'rule = " "', 28, "no rule is named"),
        ('rule = "all"', 'rule = ["knee", 3]', 28, "must be a list"),
        ('rule = "all"', 'combine = "both"', 28, "one of: all, any"),
        ('rule = "all"', "recall = 95", 28, "from 0.5 to 0.999"),
        ('rule = "all"', "confidence = 1.0", 28, "from 0.5 to 0.999"),
        ('rule = "all"', "misses = 0", 28, "a number from 1"),
        ('"sub-component", ', "", 30, "2 levels"),
        ("[highlight]", "[highlights]", 25, "unknown key 'highlights'"),
    ],
)
def test_mistakes_are_told_with_line_and_remedy(old: str, new: str, line: int, words: str) -> None:
    assert old in FULL
    with pytest.raises(BadReview) as caught:
        parse_protocol(FULL.replace(old, new, 1))
    assert words in str(caught.value)
    assert f"line {line}" in caught.value.message
    assert caught.value.hint


def test_the_stopping_plan_is_read() -> None:
    assert parse_protocol(FULL).stopping.rules == ("all",)
    text = 'rule = ["audit", "knee"]\ncombine = "any"\nrecall = 0.9\nconfidence = 0.8\nmisses = 7'
    plan = parse_protocol(FULL.replace('rule = "all"', text)).stopping
    assert (plan.rules, plan.combine) == (("audit", "knee"), "any")
    assert (plan.recall, plan.confidence, plan.misses) == (0.9, 0.8, 7)


def test_no_stage_is_refused() -> None:
    with pytest.raises(BadReview, match="no stage"):
        parse_protocol('title = "x"')


def test_a_stage_not_used_is_named() -> None:
    with pytest.raises(UsageError, match="no abstract stage"):
        parse_protocol(FULL).plan(Stage.ABSTRACT)


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.lists(st.text(min_size=1), max_size=3))
def test_the_template_is_valid_for_any_title(title: str, questions: list[str]) -> None:
    text = protocol_template(title, tuple(questions))
    assert tomllib.loads(text)["title"] == title


def test_the_template_is_a_protocol_of_three_stages() -> None:
    protocol = parse_protocol(protocol_template("A review", ("Why?",), ("A", "B")))
    assert [plan.stage for plan in protocol.stages] == list(Stage)
    assert protocol.reviewers == ("A", "B")


@pytest.mark.parametrize("text", ["fulltext", "full-text", "Full text", "FULL_TEXT"])
def test_stages_are_read_as_people_type_them(text: str) -> None:
    assert to_stage(text) is Stage.FULLTEXT


@pytest.mark.parametrize("text", ["exclude", "e", "Excluded", "EXCLUDE"])
def test_verdicts_are_read_as_people_type_them(text: str) -> None:
    assert to_verdict(text) is Verdict.EXCLUDE


def test_unknown_stage_and_verdict_name_the_known_ones() -> None:
    with pytest.raises(UsageError, match="title, abstract, fulltext"):
        to_stage("titel")
    for text in ("yes", "", "d"):
        with pytest.raises(UsageError, match="include, exclude, unsure"):
            to_verdict(text)


def test_line_of_falls_back_to_the_nearest_table() -> None:
    text = "a = 1\n[stages]\n[stages.title]\nx = 1\n[[s]]\nk = 1\n[[s]]\nk = 2\n"
    assert line_of(text, "stages", "title", "x") == 4
    assert line_of(text, "stages", "title", "missing") == 3
    assert line_of(text, "s", 1, "k") == 8
    assert line_of(text, "nothing") == 1
