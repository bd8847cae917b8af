"""The settings that a project file keeps by name, outside of the undo history."""

import json
from typing import Any

from p2m_core.errors import InputError
from p2m_core.project.project import Project


def get_meta(project: Project, key: str, default: Any = None) -> Any:
    """Return the JSON value stored under `key`; `default` without one, or if it is damaged."""
    rows = project.read("SELECT value FROM meta WHERE key = ?", key)
    try:
        return json.loads(rows[0][0]) if rows else default
    except (TypeError, ValueError, RecursionError):
        return default  # a view setting is not worth an error


def set_meta(project: Project, key: str, value: Any) -> None:
    """Store a JSON value under `key`.

    Raises
    ------
    InputError
        If `value` is not a JSON value.
    """
    try:
        text = json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"the setting {key!r} is not a JSON value: {error}") from None
    with project.transaction() as db:
        db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, text))
