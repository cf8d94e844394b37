"""How the site is built: ``python -m sphinx -W docs site``. Nothing in it loads from elsewhere.

The contents at the side of each page are read off the lists in index.md, so that index.md is an
ordinary page for whoever reads it in a repository.
"""

import re

project = "Tamis"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Tamis"
html_show_copyright = False
html_copy_source = False
exclude_patterns = ["images/*.py"]
myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
suppress_warnings = ["myst.header"]

_PART = re.compile(r"^## (.+)\n((?:(?!## ).*\n?)*)", re.MULTILINE)
_ENTRY = re.compile(r"^- \[[^]]*\]\(([^):]+)\.md\)", re.MULTILINE)


def contents(index):
    """A hidden toctree for each part of the index that lists pages."""
    trees = (
        f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n" + "\n".join(pages) + "\n```\n"
        for title, body in _PART.findall(index)
        if (pages := _ENTRY.findall(body))
    )
    return "".join(trees)


def _add_contents(_app, page, source):
    if page == "index":
        source[0] += contents(source[0])


def setup(app):
    """Let Sphinx see the contents."""
    app.connect("source-read", _add_contents)
    return {"parallel_read_safe": True}
