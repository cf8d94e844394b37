"""The whole demo: from export files to themes in one folder, each number checked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from extraction.demo.checks import Check, checks
from extraction.demo.coding import (
    ProposalScore,
    placement,
    propose_codes,
    replay_codes,
    replay_findings,
    replay_tree,
)
from extraction.demo.corpus import Corpus, Position, load_corpus
from extraction.demo.screening import Tell, record_ids, replay_decisions, start
from extraction.exporters import exporters
from extraction.report.make import make_report
from extraction.report.write import LookedAt, report_page
from extraction.sessions.coding import Coding
from extraction.sessions.exporting import export_themes
from extraction.sessions.picturing import Wishes, draw_pictures
from extraction.sessions.proposing import Progress, choose_similarity
from extraction.sessions.reporting import cerqual_page, entreq_page, write_page
from extraction.sessions.saturating import Order
from extraction.sessions.themes_document import coded_review
from extraction.synthesis.references import References
from extraction.themes import Level
from extraction.themes.evaluate import PlacementQuality
from screening.console import cannot_write
from screening.errors import CannotWrite
from screening.records import RecordId
from screening.sessions.flow import (
    FlowCounts,
    Form,
    box_names,
    checked_flow,
    write_diagram,
    write_template,
)
from screening.sessions.outputs import refuse_own
from screening.sessions.review import PROTOCOL_FILE, Review

CORPUS = "mentoring"
_CORPUS_FOLDER, _RESULTS_FOLDER = "corpus", "results"
NOTE = (
    "Reproduction of Keykha & Keykha 2022 (doi:10.30476/JAMP.2022.93404.1526). The article prints"
    " 91 records found, three stages and 51 studies kept."
)
RECONSTRUCTED = "Reconstructed for this demo; the article does not print this number."
_PUBLISHED_BOXES = frozenset(
    {
        "identified", "databases", "dbr_identified", "to_screen", "reached_title", "decided_title",
        "dbr_records_screened", "records_screened", "studies_included", "reports_included",
        "dbr_included",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReport:
    """What the demo found and wrote."""

    checks: tuple[Check, ...]
    proposals: ProposalScore
    placement: PlacementQuality
    links: int
    links_outside: int
    codes: int
    codes_uncited: int
    files: tuple[Path, ...]

    @property
    def holds(self) -> bool:
        """Whether every published number was reproduced."""
        return all(check.holds for check in self.checks)


def run_demo(folder: Path, tell: Tell, progress: Progress | None = None) -> DemoReport:
    """Reproduce the mentoring review in a new folder.

    Raises:
        CannotWrite: the folder holds a review or files of its own already, or cannot be written.
    """
    refuse_own(folder, folder)
    _check_folder(folder)
    corpus = load_corpus(CORPUS)
    tell("1 Import of eight search exports, search for duplicates")
    with start(corpus, folder, tell) as review:
        ids = record_ids(review)
        tell("2 Ranking and replay of the decisions, stage by stage")
        replay_decisions(review, corpus, ids, tell)
        return _code(review, corpus, ids, tell, progress)


def _check_folder(folder: Path) -> None:
    """Nothing of the user's is replaced, and a demo that starts can end."""
    if (folder / PROTOCOL_FILE).exists():
        raise CannotWrite(
            f"{folder} holds a review already.",
            "Name another folder; or remove this one, if it is an earlier or unfinished demo.",
        )
    for name in (_CORPUS_FOLDER, _RESULTS_FOLDER):
        if (folder / name).exists():
            raise CannotWrite(
                f"{folder / name} is there already.", "Give the demo a folder of its own."
            )


def _code(
    review: Review,
    corpus: Corpus,
    ids: Mapping[Position, RecordId],
    tell: Tell,
    progress: Progress | None,
) -> DemoReport:
    coding = Coding(review)
    tell("3 Import of the findings; codes proposed, then approved as the article has them")
    findings = replay_findings(coding, corpus, ids)
    shelves = replay_tree(coding, corpus)
    chosen = choose_similarity(coding, progress=progress)
    tell(f"  {chosen.why}")
    propose_codes(coding, chosen.similarity, tell)
    score = replay_codes(coding, corpus, findings, shelves)
    tell("4 Flow, themes and tables")
    references = References({ids[position]: ref for position, ref in corpus.references})
    flow = checked_flow(review)
    taken = coded_review(coding)
    return DemoReport(
        checks=checks(corpus, flow, taken),
        proposals=score,
        placement=placement(corpus, chosen.similarity),
        links=len(taken.links),
        links_outside=sum(not link.included for link in taken.links),
        codes=len(taken.codes),
        codes_uncited=len({code.id for code in taken.codes} - {link.code for link in taken.links}),
        files=_write_all(coding, corpus, flow, references),
    )


def _write_all(
    coding: Coding, corpus: Corpus, flow: FlowCounts, references: References
) -> tuple[Path, ...]:
    folder = coding.review.folder
    results = folder / _RESULTS_FOLDER
    written = [_copy(corpus.folder, folder / _CORPUS_FOLDER)]
    try:
        results.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(results, error) from error
    template = results / "flow-prisma2020.csv"
    write_template(flow, template)
    written.append(template)
    for form in Form:
        for ending in ("svg", "png", "pdf", "pptx"):
            path = results / f"flow-{form}.{ending}"
            title = coding.review.protocol.title
            write_diagram(flow, form, path, title=title, note=NOTE, marks=_marks(flow))
            written.append(path)
    report = _write_report(coding, flow, results, references)
    return (*written, *_write_themes(coding, corpus, results, references), report)


def _write_report(coding: Coding, flow: FlowCounts, results: Path, references: References) -> Path:
    """The report of the review, its reconstructed numbers marked."""
    note = f"{NOTE} The other numbers are reconstructed; the diagram marks its own with †."
    made = make_report(coding, references=references, note=note)
    path = results / "report.html"
    at = LookedAt(coding=coding, made=made, references=references)
    report_page(at, path, marks=_marks(flow))
    return path


def _write_themes(
    coding: Coding, corpus: Corpus, results: Path, references: References
) -> Iterator[Path]:
    """The themes in every format, their pictures, and the tables for a report."""
    among = [code.theme for code in corpus.codes if not code.id.startswith("C")]
    components = tuple(dict.fromkeys(among))
    for exporter in exporters():
        yield from export_themes(
            coding, exporter.name, results, references=references, among=components
        )
    wishes = Wishes(among=components, order=Order.PUBLICATION, references=references)
    yield from draw_pictures(coding, results, wishes=wishes)
    pages = {
        "cerqual": cerqual_page(coding, Level.SUBTHEME, references=references),
        "entreq": entreq_page(coding, references=references),
    }
    for name, blocks in pages.items():
        path = results / f"{name}.docx"
        write_page(coding, blocks, path, name.upper())
        yield path


def _marks(flow: FlowCounts) -> dict[str, str]:
    """Every box but those whose number the article prints is marked as reconstructed."""
    return {name: RECONSTRUCTED for name in box_names(flow) if name not in _PUBLISHED_BOXES}


def _copy(source: Path, target: Path) -> Path:
    try:
        shutil.copytree(source, target)
    except FileExistsError:
        raise CannotWrite(
            f"{target} is there already.", "Give the demo a folder of its own."
        ) from None
    except OSError as error:
        raise cannot_write(target, error) from error
    return target
