"""CERQual and ENTREQ tables as files, filled in with what protocol and log know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import screening
from extraction.exporters import ThemesDocument
from extraction.exporters.blocks import Block
from extraction.exporters.cerqual import cerqual
from extraction.exporters.entreq import TO_WRITE, Known, entreq
from extraction.exporters.pages import page_bytes
from extraction.findings import FindingStatus
from extraction.sessions.coding import Coding
from extraction.sessions.themes_document import themes_document
from extraction.synthesis.references import References
from extraction.themes import Level
from screening.console import counted, write_file
from screening.protocol import Protocol
from screening.sessions.flow import checked_flow
from screening.sessions.outputs import outputs


def cerqual_page(
    coding: Coding, level: Level, *, references: References | None = None
) -> list[Block]:
    """Both CERQual tables, one row for each node of a level."""
    return list(cerqual(themes_document(coding, references=references), level.word))


def entreq_page(
    coding: Coding,
    *,
    references: References | None = None,
    document: ThemesDocument | None = None,
) -> list[Block]:
    """The 21 items of ENTREQ.

    Args:
        coding: the open review.
        references: what records are cited by; by default their place among the included ones.
        document: the coded themes where they are at hand; else they are put together.

    Raises:
        CheckFailed: the numbers of the flow do not add up.
    """
    document = document or themes_document(coding, references=references)
    known = {at.item: at for at in _known(coding, document)}
    return list(entreq(document.review, document.tamis, known))


def write_page(
    coding: Coding, blocks: Sequence[Block], path: Path, title: str, *, replace: bool = False
) -> None:
    """Write a page; its ending chooses the form.

    Raises:
        UsageError: another ending than .md, .docx or .csv.
        CannotWrite: the file cannot be written, or is there and not to be replaced.
    """
    last = coding.review.state.last_at
    made = last if last is not None else datetime.fromtimestamp(0, UTC)
    author = f"Tamis {screening.__version__}"
    data = page_bytes(blocks, path.suffix, title=title, author=author, made=made)
    with outputs([path], kind=title, review=coding.review.folder, replace=replace):
        write_file(path, data)


def _known(coding: Coding, document: ThemesDocument) -> Iterator[Known]:
    protocol = coding.review.protocol
    yield _item("1", protocol.questions, "The aim in a sentence")
    yield _item("4", _criteria(protocol), "")
    yield _item("5", _sources(coding), "Why these sources were chosen")
    yield _item("6", _queries(coding), "The full strategy of each source in an appendix")
    yield _item("7", _screening(coding), "")
    yield _item("8", _studies(document), "Countries, participants and methods of each study")
    yield _item("9", _selection(coding), "The flow diagram: tamis prisma")
    yield _item("14", _extraction(coding), "")
    yield _item("15", _software(coding, document), "")
    yield _item("16", _people(document), "Their backgrounds")
    yield _item("17", _coding(document), "How the coding was done")
    yield _item("18", _comparison(document), "How studies were compared")
    yield _item("19", _themes(document), "Inductive or deductive")
    yield _item("20", _quotations(document), "The quotations to print")
    yield _item("21", _output(document), "What goes beyond the summary")


def _item(number: str, facts: Sequence[str], left: str) -> Known:
    return Known(item=number, facts=tuple(facts), left=left if facts else TO_WRITE)


def _criteria(protocol: Protocol) -> list[str]:
    years = (protocol.year_from, protocol.year_to)
    return [
        *(f"Included: {text}" for text in protocol.include),
        *(f"Excluded: {text}" for text in protocol.exclude),
        *([f"Years: {years[0] or 'any'} to {years[1] or 'any'}"] if any(years) else []),
    ]


def _sources(coding: Coding) -> list[str]:
    found = []
    for done in coding.review.state.imports:
        search = done.body.search
        where = f" ({search.platform})" if search.platform else ""
        when = f", searched {search.run_on}" if search.run_on else ", date of the search not told"
        found.append(f"{search.source}{where}{when}: {done.body.found:,} records")
    return found


def _queries(coding: Coding) -> list[str]:
    searches = (done.body.search for done in coding.review.state.imports)
    return [f"{search.source}: {search.query}" for search in searches if search.query]


def _screening(coding: Coding) -> list[str]:
    return [
        f"{plan.stage.label.capitalize()}: {counted(plan.reviewers, 'reviewer')} for each record"
        for plan in coding.review.protocol.stages
    ]


def _studies(document: ThemesDocument) -> list[str]:
    years = sorted(study.year for study in document.studies if study.included and study.year)
    span = f", published {years[0]} to {years[-1]}" if years else ""
    return [f"{counted(document.studies_in_review, 'study', 'studies')} included{span}."]


def _selection(coding: Coding) -> list[str]:
    flow = checked_flow(coding.review)
    facts = [f"{flow.identified:,} records identified, {flow.duplicates:,} duplicates removed."]
    facts += [
        f"{stage.stage.label.capitalize()}: {stage.excluded + stage.not_retrieved:,} excluded or"
        " not retrieved."
        for stage in flow.stages
    ]
    return [*facts, f"{flow.studies_included:,} studies included."]


def _extraction(coding: Coding) -> list[str]:
    findings = [at for at in coding.findings.values() if at.counts]
    if not findings:
        return []
    texts = Counter(at.place.source if at.place else "" for at in findings)
    typed = texts.pop("", 0)
    made = sum(at.maker is not None for at in findings)
    places = "; ".join(f"{number:,} quoted from the {name}" for name, number in texts.items())
    rejected = sum(at.status is FindingStatus.REJECTED for at in coding.findings.values())
    return [
        f"{counted(len(findings), 'finding')}: "
        + "; ".join(part for part in (places, f"{typed:,} stated without a quote") if part)
        + ".",
        f"{made:,} of them were proposed by a method and confirmed by a person,"
        f" {len(findings) - made:,} were entered by a person; {rejected:,} were rejected.",
    ]


def _software(coding: Coding, document: ThemesDocument) -> list[str]:
    makers = [at.maker for at in document.proposals]
    makers += [at.maker for at in coding.findings.values() if at.maker]
    names = dict.fromkeys(f"{at.name} {at.version}" for at in makers)
    proposed = f" Methods that made proposals: {', '.join(names)}." if names else ""
    return [f"Tamis {document.tamis}.{proposed}"]


def _people(document: ThemesDocument) -> list[str]:
    codings = Counter(at.coded_by for at in document.codings)
    return [f"{name}: {counted(number, 'coding')}" for name, number in codings.most_common()]


def _coding(document: ThemesDocument) -> list[str]:
    codes = [node for node in document.nodes() if node.level == "code"]
    if not codes:
        return []
    decided = Counter(at.status for at in document.proposals)
    told = ", ".join(f"{number:,} {status}" for status, number in decided.items())
    facts = [f"{counted(len(codes), 'code')}, {counted(len(document.codings), 'coding')}."]
    return [*facts, *([f"Proposals of methods: {told}."] if told else [])]


def _comparison(document: ThemesDocument) -> list[str]:
    several = sum(node.level == "code" and node.studies_included > 1 for node in document.nodes())
    if not document.codings:
        return []
    return [
        "Study x code matrix (tamis export themes); reports of one study count once.",
        f"{counted(several, 'code')} supported by two studies or more.",
    ]


def _themes(document: ThemesDocument) -> list[str]:
    facts = []
    for level in ("theme", "subtheme", "code"):
        nodes = [node for node in document.nodes() if node.level == level]
        if nodes:
            proposed = sum(node.proposed_by is not None for node in nodes)
            facts.append(
                f"{counted(len(nodes), document.word(level))}: {proposed:,} proposed by a method"
                f" and approved by a person, {len(nodes) - proposed:,} by a person."
            )
    return facts


def _quotations(document: ThemesDocument) -> list[str]:
    quoted = [at for at in document.codings if at.quote]
    if not quoted:
        return []
    studies = len({at.record for at in quoted})
    return [
        f"{len(quoted):,} of {counted(len(document.codings), 'coding')} rest on a quote with its"
        f" place in the text, from {counted(studies, 'record')}."
    ]


def _output(document: ThemesDocument) -> list[str]:
    of = document.studies_in_review
    return [
        f"{theme.label}: {theme.studies_included} of {counted(of, 'study', 'studies')}"
        for theme in document.themes
    ]
