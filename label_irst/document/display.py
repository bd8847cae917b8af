"""How the open sequence is shown: its look, the sample that sets its levels, and its pictures.

Only for the eye: tools, algorithms and numbers use the document's image, which is the raw frame.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from label_irst.display import filters
from label_irst.display.levels import (
    Levels,
    auto_levels,
    balanced_levels,
    full_range,
    sample_indices,
    thinned,
)
from label_irst.display.look import Filter, Look, look_from_json
from label_irst.display.picture import picture
from label_irst.i18n import tr
from label_irst.settings import mask_style
from label_irst.settings.mask_style import MaskStyle
from p2m_core.nodata import valid_mask

BINS = 128
LEAST_CHANGE = 8.0  # of whole grey levels
KEPT_PICTURES = 3  # a frame and its neighbours: blinking makes each of them once


@dataclass(frozen=True, eq=False)
class Sample:
    """Values of frames spread over the sequence, or their changes; they set the levels."""

    images: list[NDArray[Any]]
    range: tuple[float, float]  # of the level controls
    counts: NDArray[np.int64]  # how often values occur, in equal steps over the range


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture of frame `frame`, and a note on it, if any."""

    frame: int
    image: QImage
    note: str = ""


class Display:
    """The attributes are for reading; the methods change them and call `changed`."""

    def __init__(
        self, read: filters.Frames, changed: Callable[[], None], keep: Callable[[Look], None]
    ) -> None:
        self._read = read
        self._changed = changed
        self._keep = keep
        self._count = 0
        self._dtype: np.dtype[Any] = np.dtype(np.uint8)
        self._easy: Callable[[int], int] = int
        self._samples: dict[bool, Sample] = {}
        self._pictures: dict[tuple[int, Look], Shown] = {}
        self.look = Look()
        self.masks_shown = True
        self.bare: tuple[int, int] | None = None  # frames without masks, the first and the last
        self.mask_style = mask_style.stored()

    def open(
        self, count: int, dtype: np.dtype[Any], stored: object, easy: Callable[[int], int]
    ) -> None:
        """Begin with a sequence; `stored` is the look it had before, if any.

        A new one has levels of its own and else the look of the sequence shown before. `easy`
        returns the frame near another one that is quickest to read.
        """
        self.close()
        self._count, self._dtype, self._easy = count, dtype, easy
        fresh = replace(self.look, change=None, filter=Filter.NONE)
        self.look = look_from_json(
            stored, replace(fresh, levels=auto_levels(self._sample(changes=False).images))
        )
        self._find_levels()

    def close(self) -> None:
        """Drop what was read."""
        self._count, self.bare = 0, None
        self._samples.clear()
        self._pictures.clear()

    # Levels

    @property
    def levels(self) -> Levels:
        """The levels of what is shown now: frames or differences."""
        return self.look.active_levels

    @property
    def sample(self) -> Sample:
        """The sample that sets the levels of what is shown now."""
        return self._sample(self.look.filter is Filter.DIFFERENCE)

    def _sample(self, changes: bool) -> Sample:
        if changes not in self._samples:
            images = self._sampled_changes() if changes else self._sampled_frames()
            low, high = full_range(np.dtype(np.float64) if changes else self._dtype, images)
            if changes:
                most = max(abs(low), abs(high), 2 * self._balanced(images).high)
                low, high = -most, most
            # Not more columns than whole numbers, or some would be empty and the others too high.
            bins = math.ceil(min(high - low, BINS)) if self._whole else BINS
            counts = np.zeros(bins, np.int64)
            for image in images:
                values = image[np.isfinite(image)]
                counts += np.histogram(values, bins, (low, high))[0]
            self._samples[changes] = Sample(images, (low, high), counts)
        return self._samples[changes]

    def _sampled_frames(self) -> list[NDArray[Any]]:
        images = (self._read(self._easy(i)) for i in sample_indices(self._count))
        return [thinned(image, valid_mask(image)) for image in images if image is not None]

    def _sampled_changes(self) -> list[NDArray[Any]]:
        found = []
        for i in map(self._easy, sample_indices(self._count - 1) if self._count > 1 else []):
            before, image = self._read(i), self._read(i + 1)
            if before is not None and image is not None:
                masks = [m for m in (valid_mask(image), valid_mask(before)) if m is not None]
                valid = np.logical_and.reduce(masks) if masks else None
                found.append(filters.difference(thinned(image, valid), thinned(before, valid)))
        return found

    def auto_levels(self) -> None:
        """Set the levels of what is shown now by the whole sequence; gamma stays."""
        self.set_levels(self._auto().with_gamma(self.levels.gamma))

    @property
    def _whole(self) -> bool:
        """Whether grey levels are whole numbers."""
        return self._dtype.kind in "iu"

    def _balanced(self, changes: list[NDArray[Any]]) -> Levels:
        # In compressed videos hardly a pixel changes: a target would be only black and white.
        return balanced_levels(changes, LEAST_CHANGE if self._whole else 0.0)

    def _auto(self) -> Levels:
        if self.look.filter is Filter.DIFFERENCE:
            return self._balanced(self.sample.images)
        return auto_levels(self.sample.images)

    def set_levels(self, levels: Levels) -> None:
        """Set one window and level for the whole sequence; the project keeps them."""
        if levels.window > 0:
            self.set_look(self.look.with_levels(levels))

    # The look

    def set_look(self, look: Look) -> None:
        """Show the sequence like this from now on, also when it is opened again."""
        if self._count == 0 or look == self.look:
            return
        self.look = look
        self._find_levels()
        self._keep(self.look)
        self._changed()

    def change(self, **values: Any) -> None:
        """Set some fields of the look."""
        self.set_look(replace(self.look, **values))

    def reset(self) -> None:
        """Back to the plain frames with automatic levels."""
        self.set_look(Look(levels=auto_levels(self._sample(changes=False).images)))

    def _find_levels(self) -> None:
        """Give the differences levels when they are shown for the first time."""
        if self.look.filter is Filter.DIFFERENCE and self.look.change is None:
            self.look = replace(self.look, change=self._auto())

    def show_masks(self, shown: bool) -> None:
        self.masks_shown = shown
        self._changed()

    def masks_at(self, frame: int) -> bool:
        """Whether masks are shown in a frame."""
        bare = self.bare is not None and self.bare[0] <= frame <= self.bare[1]
        return self.masks_shown and not bare

    def toggle_masks(self, frame: int, chosen: tuple[int, int] | None) -> None:
        """Hide or show the masks, of the `chosen` frames alone if there are any."""
        hide = self.masks_at(frame)
        self.bare = chosen if hide else None
        self.show_masks(not hide or chosen is not None)

    def set_mask_style(self, style: MaskStyle) -> None:
        """Set how masks are drawn, in all projects."""
        if style != self.mask_style:
            self.mask_style = style
            mask_style.store(style)
            self._changed()

    # Pictures

    def shown(self, frame: int) -> Shown | None:
        """The picture of a frame; None if it cannot be read."""
        key = (frame, self.look)
        if key not in self._pictures:
            image = self._read(frame)
            if image is None:
                return None
            filtered, note = self._filtered(frame, image)
            while len(self._pictures) >= KEPT_PICTURES:
                del self._pictures[next(iter(self._pictures))]
            self._pictures[key] = Shown(frame, picture(filtered, self.look), note)
        return self._pictures[key]

    def _filtered(self, frame: int, image: NDArray[Any]) -> tuple[NDArray[Any], str]:
        if self.look.filter is Filter.DIFFERENCE:
            before = self._read(frame - 1) if frame > 0 else None
            if before is None:
                return filters.difference(image, image), tr("no frame before to compare with")
            return filters.difference(image, before), ""
        if self.look.filter is Filter.MEDIAN:
            numbers = filters.median_frames(frame, self._count)
            images = [image, *(self._read(i) for i in numbers if i != frame)]
            return filters.median([i for i in images if i is not None]), ""
        return image, ""
