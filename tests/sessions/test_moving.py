"""Moving keeps the log byte for byte, closes the old place, and touches nothing that is there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from screening.errors import BadReview, CannotWrite, UsageError
from screening.events import StoredEvent
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions import moving
from screening.sessions.moving import join, move
from screening.sessions.place import Local, local_settings, write_local
from screening.sessions.screen import decide
from screening.store import ReviewStore, Writing
from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text, reopen

R1, R2 = RecordId("R0001"), RecordId("R0002")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review in a file, with three records and a decision."""
    with make_review(tmp_path / "review", 3) as review:
        decide(review, Stage.TITLE, R1, Verdict.EXCLUDE, reason="Off topic", note="naïve “é”")
    return tmp_path / "review"


def _log(folder: Path) -> list[StoredEvent]:
    with reopen(folder) as review:
        return list(review.store.rows())


def test_there_and_back_the_log_is_the_same(folder: Path, postgres: str) -> None:
    before = _log(folder)
    with reopen(folder) as review:
        digest = moving.contents(review.store)
    done = move(folder, postgres, by="Ann")
    assert (done.events, done.records, done.digest) == (len(before), 3, before[-1].digest)
    assert done.kept == "review.moved-1.db"
    assert not (folder / "review.db").exists()
    assert _log(folder) == before
    with reopen(folder) as review:
        assert moving.contents(review.store) == digest
        assert review.store.where == local_settings(folder).store
        decide(review, Stage.TITLE, R2, Verdict.INCLUDE)
    move(folder, "file", by="Ann")
    assert local_settings(folder) == Local()
    assert not (folder / "tamis.toml").exists()
    after = _log(folder)
    assert after[:-1] == before
    with reopen(folder) as review:
        assert review.store.damage() == []
        assert not review.store.shared
        decide(review, Stage.TITLE, RecordId("R0003"), Verdict.INCLUDE)


def test_who_still_has_the_old_place_open_can_write_nothing_there(
    folder: Path, postgres: str
) -> None:
    with reopen(folder) as before:
        move(folder, postgres, by="Ann")
        with pytest.raises(CannotWrite, match="has moved to postgresql://"):
            decide(before, Stage.TITLE, R2, Verdict.INCLUDE)
    with reopen(folder) as opened:
        move(folder, "file", by="Ann")
        with pytest.raises(CannotWrite, match=r"has moved to .*review\.db"):
            decide(opened, Stage.TITLE, R2, Verdict.INCLUDE)


def test_a_target_that_is_not_empty_is_refused(folder: Path, tmp_path: Path, postgres: str) -> None:
    make_review(tmp_path / "other", 2).close()
    move(tmp_path / "other", postgres, by="Ann")
    before = _log(folder)
    with pytest.raises(CannotWrite, match="is not empty"):
        move(folder, postgres, by="Ann")
    assert _log(folder) == before
    assert local_settings(folder).store == ""
    with reopen(folder) as review:
        decide(review, Stage.TITLE, R2, Verdict.INCLUDE)
    (tmp_path / "other" / "review.db").write_bytes(b"mine")
    with pytest.raises(CannotWrite, match="there already"):
        move(tmp_path / "other", "file", by="Ann")
    with pytest.raises(UsageError, match="already"):
        move(folder, "file", by="Ann")


