"""What is known of one target: a point, a box, or its pixels; and the targets of a mask image."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core.geometry import equivalent_radius
from p2m_core.project.growth import cropped


class PointLabel(NamedTuple):
    """One point ``(x, y)`` on a target, in the conventions of `p2m_core.geometry`."""

    x: float
    y: float


class BoxLabel(NamedTuple):
    """A box around a target: pixel columns ``x .. x + width - 1``, rows ``y .. y + height - 1``.

    Values may be fractional. The centre is ``(x + (width - 1) / 2, y + (height - 1) / 2)``.
    """

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, eq=False)
class MaskLabel:
    """The pixels of one target.

    Attributes
    ----------
    x0, y0 : int
        First column and row of `mask` in the frame.
    mask : bool array, shape (h, w)
        At least one pixel is set.
    """

    x0: int
    y0: int
    mask: NDArray[np.bool_]

    @cached_property
    def area(self) -> int:
        """Pixels."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def centroid(self) -> tuple[float, float]:
        """Mean ``(x, y)`` of the pixels in the frame."""
        rows, columns = np.nonzero(self.mask)
        # Sums of whole numbers, so that it is the same to the bit wherever the crop begins.
        return (
            (int(columns.sum()) + self.x0 * rows.size) / rows.size,
            (int(rows.sum()) + self.y0 * rows.size) / rows.size,
        )

    @property
    def in_one_piece(self) -> bool:
        """Whether its pixels are 8-connected."""
        return len(_components(self.mask)) == 1

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The half-open box ``(x0, y0, x1, y1)`` of the crop in the frame."""
        height, width = self.mask.shape
        return self.x0, self.y0, self.x0 + width, self.y0 + height


Label = PointLabel | BoxLabel | MaskLabel
"""What is known of one target in one frame."""


def box_of(label: Label) -> tuple[float, float, float, float]:
    """Return the half-open box ``(x0, y0, x1, y1)`` of a label: pixel c reaches from c to c + 1.

    That of a point is as large as a pixel.
    """
    if isinstance(label, MaskLabel):
        return label.box
    if isinstance(label, BoxLabel):
        return label.x, label.y, label.x + label.width, label.y + label.height
    return label.x, label.y, label.x + 1.0, label.y + 1.0


def centre_of(label: Label) -> tuple[float, float]:
    """Return the centre ``(x, y)`` of a label."""
    if isinstance(label, MaskLabel):
        return label.centroid
    if isinstance(label, PointLabel):
        return label
    return label.x + (label.width - 1) / 2, label.y + (label.height - 1) / 2


def radius_of(label: Label) -> float:
    """Return the equivalent radius of a mask, pixels; NaN for other labels."""
    return equivalent_radius(label.area) if isinstance(label, MaskLabel) else math.nan


class LabelledTarget(NamedTuple):
    """One target of a frame: its label, and its track and category where they are known.

    `track` is the number of the same object through the frames, from 1; `category` is "" where
    there is none. `attributes` and `note` are as in `p2m_core.project.Target`.
    """

    label: Label
    track: int | None = None
    category: str = ""
    attributes: tuple[str, ...] = ()
    note: str = ""


def split_mask(
    mask: NDArray[np.bool_],
    tracks: NDArray[np.generic] | None = None,
    numbers: NDArray[np.generic] | None = None,
) -> Iterator[LabelledTarget]:
    """Yield the targets of a mask image.

    Parameters
    ----------
    mask : bool array, shape (H, W)
    tracks : integer array, shape (H, W), optional
        An instance map: the pixels of one number are one target, and the number is its track.
        Where it covers other pixels than the mask, somebody changed the mask since: it is not used.
        Without it, the 8-connected components are the targets.
    numbers : integer array, shape (H, W), optional
        Of the mask, see `mask_images.MaskImage`: components of different numbers are apart.

    Yields
    ------
    LabelledTarget
        By track ascending; components in the order of their first pixel, row by row.
    """
    if tracks is not None and np.array_equal(tracks != 0, mask):
        pixels = np.argwhere(mask)
        values = tracks[mask]
        # By number, in one pass: an image may have tens of thousands.
        order = np.argsort(values, kind="stable")
        starts = np.flatnonzero(np.diff(values[order])) + 1
        for group in np.split(order, starts) if order.size else ():
            yield LabelledTarget(label_of_pixels(pixels[group]), int(values[group[0]]))
        return
    if not mask.any():
        return
    if numbers is None:
        found = _components(mask)
    else:
        every = (_components(numbers == number) for number in np.unique(numbers[mask]).tolist())
        found = [one for some in every for one in some]
    # OpenCV numbers them block by block: order them by their first pixel.
    for label in sorted(found, key=lambda one: (one.y0, one.x0 + int(one.mask[0].argmax()))):
        yield LabelledTarget(label)


def _components(mask: NDArray[np.bool_]) -> list[MaskLabel]:
    _, parts, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    found = []
    for part in range(1, len(stats)):
        x0, y0, width, height = stats[part, :4].tolist()
        found.append(MaskLabel(x0, y0, parts[y0 : y0 + height, x0 : x0 + width] == part))
    return found


def label_of_pixels(pixels: NDArray[np.int64]) -> MaskLabel:
    """Return the label of some pixels, rows and columns of shape (N, 2), at least one."""
    return MaskLabel(*cropped(pixels))
