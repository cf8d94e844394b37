"""The demo, run once for all tests that look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.demo.run import DemoReport, run_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoReport]:
    """The folder of the demo and its report."""
    folder = tmp_path_factory.mktemp("demo") / "mentoring-demo"
    return folder, run_demo(folder, lambda _line: None)


@pytest.fixture(scope="session")
def demo_folder(demo: tuple[Path, DemoReport]) -> Path:
    """The folder of the demo."""
    return demo[0]
