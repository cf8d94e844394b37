"""BibTeX, as databases and reference managers write it.

The file is cut where a line opens an entry, so memory is bounded and a broken entry never takes
its neighbours along; each entry is parsed on its own, so repeated keys are normal: plain ones by a
pattern, the others by bibtexparser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from screening.readers.bibtex_fields import plain_fields
from screening.readers.bibtex_text import (
    MONTHS,
    NotLatex,
    balanced,
    decode_latex,
    names,
    plain_value,
    unescape,
)
from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.draft import Draft
from screening.readers.source import Head, Source
from screening.records.dates import date_of, iso_date

_PARENTHESES = "article|book|inproceedings|incollection|misc|techreport|phdthesis|string|comment"
_ENTRY = re.compile(
    rf"(?:^[ \t\ufeff]*|(?<=\}})[ \t,]*)@[ \t]*"
    rf"(?:([A-Za-z]+)[ \t]*\{{|({_PARENTHESES}|preamble)[ \t]*\()",
    re.IGNORECASE,
)
_NOT_RECORDS = frozenset({"comment", "string", "preamble"})
_FIELD_LINE = re.compile(r"^[ \t]*([A-Za-z][\w.:+-]*)[ \t]*=[ \t]*", re.MULTILINE)
_REPEATED = re.compile(r"-\d+$")
_KEY = re.compile(r"@\s*(\w+)\s*[{(]\s*([^,{}=\n]*),")
_FIELDS: dict[str, tuple[str, int]] = {
    "title": ("title", 0),
    "abstract": ("abstract", 0),
    "journal": ("venue", 0),
    "journaltitle": ("venue", 1),
    "booktitle": ("venue", 2),
    "series": ("venue", 4),
    "volume": ("volume", 0),
    "number": ("issue", 0),
    "issue": ("issue", 1),
    "pages": ("pages", 0),
    "doi": ("doi", 0),
    "pmid": ("pmid", 0),
    "pubmed_id": ("pmid", 1),
    "issn": ("issn", 0),
    "eissn": ("issn", 1),
    "url": ("url", 0),
    "year": ("year", 0),
    "date": ("year", 1),
    "language": ("language", 0),
    "publisher": ("publisher", 0),
    "keywords": ("keywords", 0),
    "keyword": ("keywords", 0),
    "author_keywords": ("keywords", 0),
    "unique-id": ("id:accession", 0),
    "eprint": ("id:eprint", 0),
    "urldate": ("date:accessed", 0),
}
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_LITERAL = frozenset(
    {"doi", "url", "issn", "eissn", "pmid", "file", "eprint", "link", "bdsk-url-1"}
)


@dataclass(slots=True, kw_only=True)
class _Chunk:
    """From the line that opens an entry to the line before the next."""

    kind: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class _Bibtex:
    name = "bibtex"
    label = "BibTeX: Web of Science, Scopus, ScienceDirect, IEEE, ACM, Zotero, EndNote ..."
    extensions = (".bib", ".bibtex", ".txt")

    def sniff(self, head: Head) -> Sniff:
        lines = enumerate(re.split(r"\r\n|\r|\n", head.text), start=1)
        kinds = [chunk.kind for chunk in _chunks(lines)]
        records = sum(1 for kind in kinds if kind not in _NOT_RECORDS)
        if records:
            return Sniff(confidence=0.9, reason=f"{records} '@type{{' entries in the first 64 KiB")
        return NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        macros: dict[str, str] = dict(MONTHS)
        position = 0
        for chunk in _chunks(source.lines()):
            if chunk.kind == "string":
                macros.update(_macros(chunk, macros))
            elif chunk.kind not in _NOT_RECORDS:
                position += 1
                yield _record(position, chunk, macros)

    def count(self, source: Source) -> int:
        return sum(is_record for _, line in source.lines() for _, is_record in entry_starts(line))


READER = _Bibtex()


def entry_starts(line: str) -> Iterator[tuple[int, bool]]:
    """Where entries begin in a line, and whether each is a record (no macro, no comment)."""
    for found in _ENTRY.finditer(line) if "@" in line else ():
        yield found.start(), (found[1] or found[2]).casefold() not in _NOT_RECORDS


def _chunks(lines: Iterable[tuple[int, str]]) -> Iterator[_Chunk]:
    chunk: _Chunk | None = None
    for number, line in lines:
        start = 0
        for found in _ENTRY.finditer(line) if "@" in line else ():
            if chunk is not None:
                chunk.lines.append(line[start : found.start()])
                yield chunk
            chunk = _Chunk(kind=(found[1] or found[2]).casefold(), line=number)
            start = found.start()
        if chunk is not None:
            chunk.lines.append(line[start:])
    if chunk is not None:
        yield chunk


@dataclass(slots=True, kw_only=True)
class _Parsed:
    key: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    rescued: bool = False


def _parse(chunk: _Chunk) -> _Parsed:
    text = chunk.text
    if plain := plain_fields(text):
        return _Parsed(key=plain[0], fields=plain[1])
    parsed = _Parsed()
    for block in _blocks(text):
        # An entry with a repeated field comes wrapped as a failed block; all its fields are there.
        entry = getattr(block, "ignore_error_block", None) or block
        fields = getattr(entry, "fields", ())
        outside = str(getattr(block, "comment", "")).strip()
        if fields and not parsed.fields:
            parsed.key = str(getattr(entry, "key", ""))
            parsed.fields = [(item.key, item.value) for item in fields]
        elif outside:
            parsed.outside.append(outside)
    return parsed if parsed.fields and not _is_fused(parsed) else _rescue(text)


def _is_fused(parsed: _Parsed) -> bool:
    """Whether a value swallowed the next field because the comma between them is missing."""
    return any(_FIELD_LINE.search(value) and _is_cut(value) for _, value in parsed.fields)


def _blocks(text: str) -> list[object]:
    import logging

    from bibtexparser.entrypoint import parse_string

    # Broken entries are told as Problem or Rejected, not as a log line on the terminal.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    return list(parse_string(text, parse_stack=[]).blocks)


def _is_cut(value: str) -> bool:
    """Whether a value ends before its text does: the comma after it is missing."""
    depth = 0
    for position, char in enumerate(value):
        depth += (char == "{") - (char == "}")
        if depth == 0 and char == "}":
            return bool(_FIELD_LINE.match(value[position + 1 :].lstrip()))
    return False


def _rescue(text: str) -> _Parsed:
    """Read an entry bibtexparser gave up on by its ``name =`` lines."""
    key = _KEY.search(text)
    parsed = _Parsed(key=key[2].strip() if key else "", rescued=True)
    text = text[key.end() :] if key else text[text.find("{") + 1 :]
    starts = list(_FIELD_LINE.finditer(text))
    for here, following in zip_longest(starts, starts[1:]):
        value = text[here.end() : following.start() if following else len(text)].strip()
        is_last = following is None
        parsed.fields.append((here[1].casefold(), balanced(value, is_last=is_last)))
    return parsed


def _macros(chunk: _Chunk, macros: dict[str, str]) -> Iterator[tuple[str, str]]:
    for block in _blocks(chunk.text):
        if hasattr(block, "key") and hasattr(block, "value"):
            yield block.key.casefold(), plain_value(block.value, macros)


def _record(position: int, chunk: _Chunk, macros: dict[str, str]) -> Entry:
    draft = Draft(position=position, line=chunk.line, raw=chunk.text)
    parsed = _parse(chunk)
    draft.put("type", "entry type", chunk.kind)
    draft.put("id:key", "key", parsed.key)
    values = [(name.casefold(), plain_value(value, macros)) for name, value in parsed.fields]
    seen: set[str] = set()
    for name, value in values:
        _put_or_keep(draft, _as_repeated(name, seen), value)
    for text in parsed.outside:
        draft.keep("(outside any entry)", " ".join(text.split()))
        if _FIELD_LINE.search(text):
            draft.note(
                "Fields stand outside any entry after this one; they were kept as unmapped text.",
                "The line that opens their entry is probably missing.",
            )
    if parsed.rescued:
        draft.note(
            "The entry is not well-formed BibTeX and was read line by line.",
            "Compare it with the source; a brace or comma is missing.",
        )
    _put_date(draft, dict(values))
    return draft.finish()


def _as_repeated(name: str, seen: set[str]) -> str:
    """``note-2`` after ``note`` is a second ``note``: BibTeX itself allows no repetition."""
    seen.add(name)
    first = _REPEATED.sub("", name)
    return first if first in seen else name


def _put_or_keep(draft: Draft, name: str, value: str) -> None:
    try:
        _put(draft, name, value)
    except NotLatex:
        draft.put(_FIELDS.get(name, ("", 0))[0], name, value)
        draft.note(
            f"The LaTeX of the field {name!r} is nested too deeply, or lacks a part, to be read.",
            "It was kept as it stands; compare it with the source.",
        )


def _put(draft: Draft, name: str, value: str) -> None:
    target, rank = _FIELDS.get(name, ("", 0))
    if name == "author":
        draft.authors.extend(tuple(names(value)))  # all or none
    elif name in _LITERAL:
        draft.put(target, name, unescape(value), rank=rank)
    elif target == "keywords":
        _put_keywords(draft, name, decode_latex(value))
    elif name == "tamis":
        draft.keep(name, " | ".join(draft.without_own(decode_latex(value).split(" | "))))
    elif name == "pages":
        draft.put(target, name, decode_latex(value).replace("–", "-"))
    elif name == "abstract":
        # A single line end is a wrapped line, a blank line a paragraph.
        draft.put(target, name, _unwrapped(decode_latex(value)), lines=True)
    else:
        draft.put(target, name, decode_latex(value), rank=rank)


def _unwrapped(text: str) -> str:
    if "\n" not in text:
        return text
    return "\n".join(" ".join(part.split()) for part in _PARAGRAPH.split(text))


def _put_keywords(draft: Draft, name: str, value: str) -> None:
    if ";" not in value and "\n" not in value:
        value = value.replace(",", ";")
    elif ";" in value:
        value = " ".join(value.split())
    for word in re.split(r"[;\n]", value):
        draft.put("keyword", name, word)


def _put_date(draft: Draft, values: dict[str, str]) -> None:
    date = iso_date(values.get("year", ""), values.get("month", ""), values.get("day", ""))
    date = date if "-" in date else date_of(values.get("date", ""))
    if "-" in date:
        draft.dates.append(("published", date))
