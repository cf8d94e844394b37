"""Files in, text with its pages out; what cannot be read says why."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.fulltext import Document, read_document
from screening.fulltext.formats import pdf_child
from screening.fulltext.formats.pdf import READER as PDF
from screening.fulltext.reading import text_readers
from tests.fulltext.pdf_made import pdf


def read(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


def test_a_pdf_is_read_page_by_page_with_broken_words_as_printed(tmp_path: Path) -> None:
    pages = [["Mentoring of medi-", "cal students (n = 5)"], [], ["na\u00efve caf\u00e9"]]
    found = read(tmp_path, "a.pdf", pdf(pages))
    assert found.text == "Mentoring of medi-\ncal students (n = 5)\f\fna\u00efve caf\u00e9"
    assert (found.format, found.pages, found.maker) == ("pdf", 3, "pypdfium2")
    assert "PDFium" in found.version


def test_scanned_pages_have_no_text(tmp_path: Path) -> None:
    found = read(tmp_path, "scan.pdf", pdf([[], []]))
    assert (found.pages, found.has_text) == (2, False)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", pdf([["x"]], locked=True), "is locked by a password"),
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 5000, "is a damaged PDF"),
        ("a.pdf", pdf([["x"]])[:300], "is a damaged PDF"),
        ("a.pdf", b"", "is empty"),
        ("a.docx", b"PK\x03\x04", "is none of: PDF, JATS XML, web page"),
        ("a.xml", b"<article><front></article>", "no well-formed XML"),
        ("a.xml", b"<pmc-articleset><article/><article/></pmc-articleset>", "holds 2 articles"),
        ("a.txt", b"\xff\xfe\x00", "is no text in UTF-8, UTF-16"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as told:
        read(tmp_path, name, data)
    assert told.value.hint


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        read_document(tmp_path / "none.pdf")


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "slow.pdf"
    path.write_bytes(b"%PDF-1.4")
    sleeping = (sys.executable, "-c", "import time; time.sleep(60)")
    with pytest.raises(BadInput, match="is not read after"):
        replace(PDF, command=sleeping, seconds=0.5).read(path)


def test_a_process_that_dies_is_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "killer.pdf"
    path.write_bytes(b"%PDF-1.4")
    dying = (sys.executable, "-c", "import os; os.abort()")
    with pytest.raises(BadInput, match="is a damaged PDF"):
        replace(PDF, command=dying).read(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such bounds")
def test_the_process_bounds_its_own_memory_and_time(tmp_path: Path) -> None:
    path = tmp_path / "greedy.pdf"
    path.write_bytes(b"%PDF-1.4")
    script = (
        "import runpy, sys\n"
        f"made = runpy.run_path({pdf_child.__file__!r})\n"
        "made['bound']()\n"
        "import resource\n"
        "assert resource.getrlimit(resource.RLIMIT_CPU)[0] == made['SECONDS']\n"
        "made['main'].__globals__['answer'] = lambda path: bytearray(8 << 30) and {}\n"
        "made['main']()\n"
    )
    with pytest.raises(BadInput, match="needs more than 3 GB of memory"):
        replace(PDF, command=(sys.executable, "-c", script)).read(path)


@pytest.mark.parametrize(
    ("bound", "words"), [("MOST_PAGES", "5,000 pages"), ("MOST_CHARACTERS", "20,000,000 char")]
)
def test_endless_files_are_refused(tmp_path: Path, bound: str, words: str) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf([["one"], ["two"]]))
    script = (
        "import runpy\n"
        f"made = runpy.run_path({pdf_child.__file__!r})\n"
        f"made['main'].__globals__[{bound!r}] = 1\n"
        "made['main']()\n"
    )
    with pytest.raises(BadInput, match=words):
        replace(PDF, command=(sys.executable, "-c", script)).read(path)


JATS = b"""<?xml version="1.0"?>
<!DOCTYPE article SYSTEM "JATS.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<article><front><journal-meta><journal-id>j</journal-id></journal-meta><article-meta>
<article-id pub-id-type="doi">10.5555/ABC</article-id>
<article-id pub-id-type="pmid">123456</article-id>
<title-group><article-title>On <italic>mice</italic><xref>*</xref></article-title></title-group>
<abstract><p>A short&#x2013;one &ndash; &x;.</p></abstract></article-meta></front>
<body><sec><title>Intro</title><p>We did
   it <bold>well</bold>.</p></sec></body><back><ref-list><ref>Other</ref></ref-list></back>
</article>"""


def test_jats_gives_the_article_without_its_references(tmp_path: Path) -> None:
    found = read(tmp_path, "a.xml", JATS)
    lines = found.text.split("\n")
    assert lines == ["On mice*", "A short–one – &x;.", "Intro", "We did it well."]
    assert (found.dois, found.pmids, found.title) == (("10.5555/ABC",), ("123456",), "On mice")


def test_a_page_gives_its_article_and_its_citation_fields(tmp_path: Path) -> None:
    data = (
        "<!DOCTYPE html><html><head><meta name='citation_doi' content='10.5555/x'>"
        "<meta name='citation_title' content='T'><title>Site</title></head><body><nav>Menu</nav>"
        "<article><h1>T</h1><p>Caf\u00e9 <i>at</i>tic<br>two<script>no()</script> end</p></article>"
        "<footer>Imprint</footer></body></html>"
    )
    found = read(tmp_path, "a.html", data.encode("cp1252"))
    assert found.text == "T\nCaf\u00e9 attic\ntwo end"
    assert (found.dois, found.title, found.pages) == (("10.5555/x",), "T", 0)


@pytest.mark.parametrize(
    ("data", "text", "pages"),
    [
        (b"\xef\xbb\xbfone\r\ntwo\r", "one\ntwo", 0),
        (b"one\x0ctwo\x0c\n", "one\ftwo", 2),
        ("\ufeffe\u0301".encode("utf-16-le"), "\u00e9", 0),
        (b"na\xefve", "na\u00efve", 0),
    ],
)
def test_plain_text_is_brought_into_its_normal_form(
    tmp_path: Path, data: bytes, text: str, pages: int
) -> None:
    found = read(tmp_path, "a.txt", data)
    assert (found.text, found.pages) == (text, pages)


def test_markup_without_end_is_no_trouble(tmp_path: Path) -> None:
    deep = b"<html><body>" + b"<div>" * 5000 + b"deep"
    assert read(tmp_path, "deep.html", deep).text in ("deep", "")
    bomb = b'<!DOCTYPE article [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9)
    )
    with pytest.raises(BadInput, match="no well-formed XML: Maximum entity amplification"):
        read(tmp_path, "bomb.xml", bomb + b"]><article><body><p>&j;</p></body></article>")


def test_readers_are_asked_the_surest_first() -> None:
    assert [reader.name for reader in text_readers()] == ["pdf", "jats", "html", "text"]
