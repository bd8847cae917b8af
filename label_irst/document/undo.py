"""Undo and redo: what changes many sequences is many steps in the file, and one for its user.

Such steps have a name in common that ends in a number.
"""

from collections.abc import Callable

from p2m_core.project import Edit, Project

Step = Callable[[Project], Edit | None]


def whole(step: Step) -> Step:
    """`step`, repeated through those of the same numbered name; all of them, or nothing."""

    def next_label(project: Project) -> str | None:
        return project.undo_label if step is Project.undo else project.redo_label

    def run(project: Project) -> Edit | None:
        label = next_label(project)
        if label is None or not label.rpartition(" ")[2].isdecimal():
            return step(project)
        edit = None
        with project.transaction():
            while next_label(project) == label:
                edit = step(project)
        return edit

    return run
