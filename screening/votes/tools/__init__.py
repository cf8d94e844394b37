"""One module per screening tool; each defines ``TOOL``."""
