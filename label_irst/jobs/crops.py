"""Small pieces of many frames, read by jobs and cached: film strip, pictures of results."""

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from label_irst.jobs.task import Job
from p2m_core import sequence
from p2m_core.errors import FrameError, InputError
from p2m_core.progress import Progress
from p2m_core.project import Target

CACHE_BYTES = 16 * 2**20  # the crops are kept, not the frames
READERS_KEPT = 6
Crop = NDArray[Any] | None  # None where the frame cannot be read


class Square(NamedTuple):
    """A square of one frame, every `step`-th pixel of it; it may extend beyond the border."""

    frame: int
    x0: int
    y0: int
    size: int
    step: int = 1


def square_of(target: Target, size: int) -> Square:
    """The square of `size` pixels that has the target's centroid in its middle."""
    x, y = (int(np.floor(v + 0.5)) - size // 2 for v in target.centroid)
    return Square(target.frame, x, y, size)


def cut(image: NDArray[Any], square: Square) -> NDArray[Any]:
    """The part of the square in the picture; a copy, so that the frame can be freed."""
    rows = slice(max(square.y0, 0), max(square.y0 + square.size, 0))
    columns = slice(max(square.x0, 0), max(square.x0 + square.size, 0))
    return image[rows, columns][:: square.step, :: square.step].copy()


class Crops(QObject):
    """A cache, `kept`, of crops by the path of their images and their square."""

    came = Signal(object)  # crops that a job has read, by their squares
    free = Signal()  # the next squares can be read

    def __init__(self, kept: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._most = kept
        self.kept: OrderedDict[tuple[Path, Square], Crop] = OrderedDict()
        self._readers: dict[Path, _Reader] = {}
        self._left: list[_Reader] = []  # to close when no job reads from them any more
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        return self._job is not None

    def read(self, source: Path, squares: Sequence[Square]) -> None:
        """Read these in a job; do nothing while another one runs."""
        if self._job is not None or not squares:
            return
        reader = self._readers.pop(source, None) or _Reader(source)
        self._readers[source] = reader  # as the last of them
        while len(self._readers) > READERS_KEPT:
            self._left.append(self._readers.pop(next(iter(self._readers))))
        self._job = job = Job(partial(reader.read, squares), self)
        job.succeeded.connect(partial(self._take, reader))
        job.finished.connect(self._ended)
        job.start()

    def clear(self) -> None:
        """Close the images and empty the cache; a running job closes its own when it ends."""
        self._left += self._readers.values()
        self._readers = {}
        self.kept.clear()
        if self._job is not None and self._job.isRunning():
            self._job.cancel()
        else:  # when the window closes, the job is gone already
            self._close_left()

    def _take(self, reader: "_Reader", crops: dict[Square, Crop]) -> None:
        if self._readers.get(reader.source) is not reader:
            return  # cleared meanwhile
        self.kept |= {(reader.source, square): crop for square, crop in crops.items()}
        while len(self.kept) > self._most:
            self.kept.popitem(last=False)
        self.came.emit(crops)

    def _ended(self) -> None:
        self._job = None
        self._close_left()
        self.free.emit()

    def _close_left(self) -> None:
        for reader in self._left:
            reader.close()
        self._left.clear()


class _Reader:
    """Reads from a sequence of its own, opened at the first call; one call at a time."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self._sequence: sequence.Sequence | None = None

    def read(self, squares: Sequence[Square], progress: Progress) -> dict[Square, Crop]:
        """The crops at `squares`, in their order; None for a frame that cannot be read."""
        crops: dict[Square, Crop] = dict.fromkeys(squares)
        try:
            if self._sequence is None:
                self._sequence = sequence.open_sequence(self.source, cache_bytes=CACHE_BYTES)
        except InputError:  # the images are gone: each picture shows that
            return crops
        for done, square in enumerate(squares):
            progress(done, len(squares))
            with suppress(FrameError):
                crops[square] = cut(self._sequence[square.frame], square)
        return crops

    def close(self) -> None:
        if self._sequence is not None:
            self._sequence.close()
        self._sequence = None
