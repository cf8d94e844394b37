"""Every command that writes where the user says follows one rule; a new one cannot forget it."""

from __future__ import annotations

import inspect
import shutil
import typing
from dataclasses import dataclass
from pathlib import Path

import pytest

from screening.errors import ExitCode
from tests.commands.commands import every_command
from tests.commands.running import Ran, tamis
from tests.extraction.sessions.packed import whole_review

COUNTS = "study,events,total\nOne,3,40\nTwo,5,50\nThree,4,44\n"
MINE = b"mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A command, the option whose file it writes (none: the last argument), and the ending.

    ``again``: the command may write what it wrote anew. ``replaces``: it knows ``--replace``.
    """

    command: str
    parameter: str
    ending: str = ""
    option: str = "--out"
    more: tuple[str, ...] = ()
    at: str = "r"
    again: bool = True
    replaces: bool = True

    @property
    def name(self) -> str:
        return f"{self.command} {self.option}"


FILES = (
    Way(command="report", parameter="out", ending=".html"),
    Way(command="import", parameter="report", ending=".csv", option="--report",
        more=("more.csv", "--check")),
    Way(command="decisions import", parameter="report", ending=".csv", option="--report",
        more=("votes.csv", "--stage", "title", "--verdict", "include", "--check")),
    Way(command="decide", parameter="output", ending=".csv", option="--output",
        more=("--template", "csv", "--stage", "title", "--all"), again=False, replaces=False),
    Way(command="prisma", parameter="out", ending=".svg"),
    Way(command="prisma", parameter="template", ending=".csv", option="--template"),
    Way(command="prisma from-totals", parameter="out", ending=".svg",
        more=("identified=74", "studies=16"), at=""),
    Way(command="prisma from-totals", parameter="template", ending=".csv", option="--template",
        more=("identified=74", "studies=16"), at=""),
    Way(command="extract export", parameter="file", ending=".csv", option=""),
    Way(command="synthesis pool", parameter="out", ending=".csv", more=("counts.csv",)),
    Way(command="synthesis pool", parameter="plot", ending=".svg", option="--plot",
        more=("counts.csv",)),
    Way(command="synthesis cerqual", parameter="out", ending=".md"),
    Way(command="synthesis entreq", parameter="out", ending=".md"),
    Way(command="export records", parameter="out", ending=".ris", again=False),
    Way(command="export package", parameter="out", ending=".zip", more=("--so-far",), again=False),
    Way(command="bundle make", parameter="out", ending=".tamis", more=("Ben",), again=False),
    Way(command="bundle return", parameter="out", ending=".tamis", at="bundle"),
)  # fmt: skip
FOLDERS = (
    Way(command="export themes", parameter="out"),
    Way(command="synthesis figures", parameter="out", more=("tree", "--format", "svg")),
    Way(command="simulate", parameter="out", more=("order.csv", "--score"), at=""),
)
# Folders that become reviews of their own: new, and no part of another review.
HOMES = (
    Way(command="init", parameter="folder", option="", at="", replaces=False),
    Way(command="demo", parameter="folder", option="", at="", replaces=False),
    Way(command="bundle open", parameter="folder", option="", more=("ben.tamis",), at=""),
    Way(command="join", parameter="folder", option="", more=("postgresql://nobody/none",), at=""),
)
# The imported files as they came: a copy of theirs is never replaced by another content.
COPIES = (Way(command="export records", parameter="out", more=("--as-imported",)),)
# What commands read, or where they are at home.
_READ = {
    "files", "file", "map_", "model", "table", "references", "package", "dataset", "protocol",
    "sources", "review",
}  # fmt: skip
_AT_HOME = {("extract review", "folder"), ("themes review", "folder")}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review, a bundle of it in which something was decided, and files to be read."""
    desk = tmp_path_factory.mktemp("desk")
    whole_review(desk / "r", all_decided=False)
    (desk / "more.csv").write_text("title,year\nAnother one,2020\n", encoding="utf-8")
    (desk / "votes.csv").write_text("title,doi\nMentoring 1,10.5555/1\n", encoding="utf-8")
    (desk / "counts.csv").write_text(COUNTS, encoding="utf-8")
    (desk / "order.csv").write_text("label\n1\n0\n1\n", encoding="utf-8")
    for words in (
        ("bundle", "make", "Ben", "--out", desk / "ben.tamis", "-C", desk / "r"),
        ("bundle", "open", desk / "ben.tamis", desk / "bundle"),
        ("decide", "R0005", "include", "--stage", "title", "-C", desk / "bundle", "--as", "Ben"),
    ):
        ran = tamis(*words)
        assert ran.code == 0, ran.err
    return desk


