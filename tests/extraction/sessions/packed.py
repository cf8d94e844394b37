"""A small review with everything that goes into a package, and the means to tamper with one."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from extraction.exporters.package_archive import MANIFEST, SUMS
from extraction.sessions import Coding
from screening.events.kinds import FindingAdded
from screening.protocol import Stage, Verdict
from screening.records import RecordId, to_record_id
from screening.sessions.conflicts import adjudicate
from screening.sessions.fulltexts import Attaching, attach, read_file
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.review import Review, open_review
from screening.sessions.screen import decide
from screening.sessions.start import start_review_with
from tests.extraction.logs import code, finding
from tests.reviews_builder import Ticking, protocol_text

R = [RecordId(""), *map(to_record_id, range(1, 8))]
FIRST = "Mentors praised the plums."
NEWER = "Mentors praised the damsons."
FULL = "A full text about quinces, on which the reviewers agree."
CSV = "title,abstract,year,doi\n" + "".join(
    f"Mentoring {n},{FIRST if n == 1 else f'Abstract number {n}.'},20{n:02d},10.5555/{n}\n"
    for n in range(1, 6)
)
BROKEN = "TY  - JOUR\nTI  - Registered\nER  - \nTY  - JOUR\nN1  - lost pears\nER  - \n"


def whole_review(folder: Path, *, all_decided: bool = True) -> Path:
    """Two reviewers, two files, a changed abstract, a conflict, a full text, themes."""
    text = protocol_text(reviewers=2, stages=("title",))
    files = folder.parent / f"{folder.name}-files"
    files.mkdir()
    with start_review_with(folder, text, by="Ann", clock=Ticking()) as review:
        _import(review, files / "first.csv", CSV)
        _import(review, files / "second.csv", CSV.replace(FIRST, NEWER))
        _import(review, files / "broken.ris", BROKEN)
        report = files / "report.txt"
        report.write_text(FULL, encoding="utf-8")
        attach(review, read_file(report), R[1], Attaching())
        for number in range(1, 7):
            decide(review, Stage.TITLE, R[number], Verdict.INCLUDE)
    _by_ben(folder, 7 if all_decided else 5)
    with open_review(folder, by="Ann", clock=Ticking()) as review:
        adjudicate(review, Stage.TITLE, R[2], Verdict.INCLUDE)
        _themes(Coding(review))
    return folder


def _by_ben(folder: Path, end: int) -> None:
    with open_review(folder, by="Ben", clock=Ticking()) as review:
        for number in range(1, end):
            out = number in (2, 3)
            verdict = Verdict.EXCLUDE if out else Verdict.INCLUDE
            decide(review, Stage.TITLE, R[number], verdict, reason="Off topic" if out else "")


def _import(review: Review, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    import_file(review, path, SearchFacts(source="PubMed"))


def _themes(coding: Coding) -> None:
    from extraction.sessions.texts import place_in

    review = coding.review
    with coding.act() as act:
        for number, (quote, source) in enumerate(
            (("the damsons", "abstract"), ("about quinces", "fulltext")), start=1
        ):
            made = finding(number, statement=f"Fruit {number}")
            place = place_in(review, made.record, quote, source)
            act.append(
                FindingAdded(
                    finding=made.finding, record=made.record, statement=made.statement, place=place
                )
            )
        for name, parent, evidence in (("T1", None, ()), ("S1", "T1", ()), ("C1", "S1", (1, 2))):
            act.append(code(name, parent=parent, findings=evidence))


def members(path: Path) -> dict[str, bytes]:
    """Name -> bytes of every member."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(path: Path, parts: Mapping[str, bytes]) -> Path:
    """An archive of these members, in perfect order as an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def forged(
    source: Path, target: Path, change: Callable[[dict[str, bytes], dict[str, object]], None]
) -> Path:
    """A package changed by somebody who also makes every hash of a file fit again.

    ``change`` is given the members and the manifest as plain JSON.
    """
    parts = members(source)
    manifest = json.loads(parts[MANIFEST])
    change(parts, manifest)
    for file in manifest["files"]:
        data = parts[file["path"]]
        file["sha256"], file["bytes"] = sha256(data).hexdigest(), len(data)
    parts[MANIFEST] = json.dumps(manifest).encode()
    listed = sorted(parts.keys() - {SUMS})
    parts[SUMS] = "".join(
        f"{sha256(parts[name]).hexdigest()}  {name}\n" for name in listed
    ).encode()
    return repacked(target, parts)
