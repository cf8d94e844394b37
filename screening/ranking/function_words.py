"""Words that only hold a sentence together: they may weigh in a ranking, but explain nothing.

Articles, pronouns, prepositions, conjunctions and auxiliary verbs of English, and those of German,
French, Spanish, Italian and Portuguese that are no other word in English.
"""

from __future__ import annotations

_WORDS = """
a about above across after again against all almost along already also although always am among
an and another any are around as at away be because been before being below beneath beside
besides between beyond both but by can cannot could did do does doing done down due during each
either else etc even ever every few for from further had has have having he hence her here hers
herself him himself his how however i if in into is it its itself just least less like many may
me might mine more moreover most much must my myself near neither never no nor not now of off
often on once one only onto or other others otherwise our ours ourselves out over own per
perhaps quite rather same several shall she should since so some still such than that the their
theirs them themselves then there thereby therefore these they this those though through
throughout thus to together too toward towards under unless until up upon us very via was we
well were what when where whereas whether which while who whom whose why will with within
without would yet you your yours yourself
auf aus bei beim dem den der das des ein eine einem einen einer eines für im ist mit nach nicht
oder sich sind und vom von werden wird wurde zu zum zur über
au aux avec ce ces cette dans du elle est et il ils la le les leur leurs ne nous ou où par pas
pour que qui sa ses sont sur un une
al como del el ella en entre es esta este ha han las lo los más para pero por se según su sus
también una unas uno unos y
che da dal dalla degli dei del della delle di gli nel nella nelle più sono sul tra
ao aos com da das dos em foi foram mais na nas nos ou pela pelo são seu sua suas um uma
"""
FUNCTION_WORDS = frozenset(_WORDS.split())


def says_something(term: str) -> bool:
    """Whether a word or a pair of words is no piece cut out around a function word."""
    words = term.split()
    return not any(word in FUNCTION_WORDS for word in (*words[:1], *words[-1:]))
