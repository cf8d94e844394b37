"""The published numbers beside the computed ones: each row holds, or the demo fails."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.demo.corpus import Corpus
from extraction.synthesis.coded import Coded
from extraction.synthesis.counts import total_counts
from extraction.synthesis.shares import Unit, theme_shares
from extraction.themes import Level
from screening.sessions.flow import FlowCounts

OUTCOMES = "Outcomes of program implementation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One row of the table. ``status``: published, counted (from printed lists)."""

    what: str
    published: str
    computed: str
    status: str

    @property
    def holds(self) -> bool:
        """Whether the computed number is the published one."""
        return self.published == self.computed


def checks(corpus: Corpus, flow: FlowCounts, coded: Coded) -> tuple[Check, ...]:
    """All rows; the computed side comes from the log alone."""
    numbers = {number.name: number for number in corpus.numbers}
    computed = _screening(flow) | _coding(corpus, coded)
    return tuple(
        Check(
            what=words,
            published=numbers[name].value,
            computed=computed[name],
            status=numbers[name].status,
        )
        for name, words in ROWS.items()
    )


ROWS = {
    "identified": "records identified",
    "stages": "exclusion stages",
    "excluded": "records excluded",
    "included": "studies included",
    "groups": "groups (3 of characteristics, 7 components)",
    "subgroups": "sub-groups",
    "codes": "codes",
    "links": "code-study links",
    "links_components": "links of the seven components",
    "links_component_7": "links of 'Outcomes'",
    "outcomes_share_percent": "share of 'Outcomes' in the links of the seven components, %",
}


def _screening(flow: FlowCounts) -> dict[str, str]:
    left = sum(stage.excluded + stage.not_retrieved for stage in flow.stages)
    return {
        "identified": str(flow.identified),
        "stages": str(len(flow.stages)),
        "excluded": str(left),
        "included": str(flow.studies_included),
    }


def _coding(corpus: Corpus, coded: Coded) -> dict[str, str]:
    names = {code.theme for code in corpus.codes if not code.id.startswith("C")}
    among = [node.id for node in coded.nodes if node.level is Level.THEME and node.label in names]
    shares = [share for share in theme_shares(coded, among) if share.unit is Unit.LINKS]
    (outcomes,) = (share for share in shares if share.label == OUTCOMES)
    levels = [node.level for node in coded.nodes]
    return {
        "groups": str(levels.count(Level.THEME)),
        "subgroups": str(levels.count(Level.SUBTHEME)),
        "codes": str(levels.count(Level.CODE)),
        "links": str(total_counts(coded).links),
        "links_components": str(outcomes.total),
        "links_component_7": str(outcomes.count),
        "outcomes_share_percent": f"{100 * outcomes.count / outcomes.total:.0f}",
    }
