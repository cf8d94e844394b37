"""EPPI-Reviewer JSON: every stage as a code set, its outcome as a code of each reference.

The sets and codes are those a screening set has (``INCLUDE on title & abstract``, ``EXCLUDE on
Wrong population``). The file holds no reviewers; who said what stands beside the code. Codes have
numbers made of their words, the same in every export.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from screening.events import Outcome
from screening.protocol import Stage
from screening.writers.contract import ExportedRecord, StageFacts
from screening.writers.csv_rows import authors
from screening.writers.facts import decision_words
from screening.writers.text import one_line, plain

_SETS = {
    Stage.TITLE: "Screen on Title",
    Stage.ABSTRACT: "Screen on Title & Abstract",
    Stage.FULLTEXT: "Screen on Full Text",
}
_INCLUDE = {
    Stage.TITLE: "INCLUDE on title",
    Stage.ABSTRACT: "INCLUDE on title & abstract",
    Stage.FULLTEXT: "INCLUDE on full text",
}
_NUMBERS = 1_000_000_000

Code = tuple[Stage, str]


class _EppiJson:
    name = "eppi_json"
    label = "EPPI-Reviewer JSON: stages as code sets, outcomes as codes"
    extension = ".eppi.json"
    decision_in = "the codes of each reference, in one code set a stage"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        used: dict[Code, None] = {}
        yield b'{"References":['
        between = ""
        for row in rows:
            codes = list(_codes(row))
            used.update(dict.fromkeys((at.stage, name) for at, name in codes))
            text = json.dumps(_reference(row, codes), ensure_ascii=False)
            yield f"{between}\n{text}".encode("utf-8", "replace")
            between = ","
        yield f'\n],"CodeSets":{json.dumps(_code_sets(used), ensure_ascii=False)}}}\n'.encode()


WRITER = _EppiJson()


def _codes(row: ExportedRecord) -> Iterator[tuple[StageFacts, str]]:
    """The stages that were decided, each with the code that says how."""
    last = len(row.stages) - 1
    for number, at in enumerate(row.stages):
        if at.outcome is Outcome.EXCLUDED:
            yield at, f"EXCLUDE on {one_line(at.reason)}" if at.reason else "EXCLUDE"
        elif at.outcome is Outcome.INCLUDED or number < last:
            yield at, _INCLUDE[at.stage]


def _reference(row: ExportedRecord, codes: list[tuple[StageFacts, str]]) -> dict[str, object]:
    record = row.record
    return {
        "Codes": [_coded(at, name) for at, name in codes],
        "Outcomes": [],
        "ItemId": int(record.id.lstrip("R")),
        "Title": one_line(record.title),
        "ParentTitle": one_line(record.venue),
        "ShortTitle": _short(row),
        "Year": str(record.year or ""),
        "StandardNumber": ", ".join(record.issn),
        "Publisher": one_line(record.publisher),
        "Volume": one_line(record.volume),
        "Issue": one_line(record.issue),
        "Pages": one_line(record.pages),
        "URL": one_line(record.url),
        "OldItemId": str(record.id),
        "Abstract": plain(record.abstract),
        "TypeName": one_line(record.type),
        "Authors": "".join(f"{name};" for name in authors(record, ";").split(";") if name),
        "DOI": record.doi,
        "Keywords": "\n".join(map(one_line, record.keywords)),
        "ItemStatus": "E" if row.outcome == Outcome.EXCLUDED else "I",
    }


def _short(row: ExportedRecord) -> str:
    people = row.record.authors
    first = one_line(people[0].family or people[0].name) if people else ""
    return f"{first} ({row.record.year or 'n.d.'})".strip()


def _coded(at: StageFacts, name: str) -> dict[str, object]:
    return {
        "AttributeId": number_of((at.stage, name)),
        "AdditionalText": "; ".join(decision_words(at)),
        "ArmId": 0,
        "ArmTitle": "",
        "ItemAttributeFullTextDetails": [],
    }


def number_of(code: Code) -> int:
    """The number of a code, made of its stage and words."""
    digest = hashlib.blake2b("\x1f".join(code).encode("utf-8", "replace"), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "big") % _NUMBERS


def _code_sets(used: Iterable[Code]) -> list[dict[str, object]]:
    codes = list(used)
    return [
        {
            "SetName": _SETS[stage],
            "SetId": 1 + list(Stage).index(stage),
            "Attributes": {"AttributesList": [_attribute(at) for at in codes if at[0] is stage]},
        }
        for stage in Stage
        if any(at[0] is stage for at in codes)
    ]


def _attribute(code: Code) -> dict[str, object]:
    return {
        "AttributeId": number_of(code),
        "AttributeName": code[1],
        "AttributeType": "Selectable (show checkbox)",
    }
