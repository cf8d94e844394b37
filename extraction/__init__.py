"""Decisions in, evidence and approved themes out."""
