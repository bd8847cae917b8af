"""Images that moved together: where one sequence is found again, the others are too."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from p2m_core.errors import InputError
from p2m_core.project.project import Project
from p2m_core.project.sequences import SequenceInfo, look_at, stored_path
from p2m_core.sequence import source_exists


def moved_along(infos: Iterable[SequenceInfo], before: Path, after: Path) -> list[SequenceInfo]:
    """Return those sequences that moved as one did from `before` to `after`, as they are now.

    They are no longer at their own place, and the same images are at the place that theirs has
    beside `after`. This reads images, and no project: another thread may do it.
    """
    old, new = before, after
    while old.name == new.name and old != old.parent and new != new.parent:
        old, new = old.parent, new.parent
    found = []
    for info in infos:
        if not info.path.is_relative_to(old) or info.path == before or source_exists(info.path):
            continue
        place = new / info.path.relative_to(old)
        try:
            now = look_at(place)
        except InputError:
            continue
        if (now.fingerprint, now.frame_count) == (info.fingerprint, info.frame_count):
            found.append(replace(info, path=now.path))
    return found


def relink_moved(project: Project, moved: Iterable[SequenceInfo]) -> None:
    """Store where the sequences that `moved_along` found are now."""
    places = [(stored_path(project.path, info.path), info.id) for info in moved]
    with project.transaction() as db:
        db.executemany("UPDATE sequences SET path = ? WHERE id = ?", places)
