"""Changes of the project file: edits, undo and redo, each with what takes it back.

What changes many sequences is many steps in the file, and one for its user: they have a numbered
label in common (`p2m_core.project.numbered`).
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from label_irst.document.background import result_of
from p2m_core.project import Edit, Project, is_numbered, with_descriptions

MANY_TARGETS = 300  # some 30 ms to store

Travel = Callable[[Project], Edit | None]


class Step(NamedTuple):
    """`make` changes the file and returns what changed; `back` reverts that."""

    make: Callable[[], Edit | None]
    back: Callable[[], object] = lambda: None


def applying(project: Project, edit: Edit, merge: bool, extend: bool) -> Step:
    """One edit; `merge` and `extend` are as in `Project.apply`."""

    def store() -> Edit:
        return project.apply(with_descriptions(project, edit), merge, extend)

    return Step(_beside(store, len(edit.targets)))


def applying_all(project: Project, edits: list[Edit], here: int) -> Step:
    """Edits of several sequences, all or none; it returns the one of sequence `here`."""

    def store() -> Edit:
        with project.transaction():
            stored = [project.apply(edit) for edit in edits]
        return next((edit for edit in stored if edit.sequence == here), stored[-1])

    return Step(store, lambda: _whole(Project.undo)(project))


def undoing(project: Project) -> Step:
    return _travelling(project, Project.undo, Project.redo, project.undo_size)


def redoing(project: Project) -> Step:
    return _travelling(project, Project.redo, Project.undo, project.redo_size)


def _travelling(project: Project, there: Travel, back: Travel, size: int) -> Step:
    make = _beside(lambda: _whole(there)(project), size)
    return Step(make, lambda: _whole(back)(project))


def _whole(step: Travel) -> Travel:
    """`step`, repeated through those of the same numbered label; all of them, or nothing."""

    def next_label(project: Project) -> str | None:
        return project.undo_label if step is Project.undo else project.redo_label

    def run(project: Project) -> Edit | None:
        label = next_label(project)
        if label is None or not is_numbered(label):
            return step(project)
        edit = None
        with project.transaction():
            while next_label(project) == label:
                edit = step(project)
        return edit

    return run


def _beside(make: Callable[[], Edit | None], size: int) -> Callable[[], Edit | None]:
    """`make`, beside the window's thread if it is of many targets: 10,000 take a second."""
    return partial(result_of, make) if size >= MANY_TARGETS else make
