"""Grouping, placing and clustering on small, readable cases."""

from __future__ import annotations

import numpy as np

from extraction.findings import fold_findings
from extraction.themes.proposers.clustering import cluster_codes, default_sizes
from extraction.themes.proposers.grouping import Group, group_findings
from extraction.themes.similarity import Texts, tfidf_similarity
from tests.extraction.logs import finding, log


def _groups(*statements: str, threshold: float = 0.75) -> list[Group]:
    events = log(*(finding(n, text, n) for n, text in enumerate(statements, start=1)))
    found = list(fold_findings(events).values())
    return group_findings(found, Texts(statements, tfidf_similarity()), threshold)


def test_the_same_words_make_one_code() -> None:
    first, second = _groups("Role model", "patient", "role  model.")
    assert [at.id for at in first.findings] == ["F0001", "F0003"]
    assert (first.label, first.cohesion) == ("Role model", 1.0)
    assert first.why == "2 findings of 2 records in the same words"
    assert (second.label, second.why) == ("patient", "1 finding of 1 record")


def test_near_wordings_are_joined_from_the_threshold_on_and_the_reason_names_them() -> None:
    wordings = ("clear expectations", "having clear expectations", "honest")
    assert len(_groups(*wordings, threshold=0.95)) == 3
    joined, alone = _groups(*wordings, threshold=0.5)
    assert len(joined.findings) == 2
    assert joined.label in wordings[:2]
    assert "2 wordings" in joined.why
    assert "joined from 0.50" in joined.why
    assert alone.label == "honest"


def test_no_finding_makes_no_group() -> None:
    assert _groups() == []


def test_what_people_keep_apart_never_meets_but_equal_words_stay_together() -> None:
    events = log(*(finding(n, text, n) for n, text in enumerate(("trust", "trust", "trusts"), 1)))
    found = list(fold_findings(events).values())
    texts = Texts([at.statement for at in found], tfidf_similarity())
    (joined,) = group_findings(found, texts, 0.1)
    assert len(joined.findings) == 3
    same, other = group_findings(found, texts, 0.1, lambda _one, _two: True)
    assert [len(same.findings), len(other.findings)] == [2, 1]


def test_clusters_are_nested_and_named_after_their_centre() -> None:
    cosines = np.full((6, 6), 0.0, dtype=np.float32)
    cosines[:3, :3], cosines[3:, 3:] = 0.8, 0.8
    cosines[0, 1] = cosines[1, 0] = 0.9
    np.fill_diagonal(cosines, 1.0)
    left, right = cluster_codes(cosines, 2, 3)
    assert left.theme.members == (0, 1, 2)
    assert left.theme.centre in (0, 1)
    parts = [set(part.members) for branch in (left, right) for part in branch.subthemes]
    assert len(parts) == 3
    assert set().union(*parts) == set(range(6))
    (only,) = cluster_codes(np.ones((1, 1), dtype=np.float32), 1, 1)
    assert only.theme.members == (0,)


def test_a_first_tree_has_a_size_to_look_through() -> None:
    assert default_sizes(343) == (10, 19)
    assert default_sizes(3) == (1, 2)
