"""Replay a shipped corpus through the use cases that people use, and check its numbers.

May import the sessions of both packages and the resources; knows no front end.
"""
