"""Whether a file is safe where it is opened: one check for each kind, by somebody else's parser."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from lxml import etree

Check = Callable[[bytes], Iterator[str]]
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
# OWASP, CSV injection: what a spreadsheet takes for a formula, after what it leaves out of sight.
_FORMULA = re.compile(r"[\s\x00-\x1f\ufeff\u200b-\u200f\u2060]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SVG = "{http://www.w3.org/2000/svg}"
_SAFE_DATA = ("data:image/svg+xml;base64,", "data:image/png;base64,", "data:font/")
_LINKS = re.compile(r"\s*(https?:|mailto:|#|data:image/)", re.IGNORECASE)
_REMOTE = ("http://example.org",)


def terminal_faults(text: str) -> Iterator[str]:
    """What would move the cursor, name the window or turn the line round."""
    for found in set(_TERMINAL.findall(text)):
        yield f"a terminal would obey {found!r}"


def csv_faults(data: bytes) -> Iterator[str]:
    """A cell that runs, a row that has come apart, a control."""
    text = data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            yield f"row {number} has {len(row)} cells, the header {len(rows[0])}"
        for cell in row:
            if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
                yield f"row {number} runs {cell[:30]!r}"
            if _CONTROLS.search(cell):
                yield f"row {number} holds a control in {cell[:30]!r}"


def tsv_faults(data: bytes) -> Iterator[str]:
    """Every line has as many cells."""
    counts = {line.count("\t") for line in data.decode("utf-8-sig").splitlines()}
    if len(counts) > 1:
        yield f"lines have {sorted(counts)} tabs"


def xlsx_faults(data: bytes) -> Iterator[str]:
    """A cell that is a formula, or a part that is no XML."""
    import openpyxl

    yield from package_faults(data)
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield f"{sheet.title}!{cell.coordinate} is a formula"
                if cell.hyperlink is not None:
                    yield f"{sheet.title}!{cell.coordinate} is a link"


def package_faults(data: bytes) -> Iterator[str]:
    """Parts of an Office document or REFI-QDA project: XML, inside, without links to elsewhere."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield from name_faults(name)
            part = archive.read(name)
            if name.endswith((".xml", ".rels", ".qde")):
                yield from xml_faults(part)
            if name.endswith(".rels") and b'TargetMode="External"' in part:
                for target in re.findall(rb'Target="([^"]*)"[^>]*TargetMode="External"', part):
                    yield f"{name} leads to {target!r}"


def name_faults(name: str) -> Iterator[str]:
    """A file name that leads out of its folder or hides what it is."""
    if ".." in PurePosixPath(name).parts or name.startswith(("/", "\\")) or "\\" in name:
        yield f"the name {name!r} leads elsewhere"
    yield from terminal_faults(name)


