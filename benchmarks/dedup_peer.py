"""The measured process of bib-dedupe, run by an interpreter that has it."""

from __future__ import annotations

PEER = """
import json, resource, sys
import pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep
records = pd.read_csv(sys.argv[1], dtype=str)
for name in ("author", "title", "year", "journal", "volume", "number", "pages", "abstract", "doi",
             "booktitle", "isbn", "ENTRYTYPE"):
    if name not in records:
        records[name] = ""
records = records.fillna("")
matched = match(block(prep(records, cpu=1, verbosity_level=0), cpu=1, verbosity_level=0), cpu=1,
                verbosity_level=0)
groups = cluster(matched, verbosity_level=0)
maybe = matched[matched["duplicate_label"] == "maybe"]
use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
cpu = sum(at.ru_utime + at.ru_stime for at in use)
memory = max(at.ru_maxrss for at in use)
print(json.dumps({"groups": [sorted(map(str, group)) for group in groups],
                  "asked": [list(map(str, pair)) for pair in zip(maybe["ID_1"], maybe["ID_2"])],
                  "cpu": cpu, "memory": memory / 1024}))
"""
