"""What a review of many records costs from import to update, with its numbers checked throughout.

    python -m benchmarks.living_review [--records 100000] [--folder FOLDER]

Makes exports of five sources in five formats with this project's own writers: made-up records, a
fifth of each source's being the same reports as another source has. Then, each step as a process
of its own: import of the five, search for duplicates, import of the same five files again (which
must bring nothing new), import of an update of one source with known, changed and new records, and
the proof of the log. After each step the flow is computed and checked.

Prints one JSON line per step: CPU seconds (user and system) and wall-clock seconds, peak memory in
MiB, the longest that a second user had to wait for the review meanwhile, in seconds, and the
numbers of the flow.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from screening.records import Author, Record, RecordContent, RecordId, Search, SearchId
from screening.sessions.review import open_review
from screening.writers import ExportedRecord, writer_named

SOURCES = {
    "Scopus": "ris",
    "PubMed": "nbib",
    "ScienceDirect": "bibtex",
    "Embase": "endnote_xml",
    "CINAHL": "csv",
}
UPDATED = "PubMed"
TAMIS = (sys.executable, str(Path(__file__).resolve().parents[1] / "cli.py"))
_SHARED = 5  # one record in so many is also in the source before
_FIELDS = tuple(RecordContent.__dataclass_fields__)
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so",
              "tu", "va", "we", "xi", "yo", "zu")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process needed: seconds, MiB, and how long others waited for the review."""

    cpu: float
    wall: float
    memory: float
    waited: float


def ensure(holds: bool, seen: object) -> None:  # noqa: FBT001 - a condition
    """End the run where a number is not what it must be."""
    if not holds:
        raise SystemExit(f"The numbers are not consistent: {seen}")


def words(rng: random.Random, count: int) -> str:
    """Made-up words."""
    return " ".join("".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(count))


def content(report: int) -> RecordContent:
    """The report of that number; the same number always gives the same report."""
    rng = random.Random(report)  # noqa: S311 - made-up words keep no secret
    page = rng.randint(1, 900)
    return RecordContent(
        position=1,
        title=words(rng, 10).capitalize(),
        abstract=". ".join(words(rng, 14).capitalize() for _ in range(10)) + ".",
        authors=tuple(
            Author(name=f"{family}, {given}", family=family, given=given)
            for family, given in (
                (words(rng, 1).capitalize(), words(rng, 1).capitalize()) for _ in range(4)
            )
        ),
        year=rng.randint(1990, 2025),
        venue=f"Journal of {words(rng, 2)}",
        volume=str(rng.randint(1, 90)),
        issue=str(rng.randint(1, 12)),
        pages=f"{page}-{page + rng.randint(2, 20)}",
        doi=f"10.5555/{report:08d}",
        pmid=str(10_000_000 + report),
        keywords=tuple(words(rng, 1) for _ in range(4)),
    )


def reports_of(source: int, count: int) -> list[int]:
    """The numbers of a source's reports: a fifth are also in the source before it."""
    own = range(source * count, (source + 1) * count)
    return [at - count + 1 if source and at % _SHARED == 0 else at for at in own]


def write_export(path: Path, source: str, reports: Iterable[int], *, newer: bool = False) -> None:
    """Write an export; a newer one has other years here and there, and notes of its own file."""
    search = Search(
        id=SearchId("S01"), source=source, file_name=path.name, file_sha256="", file_bytes=0,
        format=SOURCES[source],
    )  # fmt: skip

    def rows() -> Iterator[ExportedRecord]:
        for position, report in enumerate(reports, start=1):
            made = content(report)
            if newer and report % 100 == 1:
                made = replace(made, year=2026)
            values = {name: getattr(made, name) for name in _FIELDS}
            values["position"] = position
            record = Record(id=RecordId(f"R{position}"), search=search.id, **values)
            yield ExportedRecord(record=record, search=search)

    with path.open("wb") as file:
        for chunk in writer_named(SOURCES[source]).write(rows()):
            file.write(chunk)


