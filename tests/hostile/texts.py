"""Texts made to do harm in one place or another, and a review that says them wherever it can."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from extraction.documents import source_texts
from extraction.sessions import Coding
from extraction.spans import place_at
from screening.events.extraction_kinds import CellFilled, CellProposed
from screening.protocol import Stage, Verdict
from screening.records import Author, LocalText, RecordContent, RecordId, to_record_id
from screening.sessions.conflicts import adjudicate
from screening.sessions.retrieval import mark_not_retrieved
from screening.sessions.review import Review, open_review
from screening.sessions.screen import decide
from screening.sessions.start import start_review_with
from screening.sessions.stepping import add_note
from screening.sessions.tags import toggle_tag
from tests.extraction.logs import MAKER, code, finding
from tests.older_logs import written_by_an_older_version
from tests.reviews_builder import Ticking, add_search

# Each names what it would do where it is taken for more than a text.
FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\x00=1+1",
    "\uff1d1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    '=HYPERLINK("http://example.org","x")',
    'DDE("cmd";"/C calc";"x")',
)
MARKUP = (
    "<script>alert(1)</script>",
    '<img src=x onerror=alert(1)> "><img src=x onerror=alert(1)>',
    "</text></svg><script>alert(1)</script>",
    "</title></style><script>alert(1)</script>",
    "' onmouseover='alert(1) \" onfocus=\"alert(1)",
    "]]><script>alert(1)</script><![CDATA[",
    "&lt;script&gt; &amp; & &#x3c;script&#x3e; <!-- -->",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "{{ 7 * 7 }}{% for x in y %}<b id=hostile>",
)
LATEX = ("\\input{/etc/passwd}", "$\\write18{id}$", "{", "}", "}} {\\", "% the rest", "@article{x,")
TEXTS = (
    "| a | b | `c` ``` ~~~",
    "[a](javascript:alert(1)) ![b](http://example.org/b.png) <http://example.org>",
    "# heading\n\n- list\n\n---\n\n    code",
    "'; DROP TABLE records; --",
    '"; DROP TABLE records; --',
    "nul \x00 bell \x07 red \x1b[31m title \x1b]0;gone\x07 c1 \x9b31m \x90 delete \x7f",
    "right \u202ereversed\u202c isolate \u2066left\u2069",
    "lines\ntwo\r\nthree\rfour\u2028five\u2029six\x85seven\x0beight\x0cnine\x1cten",
    "\nER  - \nTY  - JOUR\nTI  - smuggled",
    "\nPMID- 1\nTI  - smuggled",
    '"\n"smuggled","row"',
    "../../etc/passwd",
    "C:\\con\\..\\aux",
    "\ufffd \ufffe \uffff \U0010ffff",
    "quote ' double \" back ` comma , semicolon ; colon : tab \t end",
    "x" * 10_000,
    "word " * 200,
    "javascript:alert(1)",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u4e2d\u6587 \U0001f600 e\u0301",
    " ",
)
HOSTILE = (*FORMULAS, *MARKUP, *LATEX, *TEXTS)
# What the codec refuses is found in files all the same.
SURROGATES = ("lone \ud800 high", "lone \udfff low", "=\udc801+1")

_NAMES = (FORMULAS[0], MARKUP[0], "../../etc/passwd")
_REASONS = (FORMULAS[3], MARKUP[2], TEXTS[0], LATEX[0], MARKUP[1])


def content(text: str, position: int) -> RecordContent:
    """A record that says a text in every field that can hold one."""
    return RecordContent(
        position=position,
        line=position,
        title=text,
        abstract=text,
        authors=(
            Author(name=text, family=text, given=text, affiliations=(text, text), orcid=text),
        ),
        year=2020,
        venue=text,
        volume=text,
        issue=text,
        pages=text,
        doi=text,
        pmid=text,
        issn=(text,),
        url=text,
        keywords=(text, text),
        language=text,
        type=text,
        publisher=text,
        dates=(("published", text), (text, "2020")),
        other_ids=((text, text), ("pmc", text)),
        local_texts=(LocalText(field="title", locale=text, text=text),),
        extra=((text, text),),
    )


def _listed(texts: tuple[str, ...]) -> str:
    return ", ".join(map(_toml, texts))


def _toml(text: str) -> str:
    """A TOML text; JSON escapes the same, but for what lies beyond the first plane."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _protocol() -> str:
    stages = "".join(
        f"[stages.{stage}]\nreasons = [{_listed(_REASONS)}]\nreviewers = 2\n"
        for stage in ("title", "fulltext")
    )
    return (
        f"title = {_toml(MARKUP[2] + ' ' + FORMULAS[0])}\n"
        f"questions = [{_listed((FORMULAS[0], MARKUP[0], TEXTS[0]))}]\n"
        f"reviewers = [{_listed(_NAMES)}]\n"
        f"[codebook]\nlevels = [{_listed((FORMULAS[3], MARKUP[0], LATEX[1]))}]\n"
        f"[criteria]\ninclude = [{_listed(MARKUP)}]\nexclude = [{_listed(FORMULAS[:4])}]\n"
        f"{stages}{_form()}"
    )


