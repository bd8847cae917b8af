"""The result and the interface of any detector, RPR-Net or a classical one."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from p2m_core.sequence import Sequence


class Detection(NamedTuple):
    """A target that a detector found.

    Attributes
    ----------
    x, y : float
        Centre, in the conventions of `p2m_core.geometry`.
    radius : float
        Equivalent radius, pixels.
    score : float
        Greater is surer; comparable within one detector only. RPR-Net's scores lie in 0..1.
    """

    x: float
    y: float
    radius: float
    score: float


class Detector(Protocol):
    """Finds targets in a sequence."""

    def detect(self, sequence: Sequence) -> Iterator[tuple[int, list[Detection]]]:
        """Yield ``(frame, detections)`` frame by frame in order, detections by falling score."""
