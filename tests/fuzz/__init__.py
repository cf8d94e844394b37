"""Readers held to their promises on inputs nobody wrote: ``python -m tests.fuzz READER``.

Guided by coverage where atheris is installed (the extra ``fuzz``), else by a seeded mutator; both
start from the specimens, change only copies, and hold each input to the same promises.
"""
