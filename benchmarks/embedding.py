"""How fast and how faithful the shipped sentence encoder is, beside sentence-transformers.

    python -m benchmarks.embedding FILE [--texts 200]

FILE is a CSV (also .gz) with columns ``title`` and ``abstract``. Each encoder runs in a fresh
process. Prints one JSON line per encoder: seconds (clock and CPU) from the start of the process to
its first vector, texts per second and per CPU second after that, peak memory in MiB; and for the
int8 model the cosines to the float32 vectors of the same texts and the rank correlation of all
pairwise similarities.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TypedDict

from screening.embedding import NoEncoder, load_encoder, record_text
from screening.embedding.cards import DEFAULT_ENCODER_CARD, REFERENCE_ENCODER_CARD


class Measured(TypedDict):
    """One line of the result."""

    model: str
    backend: str
    texts: int
    first_vector_s: float
    first_vector_cpu_s: float
    texts_per_s: float
    texts_per_cpu_s: float
    peak_mib: int


def texts_of(path: Path, wanted: int) -> list[str]:
    """Title and abstract of records spread evenly over a file."""
    csv.field_size_limit(1 << 27)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        rows = [record_text(row["title"], row["abstract"]) for row in csv.DictReader(file)]
    whole = [text for text in rows if text]
    return whole[:: max(1, len(whole) // wanted)][:wanted]


def measure(model: str, texts: list[str], vectors: Path) -> Measured:
    """Encode in this process, which is expected to be fresh; vectors go to a file."""
    import numpy as np

    encoder = load_encoder(Path(model))
    if isinstance(encoder, NoEncoder):
        raise SystemExit(encoder.reason)
    encoder.encode(texts[:1])
    first, first_cpu = time.time() - _started(), time.process_time()
    clock, cpu = time.perf_counter(), time.process_time()
    made = encoder.encode(texts)
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    np.save(vectors, made)
    return Measured(
        model=encoder.identity.name,
        backend=encoder.identity.backend,
        texts=len(texts),
        first_vector_s=round(first, 2),
        first_vector_cpu_s=round(first_cpu, 2),
        texts_per_s=round(len(texts) / clock, 1),
        texts_per_cpu_s=round(len(texts) / cpu, 1),
        peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def faithfulness(made: Path, reference: Path) -> dict[str, float]:
    """Cosines to the reference vectors, and how alike all pairs of texts are ordered."""
    import numpy as np
    from scipy.stats import spearmanr

    ours, theirs = np.load(made), np.load(reference)
    cosines = (ours * theirs).sum(axis=1)
    pairs = np.triu_indices(len(ours), 1)
    order = spearmanr((ours @ ours.T)[pairs], (theirs @ theirs.T)[pairs]).statistic
    return {
        "cosine_mean": round(float(cosines.mean()), 4),
        "cosine_least": round(float(cosines.min()), 4),
        "pair_order": round(float(order), 4),
    }


def _started() -> float:
    return float(sys.argv[-1])


def _in_fresh_process(model: str, file: Path, texts: int, vectors: Path) -> Measured:
    command = [sys.executable, "-m", "benchmarks.embedding", str(file), "--texts", str(texts)]
    done = subprocess.run(
        [*command, "--one", model, str(vectors), str(time.time())],
        capture_output=True,
        text=True,
        check=True,
    )
    found: Measured = json.loads(done.stdout)
    return found


def main() -> None:
    """Both encoders, the reference first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--one", nargs=3, metavar=("MODEL", "VECTORS", "STARTED"))
    options = parser.parse_args()
    if options.one:
        model, vectors, _ = options.one
        print(json.dumps(measure(model, texts_of(options.file, options.texts), Path(vectors))))
        return
    with tempfile.TemporaryDirectory() as folder:
        files = {
            name: Path(folder) / f"{name}.npy"
            for name in (REFERENCE_ENCODER_CARD, DEFAULT_ENCODER_CARD)
        }
        for name, vectors in files.items():
            found = dict(_in_fresh_process(name, options.file, options.texts, vectors))
            if name == DEFAULT_ENCODER_CARD:
                found |= faithfulness(vectors, files[REFERENCE_ENCODER_CARD])
            print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