def run(folder: Path, arguments: Sequence[str | Path]) -> Cost:
    """Run a command of Tamis; meanwhile a second user keeps asking to write to the review."""
    command = [*TAMIS, *map(str, arguments), "-C", str(folder)]
    start, waited = time.monotonic(), 0.0
    with open_review(folder, by="second user") as review, tempfile.TemporaryFile() as talk:
        child = subprocess.Popen(command, stdout=talk, stderr=talk)
        while True:
            pid, status, use = os.wait4(child.pid, os.WNOHANG)
            if pid:
                child.returncode = os.waitstatus_to_exitcode(status)
                break
            asked = time.monotonic()
            with review.store.writing():
                waited = max(waited, time.monotonic() - asked)
            time.sleep(0.05)
        talk.seek(0)
        ensure(child.returncode == 0, talk.read().decode())
    return Cost(
        cpu=use.ru_utime + use.ru_stime,
        wall=time.monotonic() - start,
        memory=use.ru_maxrss / 1024,
        waited=waited,
    )


def boxes(folder: Path) -> dict[str, int]:
    """The numbers of the flow, checked by its own rules and by what must always hold."""
    done = subprocess.run(
        [*TAMIS, "prisma", "--json", "-C", str(folder)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, int] = json.loads(done.stdout)["boxes"]
    names = ("identified", "duplicates", "to_screen")
    made = {name: found[name] for name in names}
    ensure(made["to_screen"] == made["identified"] - made["duplicates"], made)
    return made


def tell(step: str, costs: Sequence[Cost], flow: dict[str, int]) -> None:
    """One JSON line."""
    line = {
        "step": step,
        "cpu": round(sum(cost.cpu for cost in costs), 1),
        "wall": round(sum(cost.wall for cost in costs), 1),
        "memory": round(max(cost.memory for cost in costs)),
        "waited": round(max(cost.waited for cost in costs), 2),
        **flow,
    }
    print(json.dumps(line), flush=True)


def measure(folder: Path, total: int) -> None:
    """All steps, with what must be true after each."""
    count, review = total // len(SOURCES), folder / "review"
    files = {}
    for number, (source, kind) in enumerate(SOURCES.items()):
        files[source] = folder / f"{source}.{kind}"
        write_export(files[source], source, reports_of(number, count))
    start = [*TAMIS, "init", str(review), "--title", "A review"]
    subprocess.run(start, check=True, capture_output=True)
    again: list[Cost] = []
    for source, path in files.items():
        again.append(run(review, ["import", path, "--source", source]))
    flow = boxes(review)
    ensure(flow == {"identified": total, "duplicates": 0, "to_screen": total}, flow)
    tell("import", again, flow)
    cost = run(review, ["duplicates", "find"])
    flow = boxes(review)
    shared = sum(report // count != number for number in range(len(SOURCES))
                 for report in reports_of(number, count))  # fmt: skip
    ensure(flow["identified"] == total, flow)
    ensure(flow["duplicates"] == shared, (flow, shared))
    tell("duplicates find", [cost], flow)
    again = [run(review, ["import", path, "--source", at]) for at, path in files.items()]
    ensure(boxes(review) == flow, flow)
    tell("the same files again", again, flow)
    number = list(SOURCES).index(UPDATED)
    newer = folder / "newer.nbib"
    added = range(10 * total, 10 * total + count // 10)
    write_export(newer, UPDATED, [*added, *reports_of(number, count)], newer=True)
    cost = run(review, ["import", newer, "--source", UPDATED, "--update", "first update"])
    after = boxes(review)
    ensure(after["identified"] == flow["identified"] + len(added), after)
    ensure(after["duplicates"] == flow["duplicates"], flow)
    tell("an update of one source", [cost], after)
    tell("log verify", [run(review, ["log", "verify"])], boxes(review))


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.folder:
        measure(asked.folder, asked.records)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), asked.records)


if __name__ == "__main__":
    main()
