"""One stopping rule per file, each defining ``RULE``; may import the rest of the stopping room."""
