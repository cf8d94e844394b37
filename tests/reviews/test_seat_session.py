"""A whole stage of 200 records at the seat, with everything a reviewer does, killed and resumed.

The records are the 91 real ones of the shipped corpus, and 109 made of them: as many as there are
with the titles of others as their abstracts. The full screen is left three times without quitting;
the lines are fed in one go. Both logs must say the same.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screening.commands.screen_plain import run
from screening.errors import BadInput
from screening.events.kinds import Decided
from screening.keys import Lines
from screening.protocol import Stage
from screening.readers import detect, open_source
from screening.records import RecordContent
from screening.sessions.log import verify
from screening.sessions.proof import open_for_proof
from screening.sessions.review import Review
from screening.sessions.screen import progress
from screening.sessions.seat import Seat
from screening.tui.app import SeatApp
from tests.house.tree import ROOT
from tests.reviews_builder import make_review, protocol_text, reopen

RECORDS = 200
SITTINGS = 3
Step = tuple[list[str], str]


def contents() -> list[RecordContent]:
    """200 records of real bibliographic facts, whose abstracts are made of titles."""
    exports = map(open_source, sorted((ROOT / "corpora/mentoring/exports").iterdir()))
    read = [at for source in exports for at in detect(source).reader.read(source)]
    real = [at for at in read if isinstance(at, RecordContent)]
    made = [
        replace(at, title=f"{at.title} ({n})", abstract=_abstract(real, n), doi="", pmid="")
        for n, at in enumerate(real * 2, start=1)
    ]
    return [replace(at, position=n) for n, at in enumerate([*real, *made][:RECORDS], start=1)]


def _abstract(found: list[RecordContent], n: int) -> str:
    one, two, three = (found[(n * step) % len(found)].title for step in (3, 5, 7))
    return f"BACKGROUND: {one}. METHODS: {two}. RESULTS: {three}."


def script() -> Iterator[Step]:
    """Decisions in a fixed pattern, and now and then whatever else a reviewer does."""
    for n in range(1, RECORDS + 40):
        yield from _beside(n)
        yield (["i"], "i") if n % 7 == 0 else (["m"], "m") if n % 31 == 0 else _exclude(n)


def _exclude(n: int) -> Step:
    reason = str(n % 3 + 1)
    return (["e", reason], f"e {reason}") if n % 5 == 0 else ([reason], reason)


def _beside(n: int) -> Iterator[Step]:
    if n % 20 == 3:
        yield ["s"], "s"
    if n % 25 == 4:
        yield ["n", *"see", "enter"], "n see"
    if n % 25 == 14:
        yield ["t", *"asia", "enter"], "t asia"
    if n % 50 == 15:
        yield ["n", "x", "enter"], "n x"
        yield ["u"], "u"
    if n % 30 == 8:
        yield from [(["u"], "u")] * 2
    if n % 40 == 21:
        yield from [(["b"], "b"), (["b"], "b"), (["i"], "i")]
    if n % 60 == 42:
        yield ["plus", *"peer", "enter"], "+ peer"
        yield from [(["h"], "h"), (["i"], "i"), (["i"], "i"), (["h"], "h")]


def feed(review: Review, steps: list[Step]) -> int:
    """Feed the steps as lines until no record is left; how many steps that were."""
    lines = Lines(io.StringIO("".join(f"{line}\n" for _keys, line in steps)))
    with pytest.raises(BadInput, match="No record is left to decide here") as ended:
        run(Seat(review, Stage.ABSTRACT), lines)
    return int(re.findall(r"Line (\d+)", ended.value.message)[0]) - 1


def happened(review: Review) -> list[tuple[str, str, object]]:
    return [(event.by, event.kind, event.body) for event in review.events(3)]


async def sit_and_be_killed(folder: Path, keys: list[str]) -> None:
    """A sitting that ends without a word: the screen is gone, nothing is closed or said."""
    with reopen(folder) as review:
        app = SeatApp(Seat(review, Stage.ABSTRACT))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*keys)


async def test_a_stage_of_200_records_leaves_the_same_log_in_both_modes(tmp_path: Path) -> None:
    found, text = contents(), protocol_text(stages=("abstract",))
    steps = list(script())
    with make_review(tmp_path / "lines", text=text, found=found) as review:
        steps = steps[: feed(review, steps)]
        said = happened(review)
        counts = progress(review, Stage.ABSTRACT)
    make_review(tmp_path / "full", text=text, found=found).close()
    cut = len(steps) // SITTINGS + 1
    for start in range(0, len(steps), cut):
        sitting = [key for keys, _line in steps[start : start + cut] for key in keys]
        await sit_and_be_killed(tmp_path / "full", sitting)
    with reopen(tmp_path / "full") as review:
        assert happened(review) == said
        assert progress(review, Stage.ABSTRACT) == counts
    with open_for_proof(tmp_path / "full") as proof:
        told = list(verify(proof))
    assert [at for at in told if not at.startswith("The imported file")] == []
    assert (counts.reached, counts.decided, counts.waiting) == (RECORDS, RECORDS, 0)
    kinds = Counter(kind for _by, kind, _body in said)
    assert min(kinds[at] for at in ("Postponed", "Noted", "Tagged", "DecisionWithdrawn")) > 5
    assert kinds["StepUndone"] > 2
    verdicts = Counter(body.verdict for _by, _kind, body in said if isinstance(body, Decided))
    assert len(verdicts) == 3
    assert any(body.masked for _by, _kind, body in said if isinstance(body, Decided))
