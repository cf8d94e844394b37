"""Decisions in, evidence and approved themes out.

Imports screening's sessions, embedding, events, words and the small rooms below them; never its
front ends, store, readers, writers, dedup, ranking or prisma.
"""
