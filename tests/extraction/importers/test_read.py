"""Files of other programs: hostile or broken ones are refused in a sentence, odd ones read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from extraction.importers import read_given
from extraction.importers.archive import MOST_MEMBERS
from screening.errors import BadInput
from tests.extraction.importers.foreign import (
    code,
    codebook,
    guid,
    project,
    qdpx,
    selection,
    source,
)

TEXT = b"Mentors help."
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def qdc(folder: Path, text: str | bytes) -> Path:
    path = folder / "book.qdc"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_codebook_is_read_with_its_tree(tmp_path: Path) -> None:
    text = codebook(code(1, "A", code(2, "B ", definition=" why "), codable="false"))
    given = read_given(qdc(tmp_path, text))
    (top,) = given.codes
    assert (given.format, given.origin, top.name, top.codable) == ("qdc", "NVivo 14", "A", False)
    assert [(at.name, at.definition, at.codable) for at in top.children] == [("B", "why", True)]


def test_guids_in_braces_and_capitals_are_the_same(tmp_path: Path) -> None:
    text = codebook(code(10, "A")).replace(guid(10), f"{{{guid(10).upper()}}}")
    (top,) = read_given(qdc(tmp_path, text)).codes
    assert top.key == guid(10)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no well-formed XML"),
        ("not xml", "no well-formed XML"),
        ("<html/>", "no REFI-QDA file: it starts with 'html'"),
        (codebook(code(1, "A")).replace("urn:QDA-XML", "urn:other"), "no REFI-QDA file"),
        (codebook(code(1, "A")).replace(guid(1), "12"), "'12' is no GUID"),
        (codebook(code(1, "A")).replace(f'guid="{guid(1)}"', ""), "'' is no GUID"),
        (codebook(code(1, "")), "line 1: a code has no name"),
        (codebook(code(1, "A"), code(1, "B")), "is that of 2 codes: 'A', 'B'"),
        (codebook(code(1, "A", code(2, "B", code(1, "A")))), "'A' stands under itself"),
        (codebook(code(1, "A"), head=BOMB), "declares a document type"),
        (codebook(code(1, "&b;"), head=BOMB), "declares a document type"),
        (
            codebook(code(1, "A"), head='<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
            "declares a document type",
        ),
    ],
)
def test_a_broken_codebook_is_refused_in_a_sentence(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"book\.qdc") as refused:
        read_given(qdc(tmp_path, text))
    assert told in refused.value.message
    assert refused.value.hint


def test_a_document_type_in_utf_16_is_seen_too(tmp_path: Path) -> None:
    text = codebook(code(1, "A"), head=BOMB).replace("utf-8", "utf-16")
    for encoding in ("utf-16", "utf-16-be"):
        with pytest.raises(BadInput, match="declares a document type"):
            read_given(qdc(tmp_path, text.encode(encoding)))


def test_codes_nested_without_end_are_refused(tmp_path: Path) -> None:
    text = ""
    for number in range(1, 200):
        text = code(number, f"c{number}", text)
    with pytest.raises(BadInput, match="nested more than 100 levels"):
        read_given(qdc(tmp_path, codebook(text)))


def test_names_that_repeat_are_kept_and_told(tmp_path: Path) -> None:
    given = read_given(qdc(tmp_path, codebook(code(1, "A"), code(2, "a"), code(3, "B"))))
    assert len(given.codes) == 3
    assert "Names that several codes of the file have: 'a'" in given.notes[0]


def test_a_project_is_read_with_its_texts(tmp_path: Path) -> None:
    qde = project(code(1, "A"), source(2, "s", selection(3, 0, 7, 1, name="Mentors")))
    given = read_given(qdpx(tmp_path / "p.qdpx", qde, t2=TEXT))
    (one,) = given.sources
    (at,) = one.selections
    assert (one.text, at.start, at.end) == ("Mentors help.", 0, 7)
    assert [(c.code, c.by, c.at) for c in at.codings] == [
        (guid(1), "Zoe Zed", "2024-05-01T10:00:00Z")
    ]


def test_texts_inline_and_of_a_pdf_are_read(tmp_path: Path) -> None:
    inline = source(2, "s", "<PlainTextContent>a\nb</PlainTextContent>").replace(
        f' plainTextPath="internal://{guid(2)}.txt"', ""
    )
    pdf = (
        f'<PDFSource guid="{guid(4)}" name="d.pdf"><PDFSelection guid="{guid(5)}" page="0"'
        f' firstX="0" firstY="0" secondX="1" secondY="1"><Coding guid="{guid(6)}"><CodeRef'
        f' targetGUID="{guid(1)}"/></Coding></PDFSelection><Representation guid="{guid(7)}"'
        f' plainTextPath="internal://{guid(7)}.txt">{selection(8, 0, 1, 1)}</Representation>'
        f'</PDFSource><PictureSource guid="{guid(9)}" name="x"/>'
    )
    given = read_given(qdpx(tmp_path / "p.qdpx", project(code(1, "A"), inline + pdf), t7=TEXT))
    assert [(at.name, at.text, len(at.selections)) for at in given.sources] == [
        ("s", "a\nb", 0),
        ("d.pdf", "Mentors help.", 1),
    ]
    assert given.notes == ("Not taken: 1 x coding on the page of a PDF.", "Not taken: 1 x picture.")


def test_a_text_in_utf_16_is_read(tmp_path: Path) -> None:
    qde = project(code(1, "A"), source(2, "s"))
    (one,) = read_given(qdpx(tmp_path / "p.qdpx", qde, t2="é\u4fe1".encode("utf-16"))).sources
    assert one.text == "\ufeffé\u4fe1"


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (source(3, "s"), "its text 'internal://00000000-0000-4000-8000-000000000003.txt' is not"),
        (source(2, "s", path="internal://../../etc/passwd"), "is not in the archive"),
        (source(2, "s", path="relative://x.txt"), "lies outside of the project (relative://x.txt)"),
        (source(2, "s", path="absolute:///etc/passwd"), "lies outside of the project"),
        (source(2, "s", selection(3, 0, 7, 5)), "which is not in the codebook"),
        (
            source(2, "s", selection(3, 0, 7, 1)).replace('"7"', '"x"'),
            "endPosition is 'x', no whole number",
        ),
        (
            source(2, "s", selection(3, 0, 7, 1)).replace(f'<CodeRef targetGUID="{guid(1)}"/>', ""),
            "a coding names no code",
        ),
    ],
)
def test_a_project_that_contradicts_itself_is_refused(
    sources: str, told: str, tmp_path: Path
) -> None:
    path = qdpx(tmp_path / "p.qdpx", project(code(1, "A"), sources), t2=TEXT)
    with pytest.raises(BadInput, match=r"p\.qdpx") as refused:
        read_given(path)
    assert told in refused.value.message


def test_text_that_is_none_is_refused(tmp_path: Path) -> None:
    qde = project(code(1, "A"), source(2, "s"))
    with pytest.raises(BadInput, match="its text is no UTF-8"):
        read_given(qdpx(tmp_path / "p.qdpx", qde, t2=b"\xe9\xff"))


def test_external_entities_in_a_project_are_refused(tmp_path: Path) -> None:
    head = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    path = qdpx(tmp_path / "p.qdpx", project(code(1, "&e;"), source(2, "s"), head=head), t2=TEXT)
    with pytest.raises(BadInput, match="declares a document type"):
        read_given(path)


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "C:\\evil.txt", "sources\\..\\..\\evil.txt"]
)
def test_members_that_point_outside_are_refused(name: str, tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", project(code(1, "A"), source(2, "s")), t2=TEXT)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(BadInput, match="points outside of the archive"):
        read_given(path)
    assert [at.name for at in tmp_path.iterdir()] == ["p.qdpx"]


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", project(code(1, "A"), source(2, "s")), t2=b"0" * (20 << 20))
    assert path.stat().st_size < 50_000
    with pytest.raises(BadInput, match="unpacks to more than"):
        read_given(path)
    bomb = qdpx(tmp_path / "q.qdpx", project(code(1, "A"), " " * (20 << 20)))
    with pytest.raises(BadInput, match=r"'project\.qde' unpacks to more than"):
        read_given(bomb)


def test_archives_with_too_much_or_twice_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(MOST_MEMBERS + 1):
            archive.writestr(f"{number}", "")
    with pytest.raises(BadInput, match="holds more than 20,000 files"):
        read_given(path)
    again = qdpx(tmp_path / "q.qdpx", project(code(1, "A"), source(2, "s")), t2=TEXT)
    with zipfile.ZipFile(again, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("project.qde", "x")
    with pytest.raises(BadInput, match=r"holds 'project\.qde' twice"):
        read_given(again)


def test_damage_is_told(tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", project(code(1, "A"), source(2, "s")), t2=TEXT)
    whole = path.read_bytes()
    for cut in (30, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:cut])
        with pytest.raises(BadInput, match="damaged archive"):
            read_given(path)
    spoiled = bytearray(whole)
    spoiled[60] ^= 0xFF
    path.write_bytes(bytes(spoiled))
    with pytest.raises(BadInput):
        read_given(path)


def test_an_archive_without_a_project_and_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(BadInput, match=r"holds no \.qde files"):
        read_given(path)
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        read_given(tmp_path / "none.qdc")


def _with_rest(rest: str) -> str:
    whole = project(code(1, "A"), source(2, "s", selection(3, 0, 7, 1)))
    return whole.replace("</Project>", f"{rest}</Project>")


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (f'<SourceRef targetGUID="{guid(8)}"/>', "SourceRef in line 1 to '{8}', which is nowhere"),
        (f'<SourceRef targetGUID="{guid(1)}"/>', "SourceRef in line 1 to '{1}', which is a Code"),
        (f'<CodeRef targetGUID="{guid(2)}"/>', "CodeRef in line 1 to '{2}', which is a TextSource"),
        (f'<SelectionRef targetGUID="{guid(2)}"/>', "to '{2}', which is a TextSource"),
        (f'<VariableRef targetGUID="{guid(3)}"/>', "to '{3}', which is a PlainTextSelection"),
        ('<NoteRef targetGUID="x"/>', "NoteRef in line 1 to 'x', which is nowhere"),
        ('<NoteRef targetGUID=""/>', "NoteRef in line 1 to '', which is nowhere"),
    ],
)
def test_a_wrong_reference_is_told(rest: str, told: str, tmp_path: Path) -> None:
    cases = f'<Cases><Case guid="{guid(7)}">{rest}</Case></Cases>'
    given = read_given(qdpx(tmp_path / "p.qdpx", _with_rest(cases), t2=TEXT))
    assert given.notes[0] == "Not taken: 1 x case."
    assert given.notes[1].startswith("1 wrong reference in the file, not followed: ")
    for number in range(1, 9):
        told = told.replace(f"{{{number}}}", guid(number))
    assert told in given.notes[1]


def test_wrong_links_and_members_of_sets_are_told_and_counted(tmp_path: Path) -> None:
    links = "".join(f'<Link originGUID="{guid(1)}" targetGUID="{guid(n)}"/>' for n in range(20, 27))
    rest = (
        f"<Sets><Set guid='{guid(5)}'><MemberCode targetGUID='{guid(2)}'/></Set></Sets>"
        f"<Links>{links}</Links>"
    )
    given = read_given(qdpx(tmp_path / "p.qdpx", _with_rest(rest), t2=TEXT))
    assert given.notes[:2] == ("Not taken: 1 x set.", "Not taken: 7 x link.")
    assert given.notes[2].startswith("8 wrong references in the file, not followed: MemberCode")
    assert given.notes[2].endswith("and 3 more.")


def test_right_references_are_not_told(tmp_path: Path) -> None:
    rest = (
        f'<Cases><Case guid="{guid(7)}"><CodeRef targetGUID="{guid(1)}"/><SourceRef'
        f' targetGUID="{{{guid(2).upper()}}}"/><SelectionRef targetGUID="{guid(3)}"/>'
        f'<VariableValue><VariableRef targetGUID="{guid(6)}"/></VariableValue></Case></Cases>'
        f'<Variables><Variable guid="{guid(6)}"/></Variables>'
        f'<Links><Link originGUID="{guid(7)}" targetGUID="{guid(1)}"/></Links>'
    )
    given = read_given(qdpx(tmp_path / "p.qdpx", _with_rest(rest), t2=TEXT))
    assert given.notes == ("Not taken: 1 x case.", "Not taken: 1 x link.")


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (source(2, "s") + source(2, "t"), "is that of 2 things: source 's', source 't'"),
        (
            source(2, "s", selection(3, 0, 7, 1), selection(3, 8, 12, 1)),
            "is that of 2 things: 0 to 7 of 's', 8 to 12 of 's'",
        ),
    ],
)
def test_texts_and_quotes_of_one_id_are_refused(sources: str, told: str, tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", project(code(1, "A"), sources), t2=TEXT)
    with pytest.raises(BadInput, match=r"p\.qdpx") as refused:
        read_given(path)
    assert told in refused.value.message
