from __future__ import annotations

import pytest

from screening.errors import BadReview
from screening.protocol import PreviousVersion, parse_protocol, protocol_template

STAGES = "[stages.title]\n"


def test_a_new_review_has_no_previous_version_and_no_programs() -> None:
    protocol = parse_protocol(f'title = "A review"\n{STAGES}')
    assert protocol.previous is None
    assert protocol.automation == ()


def test_the_previous_version_is_read() -> None:
    text = f'title = "An update"\n{STAGES}[previous]\nstudies = 51\nreports = 54\n'
    assert parse_protocol(text).previous == PreviousVersion(studies=51, reports=54)
    protocol = parse_protocol(f"{text}again = 2\n")
    assert protocol.previous == PreviousVersion(studies=51, reports=54, again=2)


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        ("studies = 51", 3, "'reports' is missing"),
        ("studies = 51\nreports = 50", 5, "51 studies are told in 50 reports"),
        ("studies = 0\nreports = 1", 5, "0 studies are told in 1 reports"),
        ("studies = -1\nreports = 1", 4, "'studies' is -1"),
        ("studies = true\nreports = 1", 4, "'studies' is True"),
        ("studies = 2\nreports = 2\nagain = 3", 6, "3 of 2 studies"),
        ("studies = 2\nreports = 2\nsince = 3", 6, "unknown key 'since'"),
    ],
)
def test_an_impossible_previous_version_is_told_with_its_line(
    table: str, line: int, words: str
) -> None:
    with pytest.raises(BadReview, match=f"line {line}: .*{words}"):
        parse_protocol(f'title = "An update"\n{STAGES}[previous]\n{table}\n')


def test_programs_are_among_the_reviewers() -> None:
    head = 'title = "A"\nautomation = ["Classifier"]\n'
    assert parse_protocol(f"{head}{STAGES}").automation == ("Classifier",)
    named = f'{head}reviewers = ["Ann", "Classifier"]\n{STAGES}'
    assert parse_protocol(named).automation == ("Classifier",)
    with pytest.raises(BadReview, match="line 2: 'Classifier' is not among 'reviewers'"):
        parse_protocol(f'{head}reviewers = ["Ann"]\n{STAGES}')


def test_the_template_shows_both_and_sets_neither() -> None:
    text = protocol_template("A review", (), ("Ann",))
    assert "# [previous]" in text
    protocol = parse_protocol(text)
    assert (protocol.automation, protocol.previous) == ((), None)
