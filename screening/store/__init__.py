"""The only room with SQL: the append-only log, the records and the rejected entries.

Imports SQLAlchemy, the events, the records' words and the errors; a stranger to its neighbours.
"""

from screening.store.store import RejectedRow, ReviewStore, RowsDigest, Writing, has_password

__all__ = ["RejectedRow", "ReviewStore", "RowsDigest", "Writing", "has_password"]
