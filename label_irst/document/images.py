"""The single images around the one on show: a project's images in a row, like frames of a sequence.

Sequences of one frame that follow each other in the project are such a row.
"""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.document.doubt_lane import DoubtLane
from label_irst.document.suggestions import THRESHOLD
from p2m_core.doubt import NEAR, TargetTable, doubts
from p2m_core.errors import P2MError
from p2m_core.project import (
    FrameState,
    Image,
    Project,
    SequenceInfo,
    count_sequences,
    get_image_table,
    images_around,
    left_to_review,
)

IDLE_MS = 300  # after a step, until the states of all images are read again: a job may change them


class Images(QObject):
    """Attributes are for reading. All of them are empty where a longer sequence is shown."""

    changed = Signal()  # the states

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.row: list[Image] = []
        self.here = 0  # the place in the row of the image on show
        self.states: NDArray[np.uint8] = np.zeros(0, np.uint8)  # as they are painted
        self.counts: NDArray[np.int64] = np.zeros(0, np.int64)  # targets of each image
        self.doubts = DoubtLane(self)
        self.doubts.changed.connect(self._count)
        self._project: Project | None = None
        self._of = 0  # how many sequences the project had
        self._place: dict[int, int] = {}
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.refresh)

    def __bool__(self) -> bool:
        """Whether several images are in a row."""
        return len(self.row) > 1

    def open(self, project: Project, info: SequenceInfo) -> None:
        """Find the row of a sequence; the same one stays as it is."""
        of = count_sequences(project)
        if project is self._project and of == self._of and info.id in self._place:
            self.here = self._place[info.id]
            self._idle.start()
            return
        self.close()
        if info.frame_count > 1:
            return
        self._project, self._of = project, of
        self.row = images_around(project, info.id)
        self._place = {image.id: i for i, image in enumerate(self.row)}
        self.here = self._place[info.id]
        self._take_states()
        self.counts = np.zeros(len(self.row), np.int64)
        if self:
            ids = np.array([image.id for image in self.row])
            sizes = np.array([(image.height, image.width) for image in self.row])
            read = partial(_read, project, ids)
            self.doubts.open(len(ids), read, partial(_doubts, sizes), near=0)

    def close(self) -> None:
        """Drop the project."""
        self._idle.stop()
        self._project, self._of = None, 0
        self.row, self._place, self.here = [], {}, 0
        self.states, self.counts = np.zeros(0, np.uint8), np.zeros(0, np.int64)
        self.doubts.close()

    def place(self, id: int) -> int:
        """The place of a sequence in the row."""
        return self._place[id]

    def put(self, state: FrameState) -> None:
        """The image on show has changed: its state is `state` now."""
        if self:
            self.states[self.here] = state
            self.doubts.read_again(self.here, self.here)
            self.changed.emit()

    def refresh(self) -> None:
        """Read the states of all images again; keep what is known where that fails."""
        if not self or self._project is None:
            return
        try:
            row = images_around(self._project, self.row[self.here].id)
        except P2MError:
            return
        if [image.id for image in row] != list(self._place):
            return  # sequences were added: the next one that is shown finds its row
        self.row, before = row, self.states
        self._take_states()
        if not np.array_equal(before, self.states):
            self.doubts.read_again(0, len(self.row) - 1)
            self.changed.emit()

    def _take_states(self) -> None:
        """The states in the file; an unseen image that has a suggestion is suggested."""
        assert self._project is not None
        left = set(left_to_review(self._project, THRESHOLD))
        unseen = [image.id in left and not image.state for image in self.row]
        states = np.array([int(image.state) for image in self.row], np.uint8)
        self.states = np.where(unseen, np.uint8(FrameState.SUGGESTED), states)

    def _count(self) -> None:
        self.counts = np.bincount(self.doubts.table.frame, minlength=len(self.row))


def _read(project: Project, ids: NDArray[np.int64], first: int, last: int) -> TargetTable:
    """The targets of the images at places `first` to `last`; `frame` is the place."""
    table = get_image_table(project, int(ids[first]), int(ids[last]))
    table.frame[:] = np.searchsorted(ids, table.frame)
    return table


def _doubts(
    sizes: NDArray[np.int64], table: TargetTable
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Doubt and its reason; no image is a neighbour of another one in time."""
    height, width = sizes[table.frame].T
    apart: dict[str, Any] = {name: getattr(table, name) for name in table.__dataclass_fields__}
    apart["frame"] = table.frame * (NEAR + 1)
    return doubts(TargetTable(**apart), (height, width))
