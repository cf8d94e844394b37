"""The promises are looked at: a reader that breaks one is found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.readers import Entry, Head, Sniff, Source
from screening.records import Problem, RecordContent, Rejected
from tests.fuzz import promises
from tests.fuzz.promises import Broken, examine

_GOOD = RecordContent(position=1, line=1, title="One")


def _as_given(_source: Source) -> Iterator[Entry]:
    yield _GOOD


@dataclass(frozen=True, kw_only=True)
class _Fake:
    entries: Callable[[Source], Iterator[Entry]] = field(default=_as_given)
    found: int = 1
    name: str = "fake"
    label: str = "made for this test"
    extensions: tuple[str, ...] = ()

    def sniff(self, head: Head) -> Sniff:
        return Sniff(confidence=1.0, reason=f"{head.name} is asked for")

    def read(self, source: Source) -> Iterator[Entry]:
        return self.entries(source)

    def count(self, source: Source) -> int:
        return self.found if source.size else 0


def _of(*entries: Entry) -> _Fake:
    return _Fake(entries=lambda _source: iter(entries), found=len(entries))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "input"
    made.write_bytes(b"one\ntwo\n")
    return made


def test_what_keeps_every_promise_passes(path: Path) -> None:
    assert examine(_Fake(), path).entries == 1
    assert examine(None, Path(__file__).parent / "../data/readers/ris_plain.ris").entries == 2


def test_a_refusal_needs_a_remedy(path: Path) -> None:
    def refuses(_source: Source) -> Iterator[Entry]:
        raise BadInput("No.", "Yes.")

    def refuses_only(_source: Source) -> Iterator[Entry]:
        raise BadInput("No.")

    assert examine(_Fake(entries=refuses), path).entries == -1
    with pytest.raises(Broken, match="without a reason or a remedy"):
        examine(_Fake(entries=refuses_only), path)


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        (_Fake(found=2), "found 2 entries but imported and rejected 1"),
        (_of(RecordContent(position=2, line=1, title="One")), "positions"),
        (
            _of(
                RecordContent(position=1, line=2, title="One"),
                RecordContent(position=2, line=1, title="Two"),
            ),
            "out of order",
        ),
        (_of(RecordContent(position=1, line=4, title="One")), "line 4 is named in a file of 2"),
        (_of(RecordContent(position=1, line=0, title="One")), "line 0 is no line"),
        (
            _of(
                RecordContent(
                    position=1, line=1, title="One", problems=(Problem(message="x", line=9),)
                )
            ),
            "line 9 is named",
        ),
        (_of(RecordContent(position=1, line=1)), "without text or number"),
        (
            _of(Rejected(position=1, line=1, reason="Bad.", remedy="", raw="x")),
            "without reason or remedy",
        ),
        (
            _of(RecordContent(position=1, line=1, title="One", dates=((1, 2),))),  # type: ignore[arg-type]
            "cannot be read",
        ),
    ],
)
def test_a_broken_promise_is_named(reader: _Fake, told: str, path: Path) -> None:
    with pytest.raises(Exception, match=told):
        examine(reader, path)


def test_a_text_that_no_file_can_hold_is_found_out(path: Path) -> None:
    with pytest.raises(BadInput, match="not UTF-8"):
        examine(_of(RecordContent(position=1, line=1, title="\ud800")), path)


def test_a_hang_is_stopped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(_source: Source) -> Iterator[Entry]:
        while True:
            # What a reader catches must not keep it alive.
            with suppress(Exception):
                yield from ()

    monkeypatch.setattr(promises, "_FREE_SECONDS", 0.05)
    with pytest.raises(Broken, match="stopped after"):
        examine(_Fake(entries=hangs), path)


def test_a_blow_up_of_memory_is_found_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    peaks = iter((100.0, 100.0 + promises.MEMORY_MB + 1))
    monkeypatch.setattr(promises, "_peak_mb", lambda: next(peaks))
    with pytest.raises(Broken, match="MB of memory"):
        examine(_Fake(), path)
