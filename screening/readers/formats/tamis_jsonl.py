"""JSON Lines as 'tamis export records --format jsonl' writes them: records as a review keeps them.

Each line holds a record with all its fields, its search and its standing. The record comes back as
it was; the standing belongs to the review it was exported from and is not taken over.
"""

from __future__ import annotations

import json
from dataclasses import replace

from screening.codec import from_json
from screening.errors import BadReview
from screening.readers.draft import Draft
from screening.readers.json_records import JsonObject, JsonReader
from screening.records import RecordContent

_NAMES = frozenset({"record", "search", "outcome", "stages", "duplicate_of", "not_retrieved"})


def _known_by(names: frozenset[str]) -> str:
    return "objects with record, search, outcome, stages" if names >= _NAMES else ""


def _fill(draft: Draft, item: JsonObject) -> RecordContent | None:
    try:
        found = from_json(json.dumps(item.get("record")), RecordContent, "the record")
    except BadReview as error:
        raise ValueError(error.message.removesuffix(".")) from error
    if not (found.title or found.abstract or found.doi or found.pmid):
        return None
    return replace(found, position=draft.position, line=draft.line)


READER = JsonReader(
    name="tamis_jsonl",
    label="JSON Lines exported by Tamis",
    known_by=_known_by,
    fill=_fill,
    extensions=(".jsonl",),
    confidence=0.95,
)