def xml_faults(data: bytes) -> Iterator[str]:
    """No XML, or one with entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        yield f"no XML: {error}"
        return
    if b"<!ENTITY" in data:
        yield "declares entities"


def svg_faults(data: bytes) -> Iterator[str]:
    """Elements that are no drawing, handlers, links to elsewhere."""
    found = list(xml_faults(data))
    yield from found
    for node in () if found else etree.fromstring(data).iter():
        if callable(node.tag):
            continue
        local = etree.QName(node).localname
        if local in {"script", "foreignObject", "iframe", "image", "a", "handler"}:
            yield f"holds <{local}>"
        drawn = node.tag.startswith(_SVG)
        if not drawn and etree.QName(node).namespace not in _METADATA:
            yield f"holds {node.tag}"
        for name, value in node.attrib.items():
            plain = etree.QName(name).localname.lower()
            runs = plain.startswith("on") or (plain == "href" and not str(value).startswith("#"))
            if drawn and runs:
                yield f"<{local}> has {plain}={str(value)[:30]!r}"


_METADATA = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/elements/1.1/",
    "http://creativecommons.org/ns#",
}


def html_faults(data: bytes) -> Iterator[str]:
    """Scripts, handlers and elements that came from data; addresses that run."""
    from bs4 import BeautifulSoup

    text = data.decode("utf-8")
    for parser in ("html.parser", "lxml"):
        soup = BeautifulSoup(text, parser)
        for node in soup.find_all(True):
            if node.name in {"script", "iframe", "object", "embed", "form", "base", "link"}:
                yield f"holds <{node.name}> ({parser})"
            if node.get("id") == "hostile":
                yield f"took markup of a text ({parser})"
            for name, value in node.attrs.items():
                told = " ".join(value) if isinstance(value, list) else str(value)
                if name.lower().startswith("on"):
                    yield f"<{node.name}> has {name}"
                if name in {"href", "src", "action", "xlink:href"}:
                    yield from _address_faults(node.name, told)


def _address_faults(tag: str, address: str) -> Iterator[str]:
    if tag == "img" and not address.startswith(_SAFE_DATA):
        yield f"fetches {address[:40]!r}"
    if not _LINKS.match(address) or address.startswith(_REMOTE):
        yield f"leads to {address[:40]!r}"


def markdown_faults(data: bytes) -> Iterator[str]:
    """Markup of a text that took effect: HTML, links, pictures, headings, rows of other width."""
    from markdown_it import MarkdownIt

    text = data.decode("utf-8")
    yield from terminal_faults(text)
    width = 0
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        if token.type in {"html_block", "fence", "code_block", "hr"}:
            yield f"a text became {token.type}: {token.content[:40]!r}"
        for child in token.children or ():
            if child.type in {"link_open", "image", "code_inline"}:
                yield f"a text became {child.type}"
            if child.type == "html_inline" and child.content != "<br>":
                yield f"a text became {child.content[:40]!r}"
    for line in text.splitlines():
        bars = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) if line.startswith("|") else 0
        if bars and width and bars != width:
            yield f"a row has {bars} bars, the one above {width}: {line[:60]!r}"
        width = bars


def bibtex_faults(data: bytes, records: int) -> Iterator[str]:
    """Braces that do not match, commands of a text, entries of a text."""
    text = data.decode("utf-8")
    depth = 0
    for mark in re.findall(r"\\.|[{}]", text, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if depth < 0:
            yield "closes a brace that was not opened"
            break
    if depth > 0:
        yield f"leaves {depth} braces open"
    for command in set(re.findall(r"\\([A-Za-z]+)", text)):
        if command not in {"textbackslash", "textasciitilde", "textasciicircum", "textbraceleft",
                           "textbraceright", "textbar", "lbrace", "rbrace"}:  # fmt: skip
            yield f"LaTeX would run \\{command}"
    entries = len(re.findall(r"@\s*\w+\s*[({]", text))
    if entries != records:
        yield f"has {entries} entries for {records} records"


def tagged_faults(data: bytes, records: int, first: str) -> Iterator[str]:
    """Entries smuggled in by a text, controls."""
    text = data.decode("utf-8-sig")
    entries = len(re.findall(rf"^{first}", text, re.MULTILINE))
    if entries != records:
        yield f"has {entries} entries for {records} records"
    if found := _CONTROLS.search(text.replace("\r\n", "\n")):
        yield f"holds the control {found.group()!r}"
    for line in re.split("[\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]", text):
        if re.match(r"[A-Z0-9]{2,4} *- *smuggled", line):
            yield f"a text became the line {line[:40]!r}"


def json_faults(data: bytes) -> Iterator[str]:
    """No JSON."""
    json.loads(data.decode("utf-8"))
    yield from ()


def jsonl_faults(data: bytes) -> Iterator[str]:
    """A line that is no JSON; other line ends than LF are part of texts."""
    for line in data.decode("utf-8").split("\n"):
        if line:
            json.loads(line)
    yield from ()


def text_faults(data: bytes) -> Iterator[str]:
    """A plain text that a terminal would obey."""
    yield from terminal_faults(data.decode("utf-8"))


def sqlite_faults(data: bytes) -> Iterator[str]:
    """A database that does not hold, or lacks its tables."""
    opened = sqlite3.connect(":memory:")
    opened.deserialize(data)
    if opened.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        yield "is damaged"
    if not opened.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]:
        yield "has lost its tables"
    opened.close()


def _begins(*signs: bytes) -> Check:
    def check(data: bytes) -> Iterator[str]:
        if not data.startswith(signs):
            yield f"begins with {data[:8]!r}"

    return check


def stata_faults(data: bytes) -> Iterator[str]:
    """A data set that cannot be read back."""
    import pandas as pd

    if pd.read_stata(io.BytesIO(data)).empty:
        yield "is empty"


def archive_faults(data: bytes) -> Iterator[str]:
    """Names that lead elsewhere; members are checked by their own kinds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield from name_faults(name)
            if name.startswith(("originals/", "review/review.toml", "fulltexts/")):
                continue  # as they came in, byte for byte
            for fault in faults_of(name, archive.read(name)):
                yield f"{name}: {fault}"


def toml_faults(data: bytes) -> Iterator[str]:
    """No TOML."""
    import tomllib

    tomllib.loads(data.decode("utf-8"))
    yield from ()


KINDS: Mapping[str, Check] = {
    ".csv": csv_faults,
    ".tsv": tsv_faults,
    ".xlsx": xlsx_faults,
    ".docx": package_faults,
    ".pptx": package_faults,
    ".qdpx": package_faults,
    ".qdc": xml_faults,
    ".xml": xml_faults,
    ".svg": svg_faults,
    ".html": html_faults,
    ".md": markdown_faults,
    ".json": json_faults,
    ".jsonl": jsonl_faults,
    ".txt": text_faults,
    ".sqlite3": sqlite_faults,
    ".db": sqlite_faults,
    ".png": _begins(b"\x89PNG"),
    ".pdf": _begins(b"%PDF"),
    ".dta": stata_faults,
    ".zip": archive_faults,
    ".tamis": archive_faults,
    ".toml": toml_faults,
    "": text_faults,
}


def faults_of(name: str, data: bytes, records: int = 0) -> Iterator[str]:
    """What is unsafe about a file; its kind is told by the ending of its name.

    Args:
        name: of the file; a kind that nobody has a check for is a fault.
        data: its bytes.
        records: how many records a file of records holds.
    """
    ending = Path(name).suffix.lower()
    if ending == ".bib":
        yield from bibtex_faults(data, records)
    elif ending == ".ris":
        yield from tagged_faults(data, records, "TY  - ")
    elif ending in {".nbib", ".enw"}:
        yield from tagged_faults(data, records, r"(?:(?<=\r\n\r\n)|\A)(?=\S)")
    elif ending in KINDS:
        yield from KINDS[ending](data)
    else:
        yield f"nobody has a check for {ending}"
