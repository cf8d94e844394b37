"""One file per format of export; each defines ``EXPORTER``.

Imports the document and its tables.
"""
