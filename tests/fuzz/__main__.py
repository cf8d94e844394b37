"""``python -m tests.fuzz READER [--runs N] [--seconds S] [--plain]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from screening.errors import ReviewError
from tests.fuzz import guided

_CONTENT = "detect"


def main() -> int:
    """Run as asked; exit code 3 if a promise was broken."""
    asked = _arguments()
    try:
        if not asked.plain:
            guided.watch()
        return _run(asked)
    except ReviewError as error:
        sys.stderr.write(f"{error}\n")
        return int(error.exit_code)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("reader", help=f"a format, or '{_CONTENT}' to choose it by content")
    parser.add_argument("--runs", type=int, default=0, help="stop after so many inputs")
    parser.add_argument("--seconds", type=float, default=0, help="stop after so many seconds")
    parser.add_argument("--max-len", type=int, default=6000, help="bytes of the longest input")
    parser.add_argument("--seed", type=int, default=1, help="of the chance")
    parser.add_argument("--plain", action="store_true", help="a seeded mutator, without atheris")
    parser.add_argument("--folder", type=Path, help="for corpus and failures, if it is to stay")
    return parser.parse_args()


def _run(asked: argparse.Namespace) -> int:
    # Only now: what is imported before atheris watches would not be guided.
    from screening.readers import reader_named, readers
    from tests.fuzz.mutate import tokens
    from tests.fuzz.run import Bounds, Run, seeds

    reader = None if asked.reader == _CONTENT else reader_named(asked.reader)
    readers()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="tamis-fuzz-"))
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    bounds = Bounds(runs=asked.runs, seconds=asked.seconds, longest=asked.max_len, seed=asked.seed)
    run = Run(reader=reader, folder=folder, bounds=bounds)
    start = seeds(reader)
    if asked.plain:
        run.plain(start)
        return _told(run.summary(), failed=bool(run.failures))

    def take(data: bytes) -> None:
        run.take(data)
        if run.is_over:
            guided.leave(_told(run.summary(), failed=bool(run.failures)))

    for number, seed in enumerate(start, start=1):
        (corpus / f"specimen_{number:03d}").write_bytes(seed)
    guided.fuzz(take, corpus, tokens(start), longest=asked.max_len, seed=asked.seed, folder=folder)
    return 0


def _told(summary: str, *, failed: bool) -> int:
    sys.stdout.write(f"{summary}\n")
    return 3 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
