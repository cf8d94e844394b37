"""One module per export format; each defines one ``READER``.

A format module may import its sibling modules of ``screening.readers``, never another format, and
loads heavy libraries inside the functions that need them.
"""