# A field per hostile text, so that cells can say each of them; the form says them as well.
_FIELDS = tuple((f"said_{n}", text) for n, text in enumerate(HOSTILE, start=1) if text.strip())


def _form() -> str:
    choices = [text for text in (*FORMULAS[:4], *MARKUP[:3]) if ";" not in text]
    fields = "".join(
        f'[[extraction]]\nname = "{name}"\nlabel = {_toml(text)}\nhelp = {_toml(text)}\n'
        f"unit = {_toml(text)}\n"
        for name, text in _FIELDS
    )
    one = f'[[extraction]]\nname = "one"\ntype = "choice"\nchoices = [{_listed(tuple(choices))}]\n'
    return f"{fields}{one}"


@written_by_an_older_version()
def hostile_review(folder: Path) -> Path:
    """Every hostile text as a record, decided, noted, tagged and coded in such words."""
    one, two = _NAMES[:2]
    with start_review_with(folder, _protocol(), by=one, clock=Ticking()) as review:
        found = [content(text, position) for position, text in enumerate(HOSTILE, start=1)]
        add_search(review, found[::2], source=MARKUP[0])
        add_search(review, found[1::2], source=FORMULAS[0])
        (folder / "originals").mkdir()
        (folder / "originals" / sha256(b"").hexdigest()).write_bytes(b"")
        _screened(review, second=False)
    with open_review(folder, by=two, clock=Ticking()) as review:
        _screened(review, second=True)
        adjudicate(review, Stage.TITLE, _records()[3], Verdict.EXCLUDE, reason=_REASONS[0])
    with open_review(folder, by=one, clock=Ticking()) as review:
        mark_not_retrieved(review, _records()[0], FORMULAS[0])
        _read(review)
    with open_review(folder, by=two, clock=Ticking()) as review:
        _read(review)
        _coded(Coding(review))
        _extracted(review)
    return folder


def _records() -> tuple[RecordId, ...]:
    return tuple(map(to_record_id, range(1, len(HOSTILE) + 1)))


def _screened(review: Review, *, second: bool) -> None:
    for number, record in enumerate(_records()):
        out = number % 3 == 1 or (second and number in (3, 4, 6))
        reason = _REASONS[number % len(_REASONS)] if out else ""
        verdict = Verdict.EXCLUDE if out else Verdict.INCLUDE
        text = HOSTILE[number]
        decide(review, Stage.TITLE, record, verdict, reason=reason, note=text.strip() or "none")
    for record, text in zip(_records(), _said(), strict=False):
        add_note(review, record, text)
        toggle_tag(review, record, text[:40])


def _read(review: Review) -> None:
    """Some full texts, so that records are included and others still wait."""
    for record in _records()[8:20:3]:
        decide(review, Stage.FULLTEXT, record, Verdict.INCLUDE)
    decide(review, Stage.FULLTEXT, _records()[20], Verdict.EXCLUDE, reason=_REASONS[1])


def _said() -> Iterator[str]:
    return (text for text in HOSTILE if text.strip() and len(text) < 100)


def _coded(coding: Coding) -> None:
    """Straight into the log, as somebody else's program might have written it."""
    first = next(iter(coding.included()))
    texts = [text for text in HOSTILE if text.strip() and len(text) < 300]
    with coding.act() as act:
        for number, text in enumerate(texts, start=1):
            made = finding(number, statement=text, flag=text)
            act.append(replace(made, record=first, origin=text))
        for node in (code("T1", MARKUP[0]), code("T2", FORMULAS[0]), code("S1", TEXTS[0], "T1")):
            act.append(replace(node, definition=MARKUP[2], flag=LATEX[0]))
        for number, text in enumerate(texts, start=1):
            act.append(code(f"C{number}", text, "S1", [number]))


def _extracted(review: Review) -> None:
    """A value for every field of one study, and proposals for another, with quotes."""
    first, second = Coding(review).included()[:2]
    with review.writing() as writer:
        for field, text in _FIELDS:
            writer.append(CellFilled(record=first, field=field, value=text, origin=text, note=text))
        (one, *_) = source_texts(review.record(second))
        place = place_at(one.source, one.text, 0, len(one.text))
        for field, text in _FIELDS:
            writer.append(
                CellProposed(
                    record=second,
                    field=field,
                    value=text,
                    place=place,
                    maker=MAKER,
                    score=0.5,
                    why=text,
                )
            )