@pytest.fixture
def desk(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "desk"
    shutil.copytree(made, place)
    monkeypatch.chdir(place)
    return place


def _run(way: Way, target: str | Path, *more: str) -> Ran:
    at = ("-C", way.at) if way.at else ()
    given = (way.option, target) if way.option else (target,)
    words = (*way.command.split(), *way.more, *given, *more, *at)
    return tamis(*words, by="Ben" if way.at == "bundle" else "Ann")


def _contents(folder: Path) -> dict[Path, bytes]:
    found = (at for at in folder.rglob("*") if at.is_file() and not at.is_symlink())
    return {at: at.read_bytes() for at in found if not at.name.endswith(("-wal", "-shm"))}


def _writing(name: str, command: object) -> set[tuple[str, str]]:
    """The parameters of a command that are paths, without those it only reads."""
    callback = inspect.unwrap(typing.cast("typing.Any", command).callback)
    hints = typing.get_type_hints(callback)
    paths = {at for at, kind in hints.items() if "Path" in str(kind) and at != "return"}
    written = {way.parameter for way in FILES if way.command == name}
    return {(name, at) for at in paths if at not in _READ or at in written}


def test_every_command_that_writes_is_known_here() -> None:
    found = set[tuple[str, str]]()
    for name, command in every_command():
        found |= _writing(name, command)
    known = {(way.command, way.parameter) for way in (*FILES, *FOLDERS, *HOMES, *COPIES)}
    assert found - _AT_HOME == known


def test_a_new_one_would_be_missed() -> None:
    def new(out: Path, map_: Path) -> None: ...

    command = type("Command", (), {"callback": staticmethod(new)})
    assert _writing("new", command) == {("new", "out")}


@pytest.mark.parametrize("way", [*FILES, *FOLDERS, *COPIES], ids=lambda way: way.name)
def test_all_say_so_in_their_help(way: Way) -> None:
    command = dict(every_command())[way.command]
    options = {spelling for at in command.params for spelling in at.opts}
    assert ("--replace" in options) is way.replaces


OWN = ("review.db", "review.toml", "review.db-journal", "tamis.toml")


@pytest.mark.parametrize("way", FILES, ids=lambda way: way.name)
def test_no_file_is_written_over_what_belongs_to_a_review(way: Way, desk: Path) -> None:
    home = desk / (way.at or "r")
    (home / "cache").mkdir(exist_ok=True)
    (home / "fulltexts").mkdir(exist_ok=True)
    (desk / f"link{way.ending}").symlink_to(home / "review.db")
    (desk / f"dangling{way.ending}").symlink_to(home / "review.db-journal")
    (desk / "folder").symlink_to(home / "fulltexts")
    (home / f"hard{way.ending}").hardlink_to(home / "review.toml")
    before = _contents(home)
    inside = f"{home.name}/./cache/../fulltexts/new{way.ending}"
    others = (f"link{way.ending}", f"dangling{way.ending}", f"folder/new{way.ending}", inside)
    targets: list[str | Path] = [
        *(home / name for name in (*OWN, "REVIEW.DB", f"Originals/new{way.ending}")),
        *others,
        home / f"hard{way.ending}",
    ]
    for target in targets:
        ran = _run(way, target, *(("--replace",) if way.replaces else ()))
        assert ran.code in (ExitCode.CANNOT_WRITE, ExitCode.USAGE), (target, ran)
        if str(target).endswith(way.ending):
            assert "belongs to the review itself" in ran.err, (target, ran)
    assert _contents(home) == before


@pytest.mark.parametrize("way", [*FOLDERS, *HOMES, *COPIES], ids=lambda way: way.name)
def test_no_folder_of_a_review_is_filled(way: Way, desk: Path) -> None:
    (desk / "r" / "cache").mkdir(exist_ok=True)
    (desk / "link").symlink_to(desk / "r" / "originals")
    before = _contents(desk)
    for target in ("r/cache", "r/fulltexts/new", "./r/cache/../originals", "link", "r/CACHE/new"):
        ran = _run(way, target)
        assert ran.code == ExitCode.CANNOT_WRITE, (target, ran)
        assert "belongs to the review itself" in ran.err
    assert _contents(desk) == before


@pytest.mark.parametrize("way", FILES, ids=lambda way: way.name)
def test_another_ending_is_refused_before_anything_is_written(way: Way, desk: Path) -> None:
    before = _contents(desk)
    ran = _run(way, "out.exe")
    assert ran.code == ExitCode.USAGE, ran
    assert _contents(desk) == before


@pytest.mark.parametrize("way", [*FILES, *FOLDERS, *COPIES], ids=lambda way: way.name)
def test_a_missing_folder_is_told_and_not_made(way: Way, desk: Path) -> None:
    ran = _run(way, f"none/out{way.ending}")
    assert ran.code == ExitCode.CANNOT_WRITE, ran
    assert "there is no folder" in ran.err
    assert not (desk / "none").exists()


@pytest.mark.parametrize("way", FILES, ids=lambda way: way.name)
def test_a_file_of_somebody_else_is_kept(way: Way, desk: Path) -> None:
    target = desk / f"out{way.ending}"
    target.write_bytes(MINE)
    ran = _run(way, target)
    assert ran.code == ExitCode.CANNOT_WRITE, ran
    assert "is there already" in ran.err
    assert target.read_bytes() == MINE
    if way.replaces:
        assert "--replace" in ran.err
        ran = _run(way, target, "--replace")
        assert ran.code == 0, ran.err
        assert target.read_bytes() != MINE


@pytest.mark.parametrize("way", FILES, ids=lambda way: way.name)
def test_its_own_file_is_written_anew_unless_it_was_changed(way: Way, desk: Path) -> None:
    """What is handed on is never; without a review nothing is known to be one's own."""
    target = desk / f"out{way.ending}"
    assert _run(way, target).code == 0
    wanted = 0 if way.again and way.at else ExitCode.CANNOT_WRITE
    assert _run(way, target).code == wanted
    target.write_bytes(target.read_bytes() + b"\n")
    changed = target.read_bytes()
    assert _run(way, target).code == ExitCode.CANNOT_WRITE
    assert target.read_bytes() == changed


def test_a_link_to_its_own_file_is_called_a_link(desk: Path) -> None:
    way = next(at for at in FILES if at.again and at.at and at.replaces)
    target, link = desk / f"out{way.ending}", desk / f"link{way.ending}"
    assert _run(way, target).code == 0
    link.symlink_to(target)
    ran = _run(way, link)
    assert ran.code == ExitCode.CANNOT_WRITE
    assert "is there already, and is a link" in ran.err
    assert f"Name the file itself ({target.resolve()})" in ran.err
    assert link.is_symlink()
    assert _run(way, target).code == 0


@pytest.mark.parametrize("way", FOLDERS, ids=lambda way: way.name)
def test_nothing_is_written_if_one_file_of_a_folder_is_in_the_way(way: Way, desk: Path) -> None:
    assert _run(way, "first").code == 0
    names = sorted(at.name for at in Path("first").iterdir())
    (desk / "second").mkdir()
    last = desk / "second" / names[-1]
    last.write_bytes(MINE)
    ran = _run(way, "second")
    assert ran.code == ExitCode.CANNOT_WRITE, ran
    assert "is there already" in ran.err
    assert _contents(desk / "second") == {last: MINE}
    assert _run(way, "second", "--replace").code == 0
    assert sorted(at.name for at in Path("second").iterdir()) == names


@pytest.mark.parametrize("command", ["prisma", "prisma from-totals", "synthesis pool"])
def test_several_outputs_are_looked_at_before_the_first_is_written(
    command: str, desk: Path
) -> None:
    (desk / "there.svg").write_bytes(MINE)
    ways = [way for way in FILES if way.command == command]
    first, second = ways[0], ways[-1]
    before = _contents(desk)
    for bad in ("bad.gif", "there.svg", "none/flow.svg"):
        option = "--out" if command.startswith("prisma") else "--plot"
        ran = _run(first, f"good{first.ending}", second.option, f"good{second.ending}", option, bad)
        assert ran.code != 0
        assert _contents(desk) == before


def test_a_file_of_another_command_is_not_one_s_own(desk: Path) -> None:
    assert tamis("prisma", "--template", "out.csv", "-C", "r").code == 0
    assert tamis("extract", "export", "out.csv", "-C", "r").code == ExitCode.CANNOT_WRITE


def test_a_review_that_was_moved_knows_its_files(desk: Path) -> None:
    assert tamis("report", "-C", "r").code == 0
    (desk / "r").rename(desk / "moved")
    assert tamis("report", "-C", "moved").code == 0
    shutil.rmtree(desk / "moved" / "cache")
    assert tamis("report", "-C", "moved").code == ExitCode.CANNOT_WRITE


def test_a_memory_that_cannot_be_read_or_kept_asks_for_replace(desk: Path) -> None:
    assert tamis("report", "-C", "r").code == 0
    memory = desk / "r" / "cache" / "outputs.json"
    memory.write_text("{", encoding="utf-8")
    assert tamis("report", "-C", "r").code == ExitCode.CANNOT_WRITE
    memory.unlink()
    memory.mkdir()
    assert tamis("report", "-C", "r", "--replace").code == 0
    assert tamis("report", "-C", "r").code == ExitCode.CANNOT_WRITE
