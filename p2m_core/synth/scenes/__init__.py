"""The scenes behind the targets, in grey levels before the optics.

A scene is larger than the frame: the camera looks at it through a moving window.
"""

from collections.abc import Callable

import cv2
import numpy as np

from p2m_core.synth.scenes.field import field
from p2m_core.synth.scenes.fields import Picture
from p2m_core.synth.scenes.sea import Sea
from p2m_core.synth.scenes.sky import cloud, flat
from p2m_core.synth.scenes.town import town

Scene = Callable[[int], Picture]
"""Returns the picture of a frame, blurred by the optics; do not write to it."""


def _still(
    paint: Callable[[np.random.Generator, tuple[int, int]], Picture],
) -> Callable[[np.random.Generator, tuple[int, int], float], Scene]:
    def build(rng: np.random.Generator, shape: tuple[int, int], optics_sigma: float) -> Scene:
        picture = _through_optics(paint(rng, shape), optics_sigma)
        return lambda frame: picture

    return build


def _sea(rng: np.random.Generator, shape: tuple[int, int], optics_sigma: float) -> Scene:
    sea = Sea(rng, shape)
    return lambda frame: _through_optics(sea.at(frame), optics_sigma)


def _through_optics(picture: Picture, sigma: float) -> Picture:
    blurred = cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(blurred, np.float32)


SCENES: dict[str, Callable[[np.random.Generator, tuple[int, int], float], Scene]] = {
    "cloud": _still(cloud),
    "sea": _sea,
    "field": _still(field),
    "town": _still(town),
    "flat": _still(flat),
}
