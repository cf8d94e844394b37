"""How the site is built: ``python -m sphinx -W docs site``. Nothing in it loads from elsewhere."""

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
