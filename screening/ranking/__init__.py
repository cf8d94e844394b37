"""In which order to read: texts, labels and vectors in, an explained order of records out.

May import the registry and errors. Pure: no clock, no store, no global randomness; the same task
gives the same order bit by bit. numpy and scipy are imported inside functions only.
"""

from screening.ranking.contract import Ranker
from screening.ranking.explain import Explanation, Neighbour, Share, TermWeight, explain
from screening.ranking.live import LiveRanking, rank
from screening.ranking.registry import DEFAULT_RANKER, Choice, choose, ranker_named, rankers
from screening.ranking.task import Component, Maker, Ranking, RankingTask

__all__ = [
    "DEFAULT_RANKER",
    "Choice",
    "Component",
    "Explanation",
    "LiveRanking",
    "Maker",
    "Neighbour",
    "Ranker",
    "Ranking",
    "RankingTask",
    "Share",
    "TermWeight",
    "choose",
    "explain",
    "rank",
    "ranker_named",
    "rankers",
]
