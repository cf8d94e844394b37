"""The extraction form in review.toml: every type is read, every mistake is told with its line."""

from __future__ import annotations

import pytest

from screening.errors import BadReview
from screening.protocol import FieldType, FormField, parse_protocol

HEAD = 'title = "Mentoring"\n[stages.title]\nreasons = ["Off topic"]\n'


def form(*rows: str) -> tuple[FormField, ...]:
    return parse_protocol(HEAD + "".join(f"[[extraction]]\n{row}\n" for row in rows)).extraction


def test_fields_are_read_in_their_order() -> None:
    found = form(
        'name = "sample_size"\ntype = "integer"\nunit = "students"\nmin = 1\nrequired = true',
        'name = "design"\ntype = "choice"\nchoices = ["survey", "interviews"]\nhelp = "As told."',
        'name = "why"\npropose = "purpose"',
    )
    assert found == (
        FormField(
            name="sample_size", label="sample size", type=FieldType.INTEGER, unit="students",
            least=1.0, required=True, propose="sample_size",
        ),
        FormField(
            name="design", label="design", type=FieldType.CHOICE, help="As told.",
            choices=("survey", "interviews"), propose="design",
        ),
        FormField(name="why", label="why", propose="purpose"),
    )  # fmt: skip


def test_without_tables_there_is_no_form() -> None:
    assert form() == ()


@pytest.mark.parametrize(
    ("row", "line", "words"),
    [
        ('name = "Sample"', 5, "'Sample' is no field name"),
        ('name = "title"', 5, "is a column of every table"),
        ("label = 'x'", 4, "'' is no field name"),
        ('name = "a"\ntype = "whole"', 6, "'type' is 'whole'"),
        ('name = "a"\ntype = "choice"', 4, "has no choices"),
        ('name = "a"\nchoices = ["x"]', 6, "is of type text"),
        ('name = "a"\ntype = "choices"\nchoices = ["x", "X"]', 7, "listed twice"),
        ('name = "a"\ntype = "choices"\nchoices = ["x; y"]', 7, "a semicolon"),
        ('name = "a"\ntype = "choices"\nchoices = "x"', 7, "a list of texts"),
        ('name = "a"\nmin = 1', 6, "of type text has no 'min'"),
        ('name = "a"\ntype = "number"\nmin = true', 7, "'min' is True"),
        ('name = "a"\ntype = "number"\nmin = 2\nmax = 1', 7, "above"),
        ('name = "a"\nrequired = "yes"', 6, "'required' is 'yes'"),
        ('name = "a"\nlabel = 3', 6, "'label' must be a text"),
        ('name = "a"\nlable = "b"', 6, "unknown key 'lable'"),
        ('name = "a"\n[[extraction]]\nname = "a"', 7, "defined twice"),
    ],
)
def test_a_mistake_is_told_with_its_line(row: str, line: int, words: str) -> None:
    with pytest.raises(BadReview, match=words) as caught:
        form(row)
    assert f"line {line}:" in caught.value.message
    assert caught.value.hint


def test_tables_are_needed() -> None:
    with pytest.raises(BadReview, match="must be tables"):
        parse_protocol('extraction = ["design"]\n' + HEAD)
