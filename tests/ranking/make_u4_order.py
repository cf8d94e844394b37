"""Make tests/data/ranking/u4_order.json: a made-up review and the order ASReview shows it in.

Run where ASReview 3 is installed: python -m tests.ranking.make_u4_order. The texts are drawn with
a seed; a third of the words of a relevant record come from its topic, and some irrelevant records
share that topic, so that the order is not trivial.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "data" / "ranking" / "u4_order.json"
RECORDS, RELEVANT, NEAR, LACKING = 180, 22, 30, 12
SYLLABLES = ("ba", "co", "di", "fe", "gu", "la", "me", "no", "pi", "ra", "si", "to", "vu", "ze")


def made_review() -> dict[str, Any]:
    """Titles, abstracts, labels of the made-up review, and the row numbers known from the start."""
    chance = random.Random(20)  # noqa: S311 - made-up texts
    words = sorted(
        {"".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))) for _ in range(900)}
    )
    chance.shuffle(words)
    topic, common = words[:40], words[40:]
    kinds = [2] * RELEVANT + [1] * NEAR + [0] * (RECORDS - RELEVANT - NEAR)
    chance.shuffle(kinds)
    texts = [_text(chance, topic, common, (0.02, 0.12, 0.3)[kind]) for kind in kinds]
    lacking = set(chance.sample(range(RECORDS), LACKING))
    labels = [kind == 2 for kind in kinds]
    return {
        "titles": [" ".join(text[:8]) for text in texts],
        "abstracts": ["" if n in lacking else " ".join(t[8:]) for n, t in enumerate(texts)],
        "labels": labels,
        "known": [labels.index(True), labels.index(False)],
    }


def _text(chance: random.Random, topic: list[str], common: list[str], share: float) -> list[str]:
    # a few words are frequent and most are rare, as in any language
    return [
        chance.choice(topic)
        if chance.random() < share
        else common[int(len(common) * chance.random() ** 3)]
        for _ in range(chance.randrange(40, 90))
    ]


def order_of_asreview(review: dict[str, Any]) -> list[int]:
    """All rows not known from the start, in the order of ASReview's own simulation."""
    import numpy as np
    import pandas as pd
    from asreview import (  # type: ignore[import-not-found]
        ActiveLearningCycle,
        Simulate,
    )
    from asreview.models.models import get_ai_config  # type: ignore[import-not-found]

    np.random.seed(1)  # the source of chance that ASReview uses
    texts = pd.DataFrame({"title": review["titles"], "abstract": review["abstracts"]})
    labels = np.asarray(review["labels"], int)
    cycle = ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])
    simulation = Simulate(texts, labels, cycle, stopper=-1, print_progress=False)
    simulation.label(review["known"])
    simulation.review()
    return [int(row) for row in simulation._results["record_id"]][2:]


def main() -> None:
    """Write the file."""
    from importlib.metadata import version

    review = made_review()
    made_by = f"ASReview {version('asreview')}, ELAS u4, scikit-learn {version('scikit-learn')}"
    FILE.parent.mkdir(exist_ok=True)
    told = {"order_by": made_by, **review, "order": order_of_asreview(review)}
    FILE.write_text(json.dumps(told, indent=None) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
