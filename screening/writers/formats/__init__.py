"""One file per format that records are written in; each defines ``WRITER``.

Imports the writers' contract, facts and text, and the rooms below; never another format.
"""
