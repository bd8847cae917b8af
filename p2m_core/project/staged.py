"""A new project file that is written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from p2m_core.errors import P2MError
from p2m_core.project.project import Project, create_project


@contextmanager
def staged_project(goal: Path) -> Iterator[Project]:
    """Yield a new project beside `goal`, which becomes `goal` if all goes well.

    On any exception it is removed. What is read of it is consistent at any time, but no other
    program should open it meanwhile.

    Raises
    ------
    P2MError
        If it cannot be written; the message names `goal`.
    """
    # Beside the goal: the paths of the images are relative to the file. And a short name: that of
    # the goal may be as long as names can be.
    part = goal.with_name(f".{os.getpid()}.part.lirst")
    _remove(part)
    try:
        with create_project(part) as project:
            yield project
            project.fold_log()
        try:
            part.rename(goal)
        except OSError as error:
            raise P2MError(f"cannot write {goal}: {error.strerror or error}") from error
    except P2MError as error:
        if str(part) not in str(error):
            raise
        raise type(error)(str(error).replace(str(part), str(goal))) from error
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            Path(f"{part}{suffix}").unlink()
