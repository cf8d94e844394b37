"""Every failure is a sentence with the next step, a non-zero exit code, and leaves nothing half."""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from screening import app
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.log import verify
from screening.sessions.proof import open_for_proof
from screening.sessions.review import open_review
from screening.sessions.start import start_review
from tests.sessions.test_importing import RIS

MAIN = [sys.executable, "-c", "from screening.app import main; main()"]
PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE = 1


def _tamis(
    *arguments: str | Path,
    folder: Path,
    prepare: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MAIN, *map(str, arguments)],
        cwd=folder,
        preexec_fn=prepare,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(folder), "TAMIS_REVIEWER": "A"},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review with two records."""
    export = tmp_path / "eric.ris"
    export.write_text(RIS, encoding="utf-8")
    with start_review(tmp_path / "review", title="A review", by="A") as review:
        import_file(review, export, SearchFacts(source="ERIC"))
    return tmp_path / "review"


def _fails(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert done.returncode == code, done.stdout + done.stderr
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    assert len(done.stderr.strip().splitlines()) > 1, "no next step is told"


BAD_FILES = {
    "empty.ris": (b"", "is empty"),
    "blank.ris": (b"\n \n", "is empty"),
    "binary.ris": (bytes(range(256)) * 40, "is not a text file"),
    "page.ris": (b"<!DOCTYPE html><html><body>Please log in</body></html>", "web page"),
    "letter.ris": (b"Dear colleague,\n\nthe search is attached.\n", "not recognised"),
    "bomb.xml": (
        b'<?xml version="1.0"?><!DOCTYPE Articles [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        b"<Articles><Article><title>&b;</title></Article></Articles>",
        "entit",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files(folder: Path, name: str) -> None:
    content, words = BAD_FILES[name]
    (folder / name).write_bytes(content)
    _fails(_tamis("import", name, "--source", "X", folder=folder), 4, name, words)
    with open_review(folder, by="A") as review:
        assert review.state.last_seq == 3
        assert len(list(review.originals.iterdir())) == 1


def test_a_missing_file(folder: Path) -> None:
    _fails(_tamis("import", "nothing.ris", "--source", "X", folder=folder), 4, "nothing.ris")


def test_a_folder_instead_of_a_file(folder: Path) -> None:
    _fails(_tamis("import", ".", "--source", "X", folder=folder), 4, "is a folder")


def test_a_wrong_folder(tmp_path: Path) -> None:
    for command in ("status", "rank", "prisma", "log", "screen"):
        _fails(_tamis(command, folder=tmp_path), 5, "There is no review", "tamis init")


def test_an_unknown_stage(folder: Path) -> None:
    for command in ("rank", "screen"):
        _fails(_tamis(command, "--stage", "titel", folder=folder), 2, "title, abstract, fulltext")


def test_an_unknown_record(folder: Path) -> None:
    done = _tamis("decide", "R0099", "include", "--stage", "title", folder=folder)
    _fails(done, 2, "R0099", "R0001 to R0002")


def test_a_broken_protocol(folder: Path) -> None:
    path = folder / "review.toml"
    path.write_text(path.read_text("utf-8").replace("reviewers = 1", "reviewers = 0", 1), "utf-8")
    _fails(_tamis("status", folder=folder), 5, "review.toml, line ", "1 to 20")


def test_a_damaged_database(folder: Path) -> None:
    (folder / "review.db").write_bytes(b"no database" * 1000)
    _fails(_tamis("status", folder=folder), 5, "damaged")


def test_a_broken_log_fails_the_proof(folder: Path) -> None:
    data = (folder / "review.db").read_bytes()
    (folder / "review.db").write_bytes(data.replace(b"Mentoring of", b"mentoring of"))
    done = _tamis("log", "verify", folder=folder)
    assert done.returncode == 3
    assert "were altered" in done.stderr


def test_an_unknown_option_is_a_usage_error(folder: Path) -> None:
    assert _tamis("status", "--colour", folder=folder).returncode == 2


def _obey_permissions() -> None:
    """Take from root the power to write where nobody may (CAP_DAC_OVERRIDE, capabilities(7))."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE)


def _permissions_hold(folder: Path) -> bool:
    """Whether this machine lets even root be kept from a read-only file."""
    guarded = folder / "guarded"
    guarded.write_text("")
    guarded.chmod(0o444)
    done = subprocess.run(
        [sys.executable, "-c", f"open({str(guarded)!r}, 'a')"],
        preexec_fn=_obey_permissions,
        capture_output=True,
        check=False,
    )
    return done.returncode != 0


