"""From a path the user gives to an open project: never a question where the answer is clear."""

import os
from pathlib import Path

from p2m_core.errors import InputError
from p2m_core.project import Project, SequenceInfo, create_project, open_project

PROJECT_SUFFIX = ".lirst"


def open_path(path: Path, readonly: bool = False) -> tuple[Project, SequenceInfo | None]:
    """Open a project, or the images or video at `path` in the project that goes with them.

    Images get a project file beside them the first time, and the same one ever after; there is
    nothing to save or to name.

    Raises
    ------
    P2MError
        If there is nothing at `path` that can be opened; no file is made then.
    """
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if path.suffix.lower() == PROJECT_SUFFIX:
        return open_project(path, readonly), None
    place = project_for(path)
    new = not place.exists()
    if new:
        place.parent.mkdir(exist_ok=True)
    project = create_project(place) if new else open_project(place, readonly)
    try:
        return project, sequence_at(project, path)
    except BaseException:
        project.close()
        if new:
            place.unlink(missing_ok=True)
        raise


def sequence_at(project: Project, source: Path) -> SequenceInfo:
    """The project's sequence of these images; added to it if they are new."""
    known = next((s for s in project.sequences() if s.path == source.resolve()), None)
    return known or project.add_sequence(source)


def project_for(source: Path) -> Path:
    """Where the project of a source lies: beside it, or in ~/Label-IRST if it may not."""
    source = source.absolute()  # not resolved: beside a link is beside it for its user
    name = (source.name if source.is_dir() else source.stem) + PROJECT_SUFFIX
    beside = source.parent / name
    if beside.exists() or os.access(source.parent, os.W_OK):
        return beside
    return Path.home() / "Label-IRST" / name
