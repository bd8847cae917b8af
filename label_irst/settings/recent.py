"""The recently opened projects, the newest first."""

import json
from pathlib import Path

from label_irst.settings.storage import storage

LIMIT = 10
_KEY = "recent"


def recent() -> list[Path]:
    """Their paths; they need not exist any more."""
    try:
        kept = json.loads(str(storage().value(_KEY, "[]")))
    except ValueError:
        return []
    return [Path(p) for p in kept if isinstance(p, str)][:LIMIT] if isinstance(kept, list) else []


def add(project: Path) -> None:
    """Put a project on top."""
    _store([project, *(p for p in recent() if p != project)][:LIMIT])


def remove(project: Path) -> None:
    _store([p for p in recent() if p != project])


def clear() -> None:
    storage().remove(_KEY)


def _store(projects: list[Path]) -> None:
    storage().setValue(_KEY, json.dumps([str(p) for p in projects]))
