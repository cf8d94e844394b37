"""Decisions in, evidence and approved themes out.

Imports screening's words, events, sessions.review, embedding, console, options, codec and errors.
"""
