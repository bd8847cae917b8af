"""What the film strip shows: the frames of a track or a row of images, their targets and crops."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from label_irst.display.levels import Levels
from label_irst.document import Document
from label_irst.document.row import row_of
from label_irst.document.standing import Standing, standing_of
from label_irst.jobs.crops import Crop, Crops, Square, square_of
from label_irst.views.timeline.image_cells import SCALES, SIDE, Cut, ImageCells, scale_for
from label_irst.views.widgets.crop_painting import common_levels
from p2m_core.project import Target, get_track_frames, list_track_targets
from p2m_core.sampling import evenly

SAMPLE = 12  # targets that determine scale and grey levels
AT_ONCE = 8  # crops a job reads before the visible ones are determined again
CROPS_KEPT = 1024
TARGETS_KEPT = 512


class FilmContent(QObject):
    """Cells by their index; only those that `visible` names are read.

    Attributes are for reading.
    """

    changed = Signal()  # crops or targets have come

    def __init__(self, document: Document, visible: Callable[[], range], parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._visible = document, visible
        self._track: int | None = None
        self.images = ImageCells(document)  # nothing in it: the cells are of a track
        self.frames: NDArray[np.int64] = np.zeros(0, np.int64)
        self.targets: dict[int, list[Target]] = {}  # of each cell; empty: none in this image
        self._sample: list[Target] = []
        self._scale = SCALES[0]
        self._levels: Levels | None = None
        self._read_for: int | None = None  # the track whose crops the job reads
        self._crops = Crops(CROPS_KEPT, self)
        self._crops.came.connect(self._take)
        self._crops.free.connect(self._read)

    @property
    def here(self) -> int:
        return row_of(self._document).here

    @property
    def busy(self) -> bool:
        """Whether a visible crop is still to be read."""
        return self._crops.busy or bool(self._wanted())

    @property
    def held(self) -> int:
        """The number of crops and of targets in memory."""
        return len(self._crops.kept) + len(self.targets)

    @property
    def of_another_track(self) -> bool:
        """Whether the track is not the active one."""
        return not self._document.images and self._document.active_track != self._track

    def drop(self) -> None:
        """Forget the crops, before another sequence is taken."""
        self._crops.clear()
        self._track = None

    def take(self) -> None:
        """Turn to the row of images on show, or to the active track."""
        document = self._document
        self.targets.clear()
        self.images.take()
        if self.images:
            self._track, self.frames = None, np.arange(len(document.images.row))
            self._sample, self._levels = [], Levels(0.0, 1.0)  # each has its own
        elif document.project is None or document.info is None or document.active_track is None:
            self._track, self.frames = None, np.zeros(0, np.int64)
        else:
            track = document.active_track
            self.frames = get_track_frames(document.project, document.info.id, track)
            if track != self._track:
                self._track, self._levels = track, None
        if self._levels is None:
            self._take_sample()

    def _take_sample(self) -> None:
        """Take targets spread over the track; the largest determines the scale."""
        frames = self.frames[evenly(self.frames.size, SAMPLE)].tolist()
        self._sample = [t for f in frames for t in self._in_frames(f, f)]
        self._scale = scale_for(self._sample)

    def _in_frames(self, first: int, last: int) -> list[Target]:
        document = self._document
        assert document.project is not None
        assert document.info is not None
        assert self._track is not None
        return list_track_targets(document.project, document.info.id, self._track, first, last)

    def look(self) -> None:
        """Read the visible masks at once, and their surroundings in a job."""
        shown = self._visible()
        if any(int(self.frames[i]) not in self.targets for i in shown):
            if len(self.targets) > TARGETS_KEPT:
                self.targets.clear()
            first, last = int(self.frames[shown[0]]), int(self.frames[shown[-1]])
            if self.images:
                new = [i for i in range(first, last + 1) if i not in self.targets]
                self.targets |= {place: self.images.read(place) for place in new}
            else:
                self.targets |= {t.frame: [t] for t in self._in_frames(first, last)}
        self._read()
        self.changed.emit()

    # Cells

    def cut_of(self, frame: int) -> Cut | None:
        """What a cell shows; None before its targets are read."""
        info, targets = self._document.info, self.targets.get(frame)
        if self.images:
            return self.images.cut(frame, targets) if targets is not None else None
        if targets and info is not None:
            return info.path, square_of(targets[0], SIDE // self._scale)
        return None

    def crop_of(self, cut: Cut) -> tuple[Crop, Levels] | None:
        """The crop, None in it if it cannot be read, and its levels; None before it is read."""
        if cut not in self._crops.kept or self._levels is None:
            return None
        crop = self._crops.kept[cut]
        return crop, common_levels([crop]) if self.images and crop is not None else self._levels

    def standing(self, frame: int) -> Standing:
        if self.images:
            return Standing(int(row_of(self._document).standings[frame]))
        return standing_of(self.targets[frame][0])

    # Reading

    def _wanted(self) -> list[Cut]:
        """The visible crops not read yet, nearest to the current frame first."""
        info = self._document.info
        if self._levels is None and info is not None:
            return [(info.path, square_of(t, SIDE // self._scale)) for t in self._sample]
        frames = [int(self.frames[i]) for i in self._visible()]
        near = sorted(frames, key=lambda frame: abs(frame - self.here))
        cuts = [cut for frame in near if (cut := self.cut_of(frame)) is not None]
        return [cut for cut in cuts if cut not in self._crops.kept][:AT_ONCE]

    def _read(self) -> None:
        if self._document.info is None or not self._visible() or self._crops.busy:
            return
        if wanted := self._wanted():
            self._read_for = self._track
            source = wanted[0][0]
            self._crops.read(source, [square for path, square in wanted if path == source])

    def _take(self, crops: dict[Square, Crop]) -> None:
        if self._levels is None and self._read_for == self._track:
            self._levels = common_levels([c for c in crops.values() if c is not None])
        self.changed.emit()
