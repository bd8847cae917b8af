"""The detector around a filter."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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

        At most `_peaks.MOST` a frame, the surest first. Frames of any size and dtype; NaN and
        infinity count as background.

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
        image, unit = _clutter.prepare(frame)
        noise = unit * level_noise(frame.dtype)
        score, radius = _clutter.strongest(self.respond(image), self.clutter_width, noise)
        if self.moving:
            score = self._if_moved(score, frame, list(others))
        return peaks(score, radius)

    def _if_moved(
        self, score: Floats, frame: NDArray[np.generic], others: list[NDArray[np.generic]]
    ) -> Floats:
        if not others:
            return score
        # All in the unit of one frame, since their difference is taken.
        image, unit = _clutter.prepare(np.stack([frame, *others]))
        noise = unit * level_noise(frame.dtype)
        changed = _motion.change(image[0], list(image[1:]))
        ratio = _clutter.over_clutter(changed, self.clutter_width, noise)
        both: Floats = np.sqrt(score * ratio)
        return both
