"""The detector around a filter."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2m_core import nodata
from p2m_core.classical import _clutter, _motion
from p2m_core.classical._peaks import peaks
from p2m_core.detector import Detection
from p2m_core.geometry import level_noise
from p2m_core.sequence import Sequence

Floats = NDArray[np.float32]
Respond = Callable[[Floats], Iterable[tuple[float, Floats]]]
"""A filter: the radius and the answer, not negative, shape (H, W), of each scale."""


@dataclass(frozen=True)
class ClassicalDetector:
    """Finds spots that stand out from the clutter around; see `p2m_core.classical`.

    Attributes
    ----------
    respond : callable
        The filter.
    clutter_width : int
        Side of the square around, pixels.
    moving : bool
        Whether the score is the geometric mean with that of the frame difference at the same
        pixel. Without another frame to compare with, the score is the filter's.
    """

    respond: Respond
    clutter_width: int
    moving: bool = False

    def detect(
        self, sequence: Sequence, frames: Iterable[int] | None = None
    ) -> Iterator[tuple[int, list[Detection]]]:
        """Yield ``(frame, detections)`` in order, of all frames or of `frames`.

        At most `_peaks.MOST` a frame, the surest first. Frames of any size and dtype; none where a
        frame holds no data.

        Raises
        ------
        FrameError
            If a frame cannot be read.
        """
        for frame in range(len(sequence)) if frames is None else sorted(set(frames)):
            others = _motion.neighbours(frame, len(sequence)) if self.moving else []
            yield frame, self.detect_in(sequence[frame], [sequence[other] for other in others])

    def detect_in(
        self, frame: NDArray[np.generic], others: Iterable[NDArray[np.generic]] = ()
    ) -> list[Detection]:
        """Return the detections of one frame, shape (H, W); `others` are those to compare with."""
        valid = nodata.valid_mask(frame)
        image, unit = _clutter.prepare(nodata.filled(frame, valid))
        noise = unit * level_noise(frame.dtype)
        score, radius = _clutter.strongest(self.respond(image), self.clutter_width, noise, valid)
        if self.moving:
            score = self._if_moved(score, frame, list(others))
        return peaks(score, radius)

    def _if_moved(
        self, score: Floats, frame: NDArray[np.generic], others: list[NDArray[np.generic]]
    ) -> Floats:
        if not others:
            return score
        # All in the unit of one frame, since their difference is taken.
        valid = [nodata.valid_mask(one) for one in (frame, *others)]
        frames = [nodata.filled(*one) for one in zip((frame, *others), valid, strict=True)]
        image, unit = _clutter.prepare(np.stack(frames))
        noise = unit * level_noise(frame.dtype)
        changed = _motion.change(image[0], list(zip(image[1:], valid[1:], strict=True)))
        ratio = _clutter.over_clutter(changed, self.clutter_width, noise, valid[0])
        both: Floats = np.sqrt(score * ratio)
        return both
