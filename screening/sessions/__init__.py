"""The use cases that every front end calls: open a review, import, rank, screen, count, prove.

Imports the rooms below (store, readers, writers, dedup, ranking, prisma, embedding and the words),
never a front end. Nothing here prints.
"""