def test_a_read_only_folder(folder: Path) -> None:
    if not _permissions_hold(folder.parent):
        pytest.skip("this machine gives its user every permission")
    export = folder.parent / "more.ris"
    export.write_text("TY  - JOUR\nTI  - Third\nER  -\n", encoding="utf-8")
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert _tamis("status", folder=folder, prepare=_obey_permissions).returncode == 0
    done = _tamis("import", export, "--source", "X", folder=folder, prepare=_obey_permissions)
    _fails(done, 6, "cannot be written")
    _fails(_tamis("init", "new", folder=folder, prepare=_obey_permissions), 6, "cannot be written")


def _small_files_only() -> None:
    """A disk that is full soon: no file may grow beyond 100 kB."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_full_disk_keeps_what_was_acknowledged(folder: Path) -> None:
    export = folder.parent / "big.ris"
    entry = "TY  - JOUR\nTI  - Title {}\nAB  - " + "words " * 400 + "\nER  -\n"
    export.write_text("".join(entry.format(number) for number in range(90)), encoding="utf-8")
    done = _tamis("import", export, "--source", "X", folder=folder, prepare=_small_files_only)
    _fails(done, 6, "full")
    with open_review(folder, by="A") as review:
        assert review.state.record_total == 2
        assert len(list(review.originals.iterdir())) == 1
    with open_for_proof(folder) as proof:
        assert list(verify(proof)) == []


def test_a_full_disk_inside_the_database(folder: Path) -> None:
    export = folder.parent / "wide.ris"
    # Under the limit as a file, over it as rows and indexes.
    entry = "TY  - JOUR\nTI  - T{}\nER  -\n"
    export.write_text("".join(entry.format(number) for number in range(2500)), encoding="utf-8")
    assert export.stat().st_size < 100_000
    done = _tamis("import", export, "--source", "X", folder=folder, prepare=_small_files_only)
    _fails(done, 6, "full")
    with open_review(folder, by="A") as review:
        assert review.state.record_total == 2
        assert len(list(review.originals.iterdir())) == 1


def test_output_to_a_full_device(folder: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*MAIN, "log", "--json"],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 6
    assert "full" in done.stderr


def test_a_closed_pipe_is_no_failure_to_talk_about(folder: Path) -> None:
    shell = shutil.which("sh")
    assert shell
    line = f'"{sys.executable}" -c "from screening.app import main; main()" log --json | head -0'
    done = subprocess.run(
        [shell, "-c", line], cwd=folder, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr


def _read(path: Path) -> None:
    path.read_bytes()


def _read_text(path: Path) -> None:
    path.read_text(encoding="utf-8")


def _open_to_read(path: Path) -> None:
    with path.open("rb"):
        pass


def _list(path: Path) -> None:
    list(path.iterdir())


def _write(path: Path) -> None:
    path.write_bytes(b"")


def _open_to_add(path: Path) -> None:
    with path.open("a", encoding="utf-8"):
        pass


def _make(path: Path) -> None:
    path.mkdir()


def _open_somehow(path: Path) -> None:
    os.open(path, os.O_RDONLY)


def _full(path: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", str(path))


def _nameless(path: Path) -> None:
    del path
    raise OSError(errno.EIO, "Input/output error")


READ, WRITTEN, EITHER = "cannot be read: ", "cannot be written: ", "cannot be read or written: "


@pytest.mark.parametrize(
    ("failing", "told", "code"),
    [
        (_read, READ, 4),
        (_read_text, READ, 4),
        (_open_to_read, READ, 4),
        (_list, READ, 4),
        (_write, WRITTEN, 6),
        (_open_to_add, WRITTEN, 6),
        (_make, WRITTEN, 6),
        (_open_somehow, EITHER, 6),
        (_full, "The disk is full: ", 6),
        (_nameless, f"The output or a file {EITHER}Input/output error.", 6),
    ],
)
def test_a_failure_that_nobody_foresaw_tells_whether_it_was_reading_or_writing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failing: Callable[[Path], None],
    told: str,
    code: int,
) -> None:
    place = tmp_path / "no folder" / "file"
    monkeypatch.setattr(app, "_run", lambda: failing(place))
    monkeypatch.setattr(app, "_drop_output", lambda: None)
    with pytest.raises(SystemExit) as end:
        app.main()
    said = capsys.readouterr().err
    assert told in said
    assert failing is _nameless or str(place) in said
    assert end.value.code == code
