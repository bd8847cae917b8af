"""What the import dialog runs outside of the window's thread."""

from pathlib import Path

from label_irst.document.opening import is_project
from p2m_core.datasets.readers import READERS
from p2m_core.datasets.readers.files import folders
from p2m_core.datasets.readers.rules import Rules
from p2m_core.errors import P2MError
from p2m_core.importing import ImportOptions, ImportSummary, Preview, import_labels, preview
from p2m_core.progress import Progress

MOST_FOLDERS = 300  # to look into for labels: a drop must not search a whole disk


def look(sources: list[Path], format: str, rules: Rules, progress: Progress) -> Preview:
    """What an import would bring; an empty `format` is recognised."""
    return preview(sources, format or None, rules, progress=progress)


def bring(
    found: Preview, goal: Path, add: bool, options: ImportOptions, progress: Progress
) -> ImportSummary:
    """Import into a new project, or into one that nobody else writes."""
    return import_labels(found, goal, add=add, options=options, progress=progress)


def holds_labels(path: Path) -> bool:
    """Whether a folder, or one below it, or a file is a labelled data set of a known format."""
    if is_project(path):
        return False
    waiting, seen = [path], 0
    while waiting and seen < MOST_FOLDERS:
        place, seen = waiting.pop(0), seen + 1
        try:
            if any(reader.recognises(place) for reader in READERS.values()):
                return True
            waiting += folders(place) if place.is_dir() else []
        except (OSError, P2MError):
            continue
    return False
