"""ASReview's own simulation of one set, as a script for an interpreter that has ASReview 3."""

from __future__ import annotations

PEER = """
import json, resource, sys
import numpy as np
from asreview import __version__ as version
from asreview.data.loader import load_dataset
from asreview.learner import ActiveLearningCycle
from asreview.models.models import get_ai_config
from asreview.models.queriers import TopDown
from asreview.models.stoppers import IsFittable, LastRelevant
from asreview.simulation.simulate import Simulate
import sklearn

def spent():
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime

path, seed, priors = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
started = spent()
np.random.seed(seed)
with load_dataset(path, dataset_id="set") as db:
    labels = db.input["included"]
    cycles = [ActiveLearningCycle(querier=TopDown(), stopper=IsFittable()),
              ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])]
    run = Simulate(db.input.get_df(), labels, cycles, stopper=LastRelevant(), print_progress=False)
    run.label(np.asarray(priors, dtype=int))
    run.review()
order = [int(row) for row in run._results["record_id"]][len(priors):]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"order": order, "records": len(labels), "relevant": int(sum(labels)),
                  "cpu_seconds": spent(), "cpu_start": started, "peak_mib": peak,
                  "versions": {"asreview": version, "scikit-learn": sklearn.__version__}}))
"""
"""Arguments: the shuffled CSV, the seed, the priors' row numbers as a JSON list.

Prints one JSON object: the row numbers in the order they were shown, priors left out, up to the
last relevant record; CPU seconds of the process and before its first own line; peak memory.
"""
