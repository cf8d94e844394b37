"""The pages build as a site without a warning, and nothing in it comes from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT

DOCS = ROOT / "docs"
_LOADED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*?\bsrc=["'](?P<source>[^"']+)"""
    r"""|<link\b(?=[^>]*\brel=["'](?:stylesheet|icon|preload|preconnect)\b)[^>]*?"""
    r"""\bhref=["'](?P<link>[^"']+)"""
)
_IN_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?(?P<address>[^"')\s;]+)""")
_ELSEWHERE = ("http:", "https:", "//")


def loaded_from_elsewhere(page: str) -> list[str]:
    """Addresses outside the site that a browser would fetch to show a page."""
    found = (match["source"] or match["link"] for match in _LOADED.finditer(page))
    return [address for address in found if address.startswith(_ELSEWHERE)]


def styled_from_elsewhere(style: str) -> list[str]:
    """Addresses outside the site that a style sheet asks for."""
    found = (match["address"] for match in _IN_STYLES.finditer(style))
    return [address for address in found if address.startswith(_ELSEWHERE)]


def _built(source: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", source, folder],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once."""
    folder = tmp_path_factory.mktemp("site") / "site"
    done = _built(DOCS, folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_in_the_contents(site: Path) -> None:
    """Sphinx warns of a page that no contents list; a page it would leave out is seen here."""
    pages = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    built = {path.relative_to(site) for path in site.rglob("*.html")}
    assert pages - built == set()
    index = (site / "index.html").read_text(encoding="utf-8")
    assert [page.as_posix() for page in pages if f'href="{page.as_posix()}"' not in index] == [
        "index.html"
    ]


def test_nothing_in_the_site_is_loaded_from_elsewhere(site: Path) -> None:
    def fetched() -> Iterator[str]:
        for path in site.rglob("*"):
            if path.suffix == ".html":
                yield from loaded_from_elsewhere(path.read_text(encoding="utf-8"))
            elif path.suffix == ".css":
                yield from styled_from_elsewhere(path.read_text(encoding="utf-8"))

    assert list(fetched()) == []


def test_what_comes_from_elsewhere_is_seen() -> None:
    page = (
        '<script async src="https://a.example/x.js"></script><a href="https://b.example">b</a>'
        '<link href="//c.example/x.css" rel="stylesheet"><img alt="" src="images/x.png">'
    )
    assert loaded_from_elsewhere(page) == ["https://a.example/x.js", "//c.example/x.css"]
    style = "@font-face {src: url('https://d.example/x.woff2')} a {background: url(x.png)}"
    assert styled_from_elsewhere(style) == ["https://d.example/x.woff2"]


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("[away](gone.md)\n", "gone"),
        ("[away](#nowhere)\n", "nowhere"),
        ("[other](other.md#nowhere)\n", "nowhere"),
    ],
)
def test_a_link_that_leads_nowhere_fails_the_build(page: str, fault: str, tmp_path: Path) -> None:
    source = tmp_path / "docs"
    source.mkdir()
    (source / "conf.py").write_text((DOCS / "conf.py").read_text("utf-8"), encoding="utf-8")
    (source / "index.md").write_text(f"# Index\n\n## All\n\n- [Other](other.md): x\n\n{page}")
    (source / "other.md").write_text("# Other\n\n## Here\n")
    done = _built(source, tmp_path / "site")
    assert done.returncode != 0
    assert fault in done.stderr
