"""Undo and redo: an import of many sequences is many steps in the file, and one for its user."""

from collections.abc import Callable

from p2m_core.importing.storing import LABEL
from p2m_core.project import Edit, Project

Step = Callable[[Project], Edit | None]


def whole(step: Step, next_label: Callable[[Project], str | None]) -> Step:
    """`step`, repeated through an import; all of it, or nothing."""

    def run(project: Project) -> Edit | None:
        label = next_label(project)
        if label is None or not label.startswith(f"{LABEL} "):
            return step(project)
        edit = None
        with project.transaction():
            while next_label(project) == label:
                edit = step(project)
        return edit

    return run
