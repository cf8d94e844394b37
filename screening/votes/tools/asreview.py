"""ASReview: one label per record, in columns, notes of RIS, or a project file.

CSV and Excel exports add ``asreview_label`` (1, 0, empty) and other ``asreview_`` columns; RIS
holds ``N1  - ASReview_relevant``, with other text around it, and ``asreview_note: ...``. A table
of labels in a column that ASReview itself reads (``included``, ``label_included`` ...) is read too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.protocol import Verdict
from screening.records import RecordContent
from screening.votes.contract import Ballot, ExportFacts, Vote
from screening.votes.fields import folded, notes, parts, value

_IN_NOTES = re.compile(r"\bASReview_(relevant|irrelevant|not_seen)\b")
_DATA = re.compile(r"\s*asreview_(\w+):\s*(.*)", re.DOTALL)
_LABELS = (
    "final_included",
    "label",
    "label_included",
    "included_label",
    "included_final",
    "included",
    "included_flag",
    "include",
)
_KNOWN = frozenset(map(folded, _LABELS))
_VERDICTS = {"1": Verdict.INCLUDE, "0": Verdict.EXCLUDE}
_WORDS = {"relevant": Verdict.INCLUDE, "irrelevant": Verdict.EXCLUDE, "not_seen": None}
_UNSEEN = frozenset({"", "-1"})
_TAG = "asreview_tag_"


@dataclass(frozen=True, slots=True)
class _Asreview:
    name: str = "asreview"
    label: str = "ASReview"

    def marks(self, entry: RecordContent, _export: ExportFacts) -> int:
        names = [tag.casefold() for tag, _ in entry.extra]
        if any(name.startswith("asreview_") for name in names) or _in_notes(entry):
            return 3
        return int(any(folded(name) in _KNOWN for name in names))

    def read(self, entry: RecordContent, export: ExportFacts) -> Ballot:
        data = _data(entry)
        label = _label(entry, data, export)
        said = _in_notes(entry) or tuple(filter(None, [_VERDICTS.get(label)]))
        if len({*said}) > 1:
            words = " and ".join(dict.fromkeys(str(at or "not seen") for at in said))
            return Ballot(unclear=(f"It is marked as {words} at once.",))
        if not said and label not in {*_VERDICTS, *_UNSEEN}:
            why = f"Its label is {label!r}, which is neither 1 nor 0."
            return Ballot(unclear=(why,))
        verdict = said[0] if said else None
        tags = tuple(_tags(entry, data))
        if verdict is None:
            return Ballot(tags=tags)
        by = data.get("user_name", "") or data.get("user_email", "") or data.get("user", "")
        vote = Vote(by=by, verdict=verdict, note=data.get("note", ""))
        return Ballot(votes=(vote,), tags=tags)


TOOL = _Asreview()


def _in_notes(entry: RecordContent) -> tuple[Verdict | None, ...]:
    return tuple(_WORDS[word] for text in notes(entry) for word in _IN_NOTES.findall(text))


def _data(entry: RecordContent) -> dict[str, str]:
    """What columns or notes called ``asreview_...`` hold, without that beginning."""
    found = {
        tag.casefold().removeprefix("asreview_"): text.strip()
        for tag, text in entry.extra
        if tag.casefold().startswith("asreview_")
    }
    for text in notes(entry):
        if data := _DATA.fullmatch(text):
            found.setdefault(data[1].casefold(), _plain(data[2].strip()))
    return found


def _plain(text: str) -> str:
    """A JSON value of a RIS note as text."""
    try:
        held = json.loads(text)
    except ValueError:
        return text
    return "" if held is None else held if isinstance(held, str) else text


def _label(entry: RecordContent, data: dict[str, str], export: ExportFacts) -> str:
    """The label; a data set's own column counts only where ASReview has added none."""
    has_own = any(name.startswith("asreview_") for name in export.fields)
    said = data.get("label", "") if has_own else value(entry, *_LABELS)
    return said.removesuffix(".0")


def _tags(entry: RecordContent, data: dict[str, str]) -> Iterator[str]:
    """Tags set, from columns ``asreview_tag_<group>_<value>`` or the list of a project file."""
    for tag, text in entry.extra:
        if tag.casefold().startswith(_TAG) and text.removesuffix(".0") == "1":
            yield tag[len(_TAG) :].replace("_", ": ", 1)
    yield from parts(data.get("tags", ""))
