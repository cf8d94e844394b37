"""Whoever types what ``tamis`` says comes next gets from an empty folder to the hand-out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.running import Ran, tamis

pytestmark = pytest.mark.model

PROTOCOL = """\
title = "Mentoring"
questions = ["What makes mentoring work?"]
reviewers = ["Ann", "Ben"]
[stages.title]
reasons = ["Off topic"]
reviewers = 2
[stages.fulltext]
reasons = ["Wrong population"]
"""
FOUND = (
    ("Feedback by mentors", "Feedback after each session raised the confidence of students."),
    ("Peers as mentors", "Students with a mentor of their own age reported less stress."),
    ("Barriers to mentoring", "Lack of time was the barrier that mentors named most often."),
    ("A mouse model of stress", "Mice under stress ate less."),
)
ADJUDICATE = ("adjudicate", "R0004", "exclude", "--reason", "1", "--stage", "title")
# What a person adds to the printed command: names for its capital words, keys for its questions.
NAMES = {"FILE": "../found.ris", "DATABASE": "PubMed", "FOLDER": "../texts"}
KEYS = {
    ("tamis screen --stage title", "Ann"): "i\ni\ni\ne\n",
    ("tamis screen --stage title", "Ben"): "i\ni\ni\ni\n",
    ("tamis screen --stage fulltext", "Ben"): "i\ni\ni\n",
    ("tamis findings review", "Ben"): "c\n",
    ("tamis themes review", "Ben"): "a\n",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a review that has a protocol and nothing else; exports and texts beside it."""
    entries = (
        f"TY  - JOUR\nTI  - {title}\nAB  - RESULTS: {abstract}\nPY  - 2020\nER  - \n"
        for title, abstract in FOUND
    )
    (tmp_path / "found.ris").write_text("\n".join(entries), encoding="utf-8")
    (tmp_path / "texts").mkdir()
    for number, (title, abstract) in enumerate(FOUND, start=1):
        text = f"{title}\n\n{abstract}\n"
        (tmp_path / "texts" / f"R{number:04d}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert tamis("init", "review").code == 0
    monkeypatch.chdir(tmp_path / "review")
    Path("review.toml").write_text(PROTOCOL, encoding="utf-8")
    return tmp_path


def next_step(by: str) -> str:
    """What ``tamis`` without arguments ends with."""
    ran = tamis(by=by)
    assert ran.code == 0, ran.err
    last = ran.err.splitlines()[-1]
    assert last.startswith("Next: ")
    return last.removeprefix("Next: ")


def typed(step: str, by: str) -> Iterator[tuple[str, Ran]]:
    """Run each command of a step as it is printed."""
    for command in step.split(", then "):
        program, *words = shlex.split(command)
        assert program == "tamis", step
        words = [NAMES.get(word, word) for word in words]
        yield command, tamis(*words, keys=KEYS.get((command, by), ""), by=by)


def test_the_next_steps_lead_to_the_end(here: Path) -> None:
    by, steps = "Ann", []
    while (step := next_step(by)) not in steps:
        steps.append(step)
        if step.startswith("wait for the other"):
            by = "Ben"
            continue
        for command, ran in typed(step, by):
            assert ran.code == 0, f"{command}: {ran.err}"
        if step.startswith("tamis conflicts"):
            assert tamis(*ADJUDICATE, by=by).code == 0
    assert steps == [
        "tamis import FILE --source DATABASE",
        "tamis duplicates find",
        "tamis rank --stage title, then tamis screen --stage title",
        "wait for the other reviewers at the title stage",
        "tamis screen --stage title",
        "tamis conflicts --stage title",
        "tamis fulltext attach FOLDER, then tamis screen --stage fulltext",
        "tamis findings extract",
        "tamis findings review",
        "tamis themes propose",
        "tamis themes review",
        "tamis report, then tamis export themes --format xlsx",
    ]
    assert Path("report.html").is_file()


def test_without_an_included_study_there_is_only_the_report(here: Path) -> None:
    assert tamis("import", "../found.ris", "--source", "PubMed").code == 0
    for by in ("Ann", "Ben"):
        assert tamis("screen", "--stage", "title", keys="e\n" * 4, by=by).code == 0
    assert next_step("Ann") == "tamis report"


def test_refused_findings_and_codes_are_not_asked_for_again(here: Path) -> None:
    assert tamis("import", "../found.ris", "--source", "PubMed").code == 0
    for by in ("Ann", "Ben"):
        assert tamis("screen", "--stage", "title", keys="i\n" + "e\n" * 3, by=by).code == 0
    assert tamis("screen", "--stage", "fulltext", keys="i\n").code == 0
    assert tamis("findings", "extract").code == 0
    assert tamis("findings", "reject", "F0001").code == 0
    assert next_step("Ann") == "tamis findings add RECORD STATEMENT"
    assert tamis("findings", "add", "R0001", "Feedback helps").code == 0
    assert tamis("themes", "propose", "--no-model").code == 0
    assert tamis("themes", "review", "--no-model", keys="r\n").code == 0
    assert next_step("Ann").startswith("tamis report")


def test_without_a_review_it_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = tamis()
    assert "Try 'tamis demo', or start one with 'tamis init'." in ran.err
    assert "Commands:" in ran.out
