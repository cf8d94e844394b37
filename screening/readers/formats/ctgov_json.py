"""Studies of ClinicalTrials.gov as JSON, of its download and of version 2 of its API.

Fields: https://clinicaltrials.gov/data-api/about-api/study-data-structure. Address and register are
not in the file; both follow from the number. There is no abstract: the summary and the parts that a
person screens by are put together under their labels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from screening.readers.draft import Draft
from screening.readers.json_records import (
    JsonObject,
    JsonReader,
    keep_value,
    object_in,
    text_in,
    texts_in,
)
from screening.readers.registers import Part, put_parts

_REGISTER = "ClinicalTrials.gov"
_PROTOCOL = "protocolSection"
_OF_TYPE = {"EUDRACT_NUMBER": "eudract", "CTIS": "ctis"}
_ESCAPED = re.compile(r"\\([<>*_\[\]\\])")  # the texts are Markdown: "age \\> 17"


def _known_by(names: frozenset[str]) -> str:
    own = {_PROTOCOL, "identificationModule", "nctId"}
    return "ClinicalTrials.gov's protocolSection and nctId" if own <= names else ""


def _fill(draft: Draft, item: JsonObject) -> None:
    for name, value in item.items():
        if name == _PROTOCOL and isinstance(value, dict):
            _protocol(draft, value)
        else:
            keep_value(draft, name, value)


def _protocol(draft: Draft, sections: JsonObject) -> None:
    for section, value in sections.items():
        if not isinstance(value, dict):
            keep_value(draft, section, value)
        for name, inner in object_in(value).items():
            if name in _READ:
                _READ[name](draft, inner)
            elif name not in _IN_PARTS:
                keep_value(draft, f"{section}/{name}", inner)
    put_parts(draft, _parts(sections))


def _number(draft: Draft, value: object) -> None:
    number = text_in(value)
    draft.put("id:trial", "nctId", number)
    if number:
        draft.put("venue", "nctId", _REGISTER)
        draft.put("url", "nctId", f"https://clinicaltrials.gov/study/{number}")


def _parts(sections: JsonObject) -> Iterator[Part]:
    """What a person screens by, in the order of the register's own page."""
    told = object_in(sections.get("descriptionModule"))
    yield Part(tag="briefSummary", label="", text=_plain(text_in(told.get("briefSummary"))))
    listed = (
        ("conditionsModule", "conditions", "Conditions"),
        ("armsInterventionsModule", "interventions", "Interventions"),
        ("outcomesModule", "primaryOutcomes", "Primary outcomes"),
        ("outcomesModule", "secondaryOutcomes", "Secondary outcomes"),
        ("eligibilityModule", "eligibilityCriteria", "Eligibility"),
    )
    for section, name, label in listed:
        value = object_in(sections.get(section)).get(name)
        yield Part(tag=name, label=label, text=_plain("; ".join(filter(None, _all_told(value)))))


def _plain(text: str) -> str:
    """Without the marks that Markdown needs before a sign."""
    return _ESCAPED.sub(r"\1", text)


def _all_told(value: object) -> Iterator[str]:
    yield from map(_told, value if isinstance(value, list) else [value])


def _told(value: object) -> str:
    """A text, or the texts of an intervention or outcome, its name first."""
    return " - ".join(_texts_below(value))


def _texts_below(value: object) -> Iterator[str]:
    """Every text and number below a value, the names of things first."""
    if isinstance(value, dict):
        first = ("name", "measure", "type", "description", "timeFrame")
        names = dict.fromkeys([*(name for name in first if name in value), *value])
        yield from (text for name in names for text in _texts_below(value[name]))
    elif isinstance(value, list):
        yield from (text for inner in value for text in _texts_below(inner))
    elif text := text_in(value):
        yield text


def _dated(label: str) -> Callable[[Draft, object], None]:
    def read(draft: Draft, value: object) -> None:
        date = text_in(object_in(value).get("date")) if isinstance(value, dict) else text_in(value)
        draft.put(f"date:{label}", label, date)
        if label == "registered":
            draft.put("year", label, date[:4])
        if isinstance(value, dict):
            keep_value(draft, label, {at: of for at, of in value.items() if at != "date"})

    return read


def _numbers(draft: Draft, value: object) -> None:
    """Other numbers, under the register that their type tells: the EU's are digits alone."""
    for item in value if isinstance(value, list) else [value]:
        inner = object_in(item) or {"id": item}
        label = _OF_TYPE.get(text_in(inner.get("type")), "secondary")
        draft.put(f"id:{label}", "secondaryId", text_in(inner.get("id")))
        keep_value(draft, "secondaryId", {at: of for at, of in inner.items() if at != "id"})


def _sponsor(draft: Draft, value: object) -> None:
    sponsor = value if isinstance(value, dict) else {"name": value}
    for name, inner in sponsor.items():
        if name == "name":
            draft.put("publisher", "leadSponsor", text_in(inner))
        else:
            keep_value(draft, f"leadSponsor/{name}", inner)


def _words(draft: Draft, value: object) -> None:
    for word in texts_in(value):
        draft.put("keyword", "keywords", word)


_READ: dict[str, Callable[[Draft, object], None]] = {
    "nctId": _number,
    "orgStudyIdInfo": _numbers,
    "secondaryIdInfos": _numbers,
    "nctIdAliases": _numbers,  # which it had before, and reports may still name
    "briefTitle": lambda draft, value: draft.put("title", "briefTitle", text_in(value)),
    "officialTitle": lambda draft, value: draft.put(
        "title", "officialTitle", text_in(value), rank=1
    ),
    "studyType": lambda draft, value: draft.put("type", "studyType", text_in(value)),
    "studyFirstPostDateStruct": _dated("registered"),
    "startDateStruct": _dated("started"),
    "completionDateStruct": _dated("completed"),
    "leadSponsor": _sponsor,
    "keywords": _words,
}
_IN_PARTS = frozenset(
    {
        *("briefSummary", "conditions", "interventions", "eligibilityCriteria"),
        *("primaryOutcomes", "secondaryOutcomes"),
    }
)

READER = JsonReader(
    name="ctgov_json",
    label="studies of ClinicalTrials.gov as JSON",
    known_by=_known_by,
    fill=_fill,
    of_registers=True,
)
