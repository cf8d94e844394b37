"""One file per method of proposing values; each defines ``PROPOSER``.

Imports the contract and the rooms below.
"""
