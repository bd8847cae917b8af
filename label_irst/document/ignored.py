"""The regions of the sequence on show in which nothing is a target."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from p2m_core.project import Edit, IgnoredRegion, Project, covered_by, list_ignored


class Ignored(QObject):
    """Read when a sequence opens, then kept."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.regions: list[IgnoredRegion] = []  # those that do not hold included

    def open(self, project: Project, sequence: int) -> None:
        """Read the regions of a sequence."""
        self.regions = list_ignored(project, sequence)
        self.changed.emit()

    def close(self) -> None:
        """Drop them."""
        self.regions = []
        self.changed.emit()

    def update(self, edit: Edit) -> None:
        """Show what an edit of the open sequence changed."""
        if not edit.ignored:
            return
        kept = {region.id: region for region in self.regions}
        for change in edit.ignored:
            kept.pop(change.id, None)
            if change.after is not None:
                kept[change.id] = change.after
        self.regions = [kept[number] for number in sorted(kept)]
        self.changed.emit()

    def at(self, frame: int, x: float, y: float) -> IgnoredRegion | None:
        """The region that holds in a frame and has the point in it; the last one of several."""
        return next((r for r in reversed(self.regions) if r.holds(frame, x, y)), None)

    def in_frame(self, frame: int) -> list[IgnoredRegion]:
        """Those that hold in a frame."""
        return [region for region in self.regions if region.covers(frame)]

    def mask(self, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """The pixels of all regions, of any frame, also of those that do not hold."""
        return covered_by(self.regions, shape)
