"""Makes the sentence vectors of the ranking benchmark with the shipped model.

    python -m benchmarks.ranking_vectors FOLDER VECTORS [--set NAME ...]

FOLDER holds labelled reviews (see ``benchmarks.ranking``). Writes ``NAME.npy`` (float32, one row
per record of the file) and a file for each title and protocol text into VECTORS; what is there
already is not made again. Prints one JSON line per set: how many records, and the CPU seconds
(user and system) their vectors took; ``benchmarks.ranking --table --vector-costs`` reads them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ranking_one import spent
from benchmarks.ranking_sets import (
    query_file,
    query_text,
    read_set,
    set_names,
    text_of,
    vector_file,
)
from screening.embedding import NoEncoder, load_encoder, record_text

if TYPE_CHECKING:
    from screening.embedding import Encoder


def vectors_of_records(folder: Path, name: str, out: Path, encoder: Encoder) -> int:
    """Write the vectors of a set's records, in the order of its file; returns how many."""
    import numpy as np

    data = read_set(folder, name)
    texts = [record_text(t, a) for t, a in zip(data.titles, data.abstracts, strict=True)]
    made = encoder.encode(texts)
    in_file = np.empty_like(made)
    in_file[list(data.rows)] = made
    np.save(vector_file(out, name), in_file)
    return len(texts)


def vectors_of_queries(name: str, out: Path, encoder: Encoder) -> None:
    """Write the vectors of a review's title and of its whole protocol text."""
    import numpy as np

    text = text_of(name)
    for queries in ((text.title,), text.protocol):
        if not query_file(out, queries).exists():
            np.save(query_file(out, queries), encoder.encode([query_text(queries)])[0])


def main() -> None:
    """Make what is missing, small sets first."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("--set", action="append", default=[], dest="names")
    options = parser.parse_args()
    encoder = load_encoder()
    if isinstance(encoder, NoEncoder):
        raise SystemExit(encoder.reason)
    options.vectors.mkdir(parents=True, exist_ok=True)
    for name in set_names(options.folder, options.names):
        vectors_of_queries(name, options.vectors, encoder)
        if not vector_file(options.vectors, name).exists():
            before = spent()
            made = vectors_of_records(options.folder, name, options.vectors, encoder)
            told = {"name": name, "records": made, "cpu": round(spent() - before, 1)}
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
