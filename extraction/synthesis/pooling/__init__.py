"""Pools proportions of several studies: transforms, heterogeneity, intervals, forest plot; pure.

Imports the errors and the console's harmless text; numpy and scipy, and matplotlib to draw. Import
its modules only where they are used: they load numpy.
"""
