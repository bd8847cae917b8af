"""Small pictures of sequences, read by jobs and cached; only what is asked for last is read."""

import json
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from label_irst.display.contrast import local_contrast
from label_irst.display.levels import auto_levels, sample_indices, thinned, to_8bit
from label_irst.display.look import Look, look_from_json
from label_irst.display.picture import coloured
from label_irst.jobs.task import Job
from p2m_core import sequence
from p2m_core.errors import FrameError, P2MError
from p2m_core.nodata import valid_mask
from p2m_core.progress import Progress

KEPT_BYTES = 64 * 2**20
BATCH_S = 0.15  # so that what has scrolled into view need not wait long
CACHE_BYTES = 16 * 2**20
_KEEP, _RGB = Qt.AspectRatioMode.KeepAspectRatio, QImage.Format.Format_RGB32


class Wanted(NamedTuple):
    """A frame, its look as the project keeps it (JSON, or empty), and the most pixels of it."""

    path: Path
    frame: int
    look: str
    size: tuple[int, int]


class Thumbnails(QObject):
    """A cache, `kept`, of pictures; None where the images cannot be read."""

    came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kept: OrderedDict[Wanted, QImage | None] = OrderedDict()
        self._wanted: list[Wanted] = []
        self._bytes = 0
        self.job: Job | None = None

    def want(self, pictures: Sequence[Wanted]) -> None:
        """Read these, the first ones first, and no longer those that were wanted before."""
        for picture in pictures:
            if picture in self.kept:
                self.kept.move_to_end(picture)
        self._wanted = [picture for picture in pictures if picture not in self.kept]
        self._go_on()

    def forget(self) -> None:
        """Empty the cache; what a running job brings is dropped."""
        self.close()
        self.kept.clear()
        self._bytes = 0

    def close(self) -> None:
        """End the work; the pictures stay."""
        self._wanted = []
        if self.job is not None:
            self.job.cancel()
            self.job = None

    def _go_on(self) -> None:
        if self.job is None and self._wanted:
            self.job = job = Job(partial(_read, list(self._wanted)), self)
            job.succeeded.connect(partial(self._take, job))
            job.failed.connect(partial(self._end, job))
            job.cancelled.connect(partial(self._end, job))
            job.start(Job.Priority.LowPriority)

    def _take(self, job: Job, pictures: dict[Wanted, QImage | None]) -> None:
        if job is not self.job:
            return
        self.job = None
        for wanted, picture in pictures.items():
            self.kept[wanted] = picture
            self._bytes += _bytes(picture)
        while self._bytes > KEPT_BYTES and len(self.kept) > 1:
            self._bytes -= _bytes(self.kept.popitem(last=False)[1])
        self._wanted = [wanted for wanted in self._wanted if wanted not in pictures]
        self.came.emit()
        self._go_on()

    def _end(self, job: Job, text: str = "") -> None:
        if job is not self.job:
            return
        self.job = None
        if text and self._wanted:  # a fault with one picture must not keep the others waiting
            self.kept[self._wanted.pop(0)] = None
            self._go_on()


def _bytes(picture: QImage | None) -> int:
    return picture.sizeInBytes() if picture is not None else 0


def _read(wanted: list[Wanted], progress: Progress) -> dict[Wanted, QImage | None]:
    """As many of the pictures as can be read in `BATCH_S`, at least one."""
    until = time.monotonic() + BATCH_S
    found: dict[Wanted, QImage | None] = {}
    for done, one in enumerate(wanted):
        progress(done, len(wanted))
        found[one] = None
        with suppress(P2MError):
            found[one] = thumbnail(one)
        if time.monotonic() > until:
            break
    return found


def thumbnail(wanted: Wanted) -> QImage:
    """A frame with the levels and colours it has in the picture view, at most as large as `size`.

    Raises
    ------
    P2MError
        If it cannot be read.
    """
    with sequence.open_sequence(wanted.path, cache_bytes=CACHE_BYTES) as images:
        image = images[wanted.frame]
        look = look_from_json(json.loads(wanted.look) if wanted.look else None, Look())
        if not wanted.look:
            sample = []
            for i in map(images.easy_frame, sample_indices(len(images))):
                with suppress(FrameError):
                    sample.append(thinned(images[i], valid_mask(images[i])))
            look = Look(levels=auto_levels(sample))
    grey = to_8bit(image, look.levels)
    if look.contrast > 0.0:
        grey = local_contrast(grey, look.contrast)
    height, width = grey.shape
    fit = QSize(width, height).scaled(QSize(*wanted.size), _KEEP)
    if fit.width() < width:
        size = max(1, fit.width()), max(1, fit.height())
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    return coloured(grey, look.colour_map, look.inverted).convertToFormat(_RGB)
