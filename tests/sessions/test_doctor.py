"""Whether a machine has what a review needs; each check also where it does not."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.sessions import doctor, doctor_place
from screening.sessions.doctor_finding import Health
from screening.sessions.start import start_review

_MOUNTS = (
    "/dev/vda / ext4 rw 0 0\n"
    "server:/home /home nfs4 rw 0 0\n"
    "/dev/vdb /home/local ext4 rw 0 0\n"
    "odd line\n"
)


@pytest.mark.model
def test_a_whole_installation_has_no_fault(tmp_path: Path) -> None:
    found = doctor.examine(tmp_path)
    assert not [finding for finding in found if finding.health is Health.FAULT]
    assert {finding.check for finding in found} == {
        "program", "libraries", "sentence model", "other models", "terminal", "fonts", "disk",
        "review",
    }  # fmt: skip


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["no-such-library>=1; python_version > '3'", "atheris>=3; extra == 'fuzz'"]
    monkeypatch.setattr(importlib.metadata, "requires", lambda *_: wanted)
    (found,) = doctor._libraries()
    assert found.health is Health.FAULT
    assert "no-such-library" in found.text


def test_a_check_that_fails_does_not_end_the_others() -> None:
    def fails() -> None:
        raise BadInput("The file is not the one its card names.", "Install it again.")

    (found,) = doctor._run("model", fails)  # type: ignore[arg-type]
    assert (found.health, found.remedy) == (Health.FAULT, "Install it again.")


def test_what_is_no_terminal_is_not_judged(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = doctor_place.terminal()
    assert found.health is Health.NOTE


@pytest.mark.parametrize(
    ("columns", "lines", "health"),
    [(80, 24, Health.GOOD), (79, 24, Health.NOTE), (80, 23, Health.NOTE)],
)
def test_a_small_terminal_is_told(columns: int, lines: int, health: Health) -> None:
    assert doctor_place._of_size(columns, lines).health is health


@pytest.mark.parametrize(
    ("place", "kind"),
    [("/home/ada/review", "nfs4"), ("/home/local/review", ""), ("/srv", ""), ("/homes", "")],
)
def test_a_network_drive_is_told(place: str, kind: str) -> None:
    assert doctor_place.remote_kind(Path(place), _MOUNTS) == kind


def test_a_folder_that_is_not_there_yet_is_judged_by_the_one_above(tmp_path: Path) -> None:
    found = next(doctor_place.disk(tmp_path / "not" / "yet"))
    assert str(tmp_path) in found.text
    assert "yet" not in found.text


def test_a_sound_review_is_said_to_be_sound(tmp_path: Path) -> None:
    start_review(tmp_path / "review", title="A review").close()
    (found,) = doctor_place.review_in(tmp_path / "review")
    assert found.health is Health.GOOD


def test_a_review_that_was_tampered_with_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    start_review(folder, title="A review").close()
    data = (folder / "review.db").read_bytes()
    (folder / "review.db").write_bytes(data.replace(b"ProtocolAmended", b"ProtocolAmendeX"))
    found = doctor._run("review", lambda: doctor_place.review_in(folder))
    assert {finding.health for finding in found} == {Health.FAULT}


@pytest.mark.parametrize(
    ("lacking", "health", "told"),
    [
        ((), Health.GOOD, "all scripts"),
        (("Korean", "Thai"), Health.NOTE, "cannot show: Korean, Thai."),
    ],
)
def test_scripts_that_pictures_cannot_show_are_told(
    lacking: tuple[str, ...], health: Health, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening.prisma.fonts.lacking_scripts", lambda: lacking)
    (found,) = doctor_place.fonts()
    assert found.health is health
    assert told in found.text
    assert bool(found.remedy) == bool(lacking)