def test_a_move_cut_short_is_finished_by_the_same_command(
    folder: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _log(folder)

    def fail(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(moving, "_switch", fail)
        with pytest.raises(KeyboardInterrupt):
            move(folder, postgres, by="Ann")
    with reopen(folder) as review, pytest.raises(CannotWrite, match="has moved to"):
        decide(review, Stage.TITLE, R2, Verdict.INCLUDE)
    move(folder, postgres, by="Ann")
    assert _log(folder) == before
    with reopen(folder) as review:
        assert review.store.shared
        decide(review, Stage.TITLE, R2, Verdict.INCLUDE)


def test_a_copy_that_differs_is_never_put_in_force(
    folder: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _log(folder)
    monkeypatch.setattr(moving, "contents", lambda store: store.where)
    with pytest.raises(BadReview, match="differs"):
        move(folder, postgres, by="Ann")
    assert _log(folder) == before
    with reopen(folder) as review:
        decide(review, Stage.TITLE, R2, Verdict.INCLUDE)


def test_a_broken_log_is_not_moved(folder: Path, postgres: str) -> None:
    connection = sqlite3.connect(folder / "review.db")
    connection.execute("DROP TRIGGER events_no_update")
    connection.execute("UPDATE events SET by = 'Eve' WHERE seq = 4")
    connection.commit()
    connection.close()
    with pytest.raises(BadReview, match="does not hold, so it is not moved"):
        move(folder, postgres, by="Ann")
    with pytest.raises(BadReview):
        ReviewStore.open(postgres)


def test_only_an_owner_moves_a_review(tmp_path: Path) -> None:
    roles = protocol_text() + '[roles]\nscreener = ["Ann"]\nowner = ["Ben"]\n'
    folder = tmp_path / "roles"
    make_review(folder, 1, text=roles, by="Ben").close()
    refused = tamis("move", "file", "-C", folder, "--as", "Ann")
    assert (refused.code, refused.out) == (2, "")
    assert "Ann may not move the review.\nIt is the owner's, see [roles]." in refused.err
    protocol = folder / "review.toml"
    written = protocol.read_text(encoding="utf-8").replace('owner = ["Ben"]', 'owner = ["Ann"]')
    protocol.write_text(written, encoding="utf-8")
    with pytest.raises(UsageError, match="Ann may not move"):
        move(folder, "file", by="Ann")
    with pytest.raises(UsageError, match="already"):
        move(folder, "file", by="Ben")
    with pytest.raises(UsageError, match="'Eve' is not a reviewer"):
        move(folder, "file", by="Eve")


def test_others_join_with_the_protocol_of_the_log(
    folder: Path, tmp_path: Path, postgres: str
) -> None:
    move(folder, postgres, by="Ann")
    where = join(postgres, tmp_path / "mine")
    assert local_settings(tmp_path / "mine").store == where
    assert _log(tmp_path / "mine") == _log(folder)
    with reopen(tmp_path / "mine", by="Ben") as mine, reopen(folder) as first:
        decide(mine, Stage.TITLE, R2, Verdict.INCLUDE)
        first.refresh()
        assert first.state.decided_by(Stage.TITLE, R2, "Ben")
    with pytest.raises(CannotWrite, match="holds a review already"):
        join(postgres, folder)


def test_an_older_protocol_of_a_member_replaces_no_newer_one(
    folder: Path, tmp_path: Path, postgres: str
) -> None:
    move(folder, postgres, by="Ann")
    join(postgres, tmp_path / "mine")
    changed = (folder / "review.toml").read_text(encoding="utf-8") + "\n# newer\n"
    (folder / "review.toml").write_text(changed, encoding="utf-8")
    with reopen(folder) as review:
        decide(review, Stage.TITLE, R2, Verdict.INCLUDE)
    with pytest.raises(BadReview, match="older than the protocol"):
        reopen(tmp_path / "mine", by="Ben")
    told = tamis("protocol", "restore", "-C", tmp_path / "mine", by="Ben")
    assert told.code == 0, told.err
    assert "review.edited-1.toml" in told.err
    reopen(tmp_path / "mine", by="Ben").close()
    assert (tmp_path / "mine" / "review.toml").read_text(encoding="utf-8") == changed


def test_a_review_starts_in_a_database(tmp_path: Path, postgres: str) -> None:
    done = tamis("init", tmp_path / "new", "--title", "T", "--store", postgres)
    assert done.code == 0, done.err
    assert sorted(at.name for at in (tmp_path / "new").iterdir()) == ["review.toml", "tamis.toml"]
    assert tamis("log", "verify", "-C", tmp_path / "new").code == 0
    again = tamis("init", tmp_path / "newer", "--title", "T", "--store", postgres)
    assert again.code == 6
    assert not (tmp_path / "newer" / "review.toml").exists()


def test_no_password_is_kept_or_printed(folder: Path, tmp_path: Path, postgres: str) -> None:
    secret = postgres.replace("postgres@", "postgres:s3cret@")
    done = tamis("move", secret, "-C", folder)
    assert done.code == 0, done.err
    assert "The password was not kept" in done.err
    joined = tamis("join", secret, tmp_path / "mine")
    assert joined.code == 0, joined.err
    files = [at.read_bytes() for at in tmp_path.rglob("*") if at.is_file()]
    assert not any(b"s3cret" in data for data in files)
    assert "s3cret" not in done.out + done.err + joined.out + joined.err
    log = tamis("log", "--json", "-C", folder).out
    assert "s3cret" not in log
    assert "postgresql" not in log


def test_a_server_that_is_gone_is_told_without_the_password(folder: Path) -> None:
    write_local(folder, Local(store=f"postgresql://me:s3cret@/db?host={folder}"))
    told = tamis("status", "-C", folder)
    assert told.code == 6
    assert "cannot be reached" in told.err
    assert "s3cret" not in told.err
    (folder / "tamis.toml").write_text('store = "postgresql://me:s3cret@/db\n', encoding="utf-8")
    told = tamis("status", "-C", folder)
    assert told.code == 5
    assert "s3cret" not in told.err


@pytest.mark.parametrize("text", ['shop = "x"', "store = 1", '["a"]\nb = 1'])
def test_what_tamis_toml_must_not_say_is_told(folder: Path, text: str) -> None:
    (folder / "tamis.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadReview, match=r"tamis\.toml"):
        reopen(folder)


def test_a_database_on_a_file_needs_no_driver(folder: Path) -> None:
    script = (
        "import sys; from screening.app import main\n"
        f"sys.argv = ['tamis', 'status', '-C', {str(folder)!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "sys.exit('psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


OWNED_BY_ANN = protocol_text() + '[roles]\nscreener = ["Ben"]\nowner = ["Ann"]\n'
OWNED_BY_BEN = protocol_text() + '[roles]\nscreener = ["Ann"]\nowner = ["Ben"]\n'


class GivenAway(ReviewStore):
    """A store that another process writes to first: Ann makes Ben the owner."""

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Takes the lock when the other process is done."""
        folder = Path(self.where).parent
        (folder / "review.toml").write_text(OWNED_BY_BEN, encoding="utf-8")
        with reopen(folder) as other, other.writing():
            pass
        with super().writing() as writing:
            yield writing


class Locked(ReviewStore):
    """A store in which another process is writing for longer than anybody waits."""

    def writing(self) -> NoReturn:
        """Gives up."""
        raise CannotWrite("Somebody else is writing.", "")


class MovedFirst(ReviewStore):
    """A store that another process closes first, having moved the review elsewhere."""

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Takes the lock when the other process is done."""
        with super().writing() as other:
            self.close_for(other, "postgresql://ben@db.example.org/reviews")
        with super().writing() as writing:
            yield writing


def test_who_waits_while_another_moves_the_review_makes_no_second_one(
    folder: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "ReviewStore", MovedFirst)
    with pytest.raises(CannotWrite, match="has moved to postgresql://ben@db"):
        move(folder, postgres, by="Ann")
    assert local_settings(folder).store == ""
    with pytest.raises(BadReview, match="There is no review"):
        ReviewStore.open(postgres)


def test_an_owner_who_is_none_any_more_moves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "review"
    make_review(folder, 1, text=OWNED_BY_ANN).close()
    monkeypatch.setattr(moving, "ReviewStore", GivenAway)
    with pytest.raises(UsageError, match="Ann may not move the review"):
        move(folder, str(tmp_path / "elsewhere"), by="Ann")


def test_who_waits_to_move_takes_nothing_from_who_is_moving(
    folder: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(folder, postgres, by="Ann")
    half = folder / "review.db.new"
    half.write_bytes(b"half a copy")
    monkeypatch.setattr(moving, "ReviewStore", Locked)
    with pytest.raises(CannotWrite, match="Somebody else is writing"):
        move(folder, "file", by="Ann")
    assert half.read_bytes() == b"half a copy"
