"""The tables of a Taguette project file, as its version 1.5 makes them (schema db5e31a0233d)."""

from __future__ import annotations

VERSION = "db5e31a0233d"
# Taguette's own limits for names.
PROJECT_NAME, DOCUMENT_NAME = 50, 50

TABLES = (
    "alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)",
    """users (
        login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME NOT NULL,
        hashed_password VARCHAR(192), disabled BOOLEAN NOT NULL, password_set_date DATETIME,
        language VARCHAR(10), email VARCHAR(256) UNIQUE, email_sent DATETIME)""",
    """projects (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
        description TEXT NOT NULL, created DATETIME NOT NULL)""",
    """project_members (
        project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        user_login VARCHAR(30) NOT NULL
            REFERENCES users (login) ON DELETE CASCADE ON UPDATE CASCADE,
        privileges VARCHAR(11) NOT NULL, PRIMARY KEY (project_id, user_login))""",
    """documents (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
        description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL,
        project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL)""",
    """commands (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
        user_login VARCHAR(30) NOT NULL REFERENCES users (login) ON UPDATE CASCADE,
        project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        document_id INTEGER, payload TEXT NOT NULL)""",
    """tags (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
        path VARCHAR(200) NOT NULL, description TEXT NOT NULL, UNIQUE (project_id, path))""",
    """highlights (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL)""",
    """highlight_tags (
        highlight_id INTEGER NOT NULL REFERENCES highlights (id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
        PRIMARY KEY (highlight_id, tag_id))""",
)
INDEXES = (
    "ix_project_members_user_login ON project_members (user_login)",
    "ix_project_members_project_id ON project_members (project_id)",
    "ix_documents_project_id ON documents (project_id)",
    "idx_project_document ON commands (project_id, document_id)",
    "idx_project_id ON commands (project_id, id)",
    "ix_tags_project_id ON tags (project_id)",
    "ix_tags_path ON tags (path)",
    "ix_highlights_document_id ON highlights (document_id)",
    "ix_highlight_tags_tag_id ON highlight_tags (tag_id)",
    "ix_highlight_tags_highlight_id ON highlight_tags (highlight_id)",
)
