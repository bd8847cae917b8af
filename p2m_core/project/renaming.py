"""Other names for classes and attributes, on the targets of all sequences."""

from collections.abc import Iterable, Mapping

from p2m_core.project._target_rows import COLUMNS, from_row
from p2m_core.project.annotation import Target
from p2m_core.project.edits import Edit, TargetChange
from p2m_core.project.project import Project


def renaming(
    project: Project, label: str, classes: Mapping[str, str], attributes: Mapping[str, str]
) -> list[Edit]:
    """Return the edits that give targets other classes and attributes, one a sequence.

    Nothing is stored yet. What was accepted stays accepted: the pixels are the same.

    Parameters
    ----------
    project : Project
    label : str
        Name of the undo steps.
    classes, attributes : mapping of str to str
        The new name of each old one; "" takes it away. A name that is there already is no
        mistake: the two become one.

    Raises
    ------
    InputError
        If a new name is none that a target may have.
    """
    rows = []
    for old in classes:
        sql = f"SELECT {COLUMNS} FROM targets WHERE category = ? AND category != ''"
        rows += project.read(sql, old)
    if attributes:
        sql = f"SELECT {COLUMNS} FROM targets WHERE attributes != '[]'"
        rows += project.read(sql)
    changes: dict[int, dict[int, TargetChange]] = {}
    for row in rows:
        before = from_row(row)
        after = before.described(
            category=classes.get(before.category, before.category),
            attributes=_renamed(before, attributes),
        )
        if (after.category, after.attributes) != (before.category, before.attributes):
            changes.setdefault(before.sequence, {})[before.id] = TargetChange(before, after)
    return [
        Edit(label, sequence, next(iter(own.values())).either.frame, tuple(own.values()))
        for sequence, own in sorted(changes.items())
    ]


def _renamed(target: Target, attributes: Mapping[str, str]) -> Iterable[str]:
    names = (attributes.get(name, name) for name in target.attributes)
    return [name for name in names if name]
