"""One file per method of extraction; each defines ``EXTRACTOR``.

Imports the extractors' contract and the rooms below.
"""
