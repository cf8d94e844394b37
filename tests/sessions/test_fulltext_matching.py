"""Of many files each is read once, and only one text at a time is in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.sessions import fulltext_matching
from screening.sessions.fulltext_matching import Proposed, propose, take
from screening.sessions.fulltexts import FileRead, full_texts, read_file
from screening.sessions.texts_aside import texts_aside
from tests.reviews_builder import make_review


def _folder(tmp_path: Path, count: int) -> list[Path]:
    paths = [tmp_path / f"R{number:04d} quinces.txt" for number in range(1, count + 1)]
    for number, path in enumerate(paths, start=1):
        path.write_text(f"Study {number}\n\nQuinces \u00e0 la {number}.", encoding="utf-8")
    return paths


def test_texts_wait_aside_until_their_files_are_attached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counting(path: Path) -> FileRead:
        read.append(path)
        return read_file(path)

    monkeypatch.setattr(fulltext_matching, "read_file", counting)
    paths = _folder(tmp_path, 3)
    with make_review(tmp_path / "r", 3) as review, texts_aside() as aside:
        proposed = list(propose(review, paths, aside, threshold=0.5))
        assert [_bare(at).document.text for at in proposed] == ["", "", ""]
        for at in proposed:
            take(review, at)
        texts = [full_texts(review, review.known(str(at)))[0].text for at in (1, 2, 3)]
    assert [text.split()[-1] for text in texts] == ["1.", "2.", "3."]
    assert read == paths, "no file is read again to be attached"


def _bare(proposed: Proposed) -> FileRead:
    assert proposed.file is not None
    return proposed.file.bare


def test_what_was_put_aside_comes_back_as_it_was(tmp_path: Path) -> None:
    files = [read_file(path) for path in _folder(tmp_path, 2)]
    with texts_aside() as aside:
        first, second = (aside.put(file) for file in files)
        assert (second.whole(), first.whole()) == (files[1], files[0])
        assert aside.put(files[0]).whole() == files[0], "reading does not move where texts are put"
