"""Next commands that are said go on in the name in which the command just run was."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from screening.app import app
from screening.options import with_name
from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text

ROOT = typer.main.get_command(app)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Next: tamis status", "Next: tamis status --as Ann"),
        (
            "Next: tamis rank --stage title, then tamis screen --stage title",
            "Next: tamis rank --as Ann --stage title, then tamis screen --as Ann --stage title",
        ),
        ("Done. Next: tamis themes review", "Done. Next: tamis themes review --as Ann"),
        ("Next: tamis show RECORD", "Next: tamis show --as Ann RECORD"),
        ("Next: tamis findings add or more", "Next: tamis findings add --as Ann or more"),
        ("  tamis import FILE", "  tamis import --as Ann FILE"),
        ("Next: tamis status --as NAME", "Next: tamis status --as NAME"),
        ("Next: tamis log verify", "Next: tamis log verify"),
        ("Next: tamis nonsense", "Next: tamis nonsense"),
        ("Next: open records.ris in your program.", "Next: open records.ris in your program."),
        (
            "'tamis status' shows it; tamis screen too.",
            "'tamis status' shows it; tamis screen too.",
        ),
    ],
)
def test_commands_that_take_a_name_get_it(said: str, told: str) -> None:
    assert with_name(said, ROOT, "Ann") == told


@pytest.mark.parametrize(
    ("name", "told"), [("Ben Poe", '"Ben Poe"'), ("a$b", "'a$b'"), ("O'Neil", "'O'\"'\"'Neil'")]
)
def test_a_name_is_one_word_of_the_command(name: str, told: str) -> None:
    assert with_name("Next: tamis status", ROOT, name) == f"Next: tamis status --as {told}"


def test_the_name_is_told_where_it_was_given_and_only_there(tmp_path: Path) -> None:
    make_review(tmp_path / "r", 1, text=protocol_text(names=["Ann", "Ben Poe"])).close()
    given = tamis("status", "-C", tmp_path / "r", "--as", "Ben Poe", by="Ann")
    assert given.err == (
        'Next: tamis rank --as "Ben Poe" --stage title, then'
        ' tamis screen --as "Ben Poe" --stage title\n'
    )
    around = tamis("status", "-C", tmp_path / "r", by="Ben Poe")
    assert around.err == "Next: tamis rank --stage title, then tamis screen --stage title\n"
    failed = tamis("status", "-C", tmp_path / "r", "--as", "Eve")
    assert failed.code == 2
    assert "--as Eve" not in tamis("status", "-C", tmp_path / "r").err
