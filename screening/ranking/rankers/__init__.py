"""One ranker per file, each defining ``RANKER``; may import the rest of the ranking room."""
