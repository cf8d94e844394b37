"""Numbers over coded findings: counts, frequency effect sizes, shares, matrix, references; pure.

Imports the themes and the findings. Every number names its unit, every share its denominator.
"""
