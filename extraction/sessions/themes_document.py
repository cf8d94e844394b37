"""The export's document, put together from a review: tree, links, studies, shares, proposals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

import screening
from extraction.exporters import (
    CodingEntry,
    ProposalEntry,
    SourceEntry,
    StudyEntry,
    ThemeNode,
    ThemesDocument,
)
from extraction.exporters.document import SCHEMA
from extraction.findings import confirmed
from extraction.sessions.coding import Coding
from extraction.sessions.document_texts import log_entries, source_entries
from extraction.sessions.naming import known_node
from extraction.sessions.texts import Quotes
from extraction.synthesis.coded import Coded, Link, coded
from extraction.synthesis.counts import node_counts, study_counts
from extraction.synthesis.matrix import study_matrix
from extraction.synthesis.references import References
from extraction.synthesis.shares import theme_shares
from extraction.themes import Level, Node, Proposal
from screening.events import Place, ReviewState, kept_for, one_per_study, studies
from screening.records import Record, RecordId
from screening.sessions.known_records import versions_of
from screening.sessions.log import log_rows


def coded_review(coding: Coding) -> Coded:
    """What counts of a review: nodes, links, studies; reports of one study count as one."""
    state = coding.review.state
    included = one_per_study(state, coding.included())
    return coded(coding.book, coding.findings, included, _study_of(state, included))


def _study_of(state: ReviewState, included: Sequence[RecordId]) -> dict[RecordId, RecordId]:
    """Duplicates and grouped reports -> the record that names their study."""
    group_of = studies(state).study_of()
    named = {group_of.get(record, record): record for record in included}
    found = {}
    for record in (*state.duplicates, *group_of):
        kept = kept_for(state, record)
        group = group_of.get(kept, kept)
        found[record] = named.get(group, group)
    return found


def themes_document(
    coding: Coding,
    *,
    references: References | None = None,
    among: Sequence[str] = (),
    unquoted: Collection[str] | None = None,
) -> ThemesDocument:
    """All that an export says.

    Args:
        coding: the open review.
        references: what records are cited by; by default their place among the included ones.
        among: ids or labels of themes whose shares of each other are wanted too.
        unquoted: names of texts whose quotes are left empty; with any, or none of them, the texts
            themselves are left out of the document. None for all quotes and texts.

    Raises:
        UsageError: no such theme.
    """
    found = coded_review(coding)
    cited = references or References.by_position(coding.included())
    state = coding.review.state
    tops = [node for node in found.nodes if node.parent is None]
    writing = _Writing(coding, found, cited, unquoted or ())
    chosen = [known_node(coding, text, Level.THEME).id for text in among]
    linked = {link.finding for link in found.links}
    codings = tuple(writing.coding_entry(link) for link in found.links)
    return ThemesDocument(
        schema=SCHEMA,
        tamis=screening.__version__,
        review=coding.review.protocol.title,
        review_id=next(log_rows(coding.review)).digest,
        questions=coding.review.protocol.questions,
        levels=coding.review.protocol.levels,
        as_of_event=state.last_seq,
        as_of=_time(state.last_at),
        studies_in_review=len(found.included),
        themes=tuple(writing.node(top) for top in tops if top.level is Level.THEME),
        without_place=tuple(writing.node(top) for top in tops if top.level is not Level.THEME),
        codings=codings,
        sources=() if unquoted is not None else writing.sources(codings),
        studies=writing.studies(),
        shares=tuple(theme_shares(found)),
        shares_among=tuple(theme_shares(found, chosen)) if chosen else (),
        uncoded_findings=tuple(at for at in confirmed(coding.findings) if at not in linked),
        proposals=tuple(_proposal(at) for at in coding.book.proposals.values()),
        log=tuple(log_entries(coding)),
    )


def nodes_shown(
    coding: Coding, top: str = "", *, references: References | None = None
) -> list[ThemeNode]:
    """The nodes of the tree, or one and those under it, from the top; without children inside.

    Raises:
        UsageError: there is no such node.
    """
    found = coded_review(coding)
    cited = references or References.by_position(coding.included())
    writing = _Writing(coding, found, cited)
    book = coding.book
    nodes = book.below(known_node(coding, top).id) if top else found.nodes
    return [replace(writing.node(node), children=()) for node in nodes]


class _Writing:
    """Turns nodes, links and studies of one review into the document's entries."""

    def __init__(
        self, coding: Coding, found: Coded, cited: References, unquoted: Collection[str] = ()
    ) -> None:
        self._coding = coding
        self._unquoted = unquoted
        self._found = found
        self._cited = cited
        self._counts = node_counts(found)
        self._inside = set(found.included)
        # A quote may stand in a report that another record of its study names.
        quoted = (coding.findings[link.finding].record for link in found.links)
        wanted = dict.fromkeys((*found.studies, *coding.included(), *quoted))
        self.records: dict[RecordId, Sequence[Record]] = {
            record.id: versions_of(coding.review, record)
            for record in coding.review.records(wanted)
        }
        self._children: dict[str, list[Node]] = {}
        for node in found.nodes:
            if node.parent is not None:
                self._children.setdefault(node.parent, []).append(node)

    def node(self, node: Node) -> ThemeNode:
        """A node with all that stands under it."""
        counts = self._counts[node.id]
        outside = [record for record in counts.records if record not in self._inside]
        return ThemeNode(
            id=node.id,
            level=node.level.word,
            label=node.label,
            path=self._path(node),
            definition=node.definition,
            flag=node.flag,
            codes=counts.codes,
            findings=counts.findings,
            links=counts.links,
            studies=counts.studies,
            findings_included=counts.findings_included,
            links_included=counts.links_included,
            studies_included=counts.studies_included,
            effect_size=counts.effect_size,
            references=self._cited.listed(counts.records),
            references_included=self._cited.listed(
                record for record in counts.records if record in self._inside
            ),
            references_outside=self._cited.listed(outside),
            approved_by=node.approved_by,
            approved_at=_time(node.approved_at),
            proposed_by=node.maker,
            proposed_label=node.proposed_label,
            children=tuple(self.node(child) for child in self._children.get(node.id, ())),
        )

    def _path(self, node: Node) -> tuple[str, ...]:
        return tuple(at.label for at in self._coding.book.path(node.id))

    def coding_entry(self, link: Link) -> CodingEntry:
        """A link with its finding, quote and makers."""
        finding = self._coding.findings[link.finding]
        made = self._coding.book.codings[link.code][link.finding]
        place = finding.place
        return CodingEntry(
            code=link.code,
            path=self._path(self._coding.book.nodes[link.code]),
            finding=finding.id,
            statement=finding.statement,
            record=finding.record,
            reference=self._cited.of(finding.record),
            included=link.included,
            source=place.source if place else "",
            quote=self._quote(finding.record, place),
            start=place.start if place else None,
            end=place.end if place else None,
            text_sha256=place.text_sha256 if place else "",
            origin=finding.origin,
            flag=finding.flag,
            finding_proposed_by=finding.maker,
            finding_by=finding.decided_by,
            finding_at=_time(finding.decided_at),
            code_proposed_by=made.maker,
            coded_by=made.by,
            coded_at=_time(made.at),
        )

    def _quote(self, record: RecordId, place: Place | None) -> str:
        if place is not None and place.source in self._unquoted:
            return ""
        return Quotes(self._coding.review, self.records).at(record, place)

    def sources(self, codings: Sequence[CodingEntry]) -> tuple[SourceEntry, ...]:
        """The texts that go along."""
        coding = self._coding
        included = coding.included()
        return tuple(source_entries(coding.review, self.records, codings, included, self._cited))

    def studies(self) -> tuple[StudyEntry, ...]:
        """Every study with its codes."""
        matrix = study_matrix(self._found)
        codes = [code.id for code in matrix.codes]
        return tuple(
            StudyEntry(
                record=study.record,
                reference=self._cited.of(study.record),
                title=self.records[study.record][-1].title,
                year=self.records[study.record][-1].year,
                included=study.included,
                findings=study.findings,
                codes=study.codes,
                intensity=study.intensity,
                counts={code: n for code, n in zip(codes, row, strict=True) if n},
            )
            for study, row in zip(study_counts(self._found), matrix.counts, strict=True)
        )


def _proposal(proposal: Proposal) -> ProposalEntry:
    return ProposalEntry(
        event=proposal.seq,
        at=_time(proposal.at),
        asks=proposal.kind.value,
        code=proposal.code,
        level=proposal.level.word,
        label=proposal.label,
        parent=proposal.parent or "",
        options=proposal.options,
        findings=proposal.findings,
        maker=proposal.maker,
        score=proposal.score,
        why=proposal.why,
        status=proposal.status.value,
        decided_by=proposal.decided_by,
        decided_at=_time(proposal.decided_at),
        decided_why=proposal.decided_why,
    )


def _time(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="seconds")
