"""Pools proportions of several studies: transforms, heterogeneity, intervals, forest plot; pure.

Imports the errors only, numpy and scipy, and matplotlib in ``forest``. Import its modules where
they are used: they load numpy.
"""
