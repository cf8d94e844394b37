"""REFI-QDA 1.0 as XML: codebook and project, in the order of elements that the schemas fix.

Import this module only where such a file is made. Source: Evers et al. 2020, FQS 21(2) art. 22;
the schemas Project.xsd and Codebook.xsd (REFI 2019, MIT).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from extraction.exporters.document import StudyEntry, ThemeNode, ThemesDocument
from extraction.exporters.exchange import clean, guid, moment, one_line, unique_names
from extraction.exporters.quotations import Quotation, QuotedSource, quoted_sources

CODEBOOK, PROJECT = "urn:QDA-XML:codebook:1.0", "urn:QDA-XML:project:1.0"
# One colour a theme: Okabe & Ito's, told apart by colour-blind people too.
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
_VARIABLES = (("Reference", "Text"), ("Year", "Integer"), ("Included", "Boolean"))
_NAME = 120


def codebook_xml(document: ThemesDocument) -> bytes:
    """A codebook (``.qdc``): themes and subthemes are not codable, codes are."""
    root = Element("CodeBook", {"xmlns": CODEBOOK, "origin": origin(document)})
    add_codes(root, document)
    return _written(root)


def origin(document: ThemesDocument) -> str:
    """The program that wrote the file."""
    return f"Tamis {document.tamis}"


def add_codes(over: Element, document: ThemesDocument) -> None:
    """The tree of codes; nothing for an empty codebook, which the schema has no form for."""
    tops = (*document.themes, *document.without_place)
    if not tops:
        return
    names = unique_names(document)
    codes = SubElement(over, "Codes")
    for number, top in enumerate(tops):
        _add_code(codes, top, names, document.review_id, _COLOURS[number % len(_COLOURS)])


def _add_code(
    over: Element, node: ThemeNode, names: Mapping[str, str], review_id: str, colour: str
) -> None:
    code = SubElement(
        over,
        "Code",
        {
            "guid": guid(review_id, "code", node.id),
            "name": names[node.id],
            "isCodable": "true" if node.level == "code" else "false",
            "color": colour,
        },
    )
    if node.definition:
        SubElement(code, "Description").text = clean(node.definition)
    for child in node.children:
        _add_code(code, child, names, review_id, colour)


def project_xml(document: ThemesDocument) -> bytes:
    """A project (``project.qde``): coders, codebook, studies as cases, texts with their quotes."""
    made = moment(document.as_of) if document.as_of else ""
    sources = quoted_sources(document)
    root = Element(
        "Project",
        {
            "xmlns": PROJECT,
            "name": one_line(document.review) or "Review",
            "origin": origin(document),
            **({"creationDateTime": made} if made else {}),
        },
    )
    _add_users(root, document)
    if document.themes or document.without_place:
        add_codes(SubElement(root, "CodeBook"), document)
    _add_variables(root, document)
    _add_cases(root, document, sources)
    _add_sources(root, document, sources)
    SubElement(root, "Description").text = clean("\n".join(document.questions))
    return _written(root)


def _add_users(root: Element, document: ThemesDocument) -> None:
    people = (name for at in document.codings for name in (at.coded_by, at.finding_by))
    names = [name for name in dict.fromkeys(people) if name]
    if names:
        users = SubElement(root, "Users")
        for name in names:
            ids = {"guid": guid(document.review_id, "user", name), "name": one_line(name)}
            SubElement(users, "User", ids)


def _add_variables(root: Element, document: ThemesDocument) -> None:
    if document.studies:
        variables = SubElement(root, "Variables")
        for name, kind in _VARIABLES:
            ids = {"guid": guid(document.review_id, "variable", name), "name": name}
            SubElement(variables, "Variable", {**ids, "typeOfVariable": kind})


def _add_cases(root: Element, document: ThemesDocument, sources: Iterable[QuotedSource]) -> None:
    """Each study is a case with its reference, year and whether it is included."""
    if not document.studies:
        return
    texts: dict[str, list[str]] = {}
    for source in sources:
        texts.setdefault(source.record, []).append(source.key)
    cases = SubElement(root, "Cases")
    for study in document.studies:
        name = one_line(f"{study.reference} {study.record} {study.title}")[:_NAME]
        ids = {"guid": guid(document.review_id, "case", study.record), "name": name}
        case = SubElement(cases, "Case", ids)
        _add_values(case, document.review_id, study)
        for key in texts.get(study.record, ()):
            target = {"targetGUID": guid(document.review_id, "source", key)}
            SubElement(case, "SourceRef", target)


def _add_values(case: Element, review_id: str, study: StudyEntry) -> None:
    values = {
        "Reference": one_line(study.reference),
        "Year": str(study.year) if study.year else "",
        "Included": "true" if study.included else "false",
    }
    for name, kind in _VARIABLES:
        if values[name]:
            value = SubElement(case, "VariableValue")
            SubElement(value, "VariableRef", {"targetGUID": guid(review_id, "variable", name)})
            SubElement(value, f"{kind}Value").text = values[name]


def _add_sources(root: Element, document: ThemesDocument, found: Iterable[QuotedSource]) -> None:
    sources = list(found)
    if not sources:
        return
    over = SubElement(root, "Sources")
    for source in sources:
        key = guid(document.review_id, "source", source.key)
        element = SubElement(
            over,
            "TextSource",
            {"guid": key, "name": source.name, "plainTextPath": f"internal://{key}.txt"},
        )
        for quotation in source.quotations:
            _add_selection(element, document.review_id, quotation)


def _add_selection(over: Element, review_id: str, quotation: Quotation) -> None:
    first = quotation.codings[0]
    selection = SubElement(
        over,
        "PlainTextSelection",
        {
            "guid": guid(review_id, "selection", quotation.finding),
            "name": one_line(quotation.quote)[:_NAME],
            "startPosition": str(quotation.start),
            "endPosition": str(quotation.end),
            **_made(review_id, first.finding_by, first.finding_at),
        },
    )
    SubElement(selection, "Description").text = quotation.note
    for entry in quotation.codings:
        coding = SubElement(
            selection,
            "Coding",
            {
                "guid": guid(review_id, "coding", f"{entry.finding}:{entry.code}"),
                **_made(review_id, entry.coded_by, entry.coded_at),
            },
        )
        SubElement(coding, "CodeRef", {"targetGUID": guid(review_id, "code", entry.code)})


def _made(review_id: str, by: str, at: str) -> dict[str, str]:
    found = {"creatingUser": guid(review_id, "user", by)} if by else {}
    return {**found, "creationDateTime": moment(at)} if at else found


def _written(root: Element) -> bytes:
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
