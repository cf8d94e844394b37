"""What it costs to start: CPU seconds and modules of --help, --version and status.

Beside them ``asreview --version``, when ASReview is on the path (or named by ``--asreview``).

    python -m benchmarks.cold_start [--runs 7] [--asreview PATH]

Prints one JSON line: per command the median CPU seconds (user + system) of the whole process and
the number of modules loaded.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

COUNT_MODULES = """
import sys
sys.argv = {arguments!r}
try:
    {run}
except SystemExit:
    pass
print(len(sys.modules), file=sys.stderr)
"""


def cpu_seconds(command: list[str]) -> float:
    """User and system seconds of one run."""
    before = os.times()
    # ASReview writes a cache into the folder it is started in.
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(command, check=True, capture_output=True, cwd=folder, env=_environment())
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def modules_loaded(python: str, run: str, arguments: list[str]) -> int:
    """How many modules the interpreter holds at the end."""
    script = COUNT_MODULES.format(arguments=arguments, run=run)
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [python, "-c", script],
            check=True,
            capture_output=True,
            text=True,
            cwd=folder,
            env=_environment(),
        )
    return int(done.stderr.split()[-1])


def _environment() -> dict[str, str]:
    """Ours may be a checkout that is not installed."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}


def measure(python: str, run: str, arguments: list[str], runs: int) -> dict[str, float]:
    """Median CPU seconds over some runs after a warm-up, and the modules loaded."""
    script = f"import sys; sys.argv = {arguments!r}; {run}"
    times = [cpu_seconds([python, "-c", script]) for _ in range(runs + 1)][1:]
    return {
        "cpu_seconds": round(statistics.median(times), 3),
        "cpu_seconds_min": round(min(times), 3),
        "cpu_seconds_max": round(max(times), 3),
        "modules": modules_loaded(python, run, arguments),
    }


def ours(runs: int) -> dict[str, dict[str, float]]:
    """The three commands of Tamis."""
    run = "from screening.app import main; main()"
    with tempfile.TemporaryDirectory() as folder:
        review = str(Path(folder) / "review")
        init = [
            sys.executable,
            "-c",
            f"import sys; sys.argv = ['tamis', 'init', {review!r}]; {run}",
        ]
        subprocess.run(init, check=True, capture_output=True)
        return {
            "tamis --help": measure(sys.executable, run, ["tamis", "--help"], runs),
            "tamis --version": measure(sys.executable, run, ["tamis", "--version"], runs),
            "tamis status": measure(sys.executable, run, ["tamis", "status", "-C", review], runs),
        }


def theirs(asreview: str, runs: int) -> dict[str, dict[str, float]]:
    """ASReview's version, with the interpreter it is installed for."""
    python = Path(asreview).read_text(encoding="utf-8").splitlines()[0].removeprefix("#!")
    run = "from asreview.__main__ import main; main()"
    arguments = ["asreview", "--version"]
    return {"asreview --version": measure(python, run, arguments, runs)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--asreview", default=shutil.which("asreview"))
    options = parser.parse_args()
    commands = ours(options.runs)
    if options.asreview:
        commands |= theirs(options.asreview, options.runs)
    print(
        json.dumps(
            {
                "benchmark": "cold_start",
                "python": platform.python_version(),
                "runs": options.runs,
                "commands": commands,
            }
        )
    )


if __name__ == "__main__":
    main()
