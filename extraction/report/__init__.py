"""The report of a review: all of its numbers in one document, and the document as one HTML file.

Imports the sessions of both packages and the rooms below them; Jinja2 has its address in ``page``.
A review that was only screened gets a report too: parts that nobody worked on are left out.
"""
