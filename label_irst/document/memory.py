"""What a project remembers about where its user was. It is no edit, and not undone.

A full disk must not stop the user from going on or leaving: then it is not remembered.
"""

from contextlib import suppress

from p2m_core.errors import P2MError
from p2m_core.project import Project, note_visit, set_meta


def remember(project: Project | None, key: str, value: object) -> None:
    """Store a value that JSON can hold."""
    if project is not None and not project.readonly:
        with suppress(P2MError):
            set_meta(project, key, value)


def remember_visit(project: Project | None, sequence: int) -> None:
    """Store that this sequence was on show last, and now."""
    remember(project, "last-sequence", sequence)
    if project is not None and not project.readonly:
        with suppress(P2MError):
            note_visit(project, sequence)
