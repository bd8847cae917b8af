"""What new masks take over from the targets whose place or track they take."""

from dataclasses import replace

from p2m_core.project.annotation import Target
from p2m_core.project.changes import (
    TargetChange,
)
from p2m_core.project.edits import Edit
from p2m_core.project.project import Project


def with_descriptions(project: Project, edit: Edit) -> Edit:
    """Return `edit`, not stored yet, with nothing lost that was said of its targets.

    A mask that is drawn or grown anew keeps category, attributes, note and flag of the target
    whose place it takes. A target that is new to its frame gets the category of its track, from
    the nearest frame.
    """
    removed = {
        (c.before.frame, c.before.track): c.before
        for c in edit.targets
        if c.before is not None and c.after is None
    }
    categories: dict[int, str] = {}
    changes: list[TargetChange] = []
    for change in edit.targets:
        after = change.after
        if after is None or _is_described(after):
            changes.append(change)
            continue
        before = change.before or removed.get((after.frame, after.track))
        if before is None:
            if after.track not in categories:
                categories[after.track] = _nearest_category(project, after)
            if category := categories[after.track]:
                change = TargetChange(None, after.described(category=category))
        elif _is_described(before) and not after.is_relabelled(before):
            change = TargetChange(change.before, after.described_as(before))
        changes.append(change)
    return replace(edit, targets=tuple(changes))


def _is_described(target: Target) -> bool:
    return bool(target.category or target.attributes or target.note or target.flagged)


def _nearest_category(project: Project, target: Target) -> str:
    """Return the category that the target's track has nearest to its frame; "" for none."""
    rows = []
    for relation, order in (("<=", "DESC"), (">", "ASC")):
        rows += project.read(
            "SELECT frame, category FROM targets WHERE sequence = ? AND track = ? "
            f"AND frame {relation} ? ORDER BY frame {order} LIMIT 1",
            target.sequence,
            target.track,
            target.frame,
        )
    nearest = min(rows, key=lambda row: abs(row[0] - target.frame), default=(0, ""))
    return str(nearest[1])
