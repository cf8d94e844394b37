"""REFI-QDA: valid by the schemas, read by another library, every quote and every code whole."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pyrefiqda import RefiCodebook, RefiProject

from extraction.exporters import ThemesDocument, exporter_named
from extraction.exporters.exchange import guid, unique_names
from extraction.exporters.quotations import quoted_sources
from extraction.sessions import Coding
from extraction.sessions.approving import add_node
from extraction.sessions.codebook import rename
from extraction.sessions.themes_document import themes_document
from screening.errors import UsageError
from tests.extraction.exporters.specimens import hard_review, mentoring_review
from tests.extraction.logs import coding_review

SCHEMAS = Path(__file__).parents[2] / "data" / "refi"
NS = {"p": "urn:QDA-XML:project:1.0", "c": "urn:QDA-XML:codebook:1.0"}


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = hard_review(tmp_path / "review")
    with made.review:
        yield made


@pytest.fixture
def document(coding: Coding) -> ThemesDocument:
    return themes_document(coding)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThemesDocument]:
    made = mentoring_review(tmp_path_factory.mktemp("seed") / "review")
    with made.review:
        yield themes_document(made)


def codebook(document: ThemesDocument) -> etree._Element:
    (data,) = exporter_named("qdc").files(document).values()
    return etree.fromstring(data)


def archive(document: ThemesDocument) -> zipfile.ZipFile:
    (data,) = exporter_named("qdpx").files(document).values()
    return zipfile.ZipFile(io.BytesIO(data))


def project(document: ThemesDocument) -> etree._Element:
    return etree.fromstring(archive(document).read("project.qde"))


def check(root: etree._Element, schema: str) -> None:
    etree.XMLSchema(file=str(SCHEMAS / schema)).assertValid(root.getroottree())


def quotes(document: ThemesDocument) -> list[tuple[str, str]]:
    """(code name, quote) of every coding in the archive, as a reader slices it."""
    held = archive(document)
    root = etree.fromstring(held.read("project.qde"))
    names = {code.get("guid"): code.get("name", "") for code in root.iterfind(".//p:Code", NS)}
    found: list[tuple[str, str]] = []
    for source in root.iterfind(".//p:TextSource", NS):
        path = source.get("plainTextPath", "").replace("internal://", "sources/")
        text = held.read(path).decode("utf-8")
        assert "\r" not in text
        assert not text.startswith("\ufeff")
        for selection in source.iterfind("p:PlainTextSelection", NS):
            start, end = (int(selection.get(at, "")) for at in ("startPosition", "endPosition"))
            refs = selection.iterfind("p:Coding/p:CodeRef", NS)
            found.extend((names[ref.get("targetGUID")], text[start:end]) for ref in refs)
    return found


def test_codebook_and_project_are_valid(document: ThemesDocument, seed: ThemesDocument) -> None:
    for one in (document, seed):
        check(codebook(one), "Codebook.xsd")
        check(project(one), "Project.xsd")


def test_the_schema_check_bites(document: ThemesDocument) -> None:
    root = codebook(document)
    next(root.iter("{*}Code")).set("guid", "C0001")
    with pytest.raises(etree.DocumentInvalid):
        check(root, "Codebook.xsd")


def test_every_quote_is_cut_out_as_it_was_coded(document: ThemesDocument) -> None:
    found = quotes(document)
    assert ("Trust (C0001)", "\u201cwe care\u201d \U0001f600") in found
    assert ("Trust (C0001)", "Trust & time < money") in found
    assert ("trust (C0002)", "\U0001f600.\nRESULTS: Trust") in found
    assert ("Trust (Places)", "\u4fe1\u4efb") in found
    assert ("Trust (C0001)", "stated \ufffd only") in found
    assert len(found) == len(document.codings) == 8
    said = [entry.quote or " ".join(entry.statement.split()) for entry in document.codings]
    assert sorted(quote for _, quote in found) == sorted(
        text.replace("\x01", "\ufffd") for text in said
    )


def test_names_are_unique_and_groups_are_not_codable(document: ThemesDocument) -> None:
    codes = list(codebook(document).iterfind(".//c:Code", NS))
    names = [code.get("name", "").casefold() for code in codes]
    assert len(set(names)) == len(names) == 8
    by_name = {code.get("name"): code.get("isCodable") for code in codes}
    assert (by_name["Relations"], by_name["Places"]) == ("false", "false")
    assert by_name["Trust (Places)"] == "true"
    assert by_name["Trust (People)"] == "true"


def test_a_definition_is_kept_word_for_word(document: ThemesDocument) -> None:
    (text,) = codebook(document).iterfind(".//c:Description", NS)
    assert text.text == "Who & whom <meets>\nand how"


def test_who_coded_when_is_told(document: ThemesDocument) -> None:
    root = project(document)
    (user,) = root.iterfind(".//p:User", NS)
    assert user.get("name") == "Ann"
    for element in (
        *root.iterfind(".//p:Coding", NS),
        *root.iterfind(".//p:PlainTextSelection", NS),
    ):
        assert element.get("creatingUser") == user.get("guid")
        assert re.fullmatch(r"[\d-]{10}T[\d:]{8}Z", element.get("creationDateTime", ""))


def test_studies_are_cases_with_their_texts(document: ThemesDocument) -> None:
    root = project(document)
    cases = list(root.iterfind(".//p:Case", NS))
    assert [case.get("name", "").split()[1] for case in cases] == [
        "R0001",
        "R0002",
        "R0003",
        "R0004",
    ]
    assert [value.text for value in root.iterfind(".//p:BooleanValue", NS)] == [
        "true", "true", "true", "false",
    ]  # fmt: skip
    sources = {source.get("guid") for source in root.iterfind(".//p:TextSource", NS)}
    assert {ref.get("targetGUID") for ref in root.iterfind(".//p:SourceRef", NS)} == sources


def test_a_second_export_has_the_same_ids(coding: Coding, document: ThemesDocument) -> None:
    before = {at.get("guid") for at in project(document).iter() if at.get("guid")}
    rename(coding, "C1", "Confidence")
    add_node(coding, "more", under="S1")
    after = {at.get("guid") for at in project(themes_document(coding)).iter() if at.get("guid")}
    assert before < after
    assert len(after) == len(before) + 1


def test_another_review_has_other_ids(document: ThemesDocument, seed: ThemesDocument) -> None:
    assert guid(document.review_id, "code", "C1") != guid(seed.review_id, "code", "C1")


def test_all_codes_of_the_published_review_arrive(seed: ThemesDocument) -> None:
    codes = list(codebook(seed).iterfind(".//c:Code", NS))
    kinds = Counter(code.get("isCodable") for code in codes)
    assert kinds == {"true": 347, "false": 30}
    assert len({code.get("name", "").casefold() for code in codes}) == 377
    found = quotes(seed)
    assert len(found) == 759
    assert len({name for name, _ in found}) == 344
    by_code = Counter(entry.code for entry in seed.codings)
    names = unique_names(seed)
    assert Counter(name for name, _ in found) == {names[at]: n for at, n in by_code.items()}


@pytest.mark.parametrize("which", ["document", "seed"])
def test_another_library_reads_the_same(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    one: ThemesDocument = request.getfixturevalue(which)
    for name in ("qdc", "qdpx"):
        for file, data in exporter_named(name).files(one).items():
            (tmp_path / file).write_bytes(data)
    book = RefiCodebook.load(tmp_path / "codebook.qdc")
    folder = tmp_path / "unpacked"
    whole = RefiProject.load(tmp_path / "project.qdpx", extract_dir=str(folder))
    assert sorted(_names(book.codes.code)) == sorted(unique_names(one).values())
    assert list(_names(whole.code_book.codes.code)) == list(_names(book.codes.code))
    found = []
    for source in whole.sources.text_source:
        path = folder / source.plain_text_path.replace("internal://", "sources/")
        text = path.read_text(encoding="utf-8")
        for at in source.plain_text_selection:
            quote = text[at.start_position : at.end_position]
            found += [quote] * len(at.coding)
    assert sorted(found) == sorted(quote for _, quote in quotes(one))


def _names(codes: Iterable[Any]) -> Iterator[str]:
    for code in codes:
        yield code.name
        yield from _names(code.code)


def test_an_empty_codebook_has_no_qdc_but_a_project(tmp_path: Path) -> None:
    empty = coding_review(tmp_path / "empty")
    with empty.review:
        document = themes_document(empty)
        with pytest.raises(UsageError, match="needs one code at least"):
            exporter_named("qdc").files(document)
        check(project(document), "Project.xsd")
        assert len(quoted_sources(document)) == 3


def test_a_review_without_anything_is_still_a_valid_project(tmp_path: Path) -> None:
    empty = coding_review(tmp_path / "empty", included=())
    with empty.review:
        check(project(themes_document(empty)), "Project.xsd")
