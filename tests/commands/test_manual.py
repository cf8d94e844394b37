"""``tamis help``: short pages that name only what there is; completion in three shells."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from screening.commands.manual import TOPICS, page
from tests.commands.commands import every_command, options_of
from tests.commands.running import tamis
from tests.house.tree import ROOT

_MAIN = "from screening.app import main; main()"
_COMMANDS = dict(every_command())
_LINE = re.compile(r"tamis [a-z][^\n;,:()]*?(?=  |\n|$| explains| finds| joins| puts| alone)")


def faults(text: str) -> list[str]:
    """Commands and options in a text that do not exist."""
    found = []
    for line in _LINE.findall(text):
        words = shlex.split(line.rstrip("."))[1:]
        known = next((at for at in (" ".join(words[:2]), words[0]) if at in _COMMANDS), "")
        groups = {name.split()[0] for name in _COMMANDS}
        if not known and not (words[0] in groups and words[1:2] in (["--help"], [])):
            found.append(line)
        elif known:
            options = options_of(_COMMANDS[known]) | {"--help"}
            found += [word for word in words if word.startswith("--") and word not in options]
    return found


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_short_and_names_what_there_is(topic: str) -> None:
    text = page(topic)
    assert len(text.splitlines()) <= 25
    assert max(map(len, text.splitlines())) <= 80
    assert faults(text) == []
    for path in re.findall(r"docs/[\w./-]+(?<!\.)", text):
        assert (ROOT / path).exists(), path


def test_a_command_that_does_not_exist_is_seen() -> None:
    assert faults("  tamis rank --colour     paint\n  tamis fly   away\n") == [
        "--colour",
        "tamis fly",
    ]


def test_topics_are_listed_and_shown() -> None:
    ran = tamis("help")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == list(TOPICS)
    assert tamis("help", "Full-Texts").out.startswith("Full texts\n")
    assert '"topic":"log"' in tamis("help", "log", "--json").out.replace(" ", "")
    assert len(tamis("help", "--json").out.splitlines()) == 1


def test_every_page_is_a_topic() -> None:
    pages = (ROOT / "screening" / "commands" / "topics").iterdir()
    assert {path.stem for path in pages} == set(TOPICS)


def test_an_unknown_topic_lists_those_there_are() -> None:
    ran = tamis("help", "decide")
    assert ran.code == 2
    assert "start, import, duplicates" in ran.err
    assert "tamis decide --help" in ran.err


def _completed(shell: str, line: str) -> str:
    words = line.split(" ")
    done = subprocess.run(
        [sys.executable, "-c", _MAIN],
        capture_output=True,
        text=True,
        check=False,
        env={
            "PYTHONPATH": str(ROOT),
            "_TAMIS_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_ARGS": line,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
    )
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_words_are_completed(shell: str) -> None:
    assert "duplicates" in _completed(shell, "tamis dup")
    assert "stopping" in _completed(shell, "tamis help sto")


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("tamis screen --stage f", "fulltext"),
        ("tamis rank --ranker tf", "tfidf"),
        ("tamis import --format cr", "crossref_xml"),
        ("tamis export records --format ra", "rayyan"),
        ("tamis export themes --format qdp", "qdpx"),
        ("tamis decide R0001 inc", "include"),
    ],
)
def test_stages_formats_and_verdicts_are_completed(line: str, word: str) -> None:
    assert word in _completed("bash", line).split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_shown(shell: str) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from screening.app import main; main()",
            "--show-completion",
            shell,
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
    )
    assert "_TAMIS_COMPLETE" in done.stdout
    assert f"complete_{shell}" in done.stdout


@pytest.mark.parametrize(
    ("asked", "told", "untold"),
    [
        ("rank", ["Did you mean 'ranking'?", "tamis rank --help"], "tamis ranking --help"),
        ("fulltext", ["Did you mean 'fulltexts'?", "tamis fulltext --help"], "--json"),
        ("status", ["tamis status --help"], "Did you mean"),
        ("colours", ["The topics are: start, import,"], "--help"),
    ],
)
def test_who_asks_for_no_topic_is_sent_where_there_is_something(
    asked: str, told: list[str], untold: str
) -> None:
    ran = tamis("help", asked)
    assert ran.code == 2
    assert f"There is no help topic '{asked}'.\n" in ran.err
    assert all(line in ran.err for line in told)
    assert untold not in ran.err


def test_the_boxes_that_a_page_names_are_those_of_the_flow(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    assert tamis("init", folder).code == 0
    boxes = re.findall(r"tamis prisma explain (\w+)", page("prisma"))
    assert boxes
    for box in boxes:
        assert tamis("prisma", "explain", box, "-C", folder).code == 0
