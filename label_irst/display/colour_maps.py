"""Colour maps: 256 colours from the darkest to the brightest grey level."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

# White-hot first: it is what an infrared picture is. Inferno and viridis are even to the eye, a
# step in grey being the same step in colour everywhere; iron is what thermal cameras show.
COLOUR_MAPS = ("white-hot", "black-hot", "iron", "inferno", "viridis")

_IRON = ("#00000a", "#20007c", "#7a0a9a", "#c4286e", "#ea5b1c", "#fba40b", "#ffe46b", "#fffff4")


@cache
def colours(name: str, inverted: bool = False) -> NDArray[np.uint8]:
    """The map as red, green and blue, shape (256, 3); an inverted one runs backwards."""
    table = _table(name)
    table = np.ascontiguousarray(table[::-1] if inverted else table)
    table.flags.writeable = False  # it is shared
    return table


def _table(name: str) -> NDArray[np.uint8]:
    grey = np.arange(256, dtype=np.uint8)
    if name == "white-hot":
        return np.repeat(grey[:, np.newaxis], 3, axis=1)
    if name == "black-hot":
        return np.repeat(grey[::-1, np.newaxis], 3, axis=1)
    if name == "iron":
        return _iron()
    number = {"inferno": cv2.COLORMAP_INFERNO, "viridis": cv2.COLORMAP_VIRIDIS}[name]
    return np.asarray(cv2.applyColorMap(grey, number), dtype=np.uint8).reshape(256, 3)[:, ::-1]


def _iron() -> NDArray[np.uint8]:
    """Iron with an even rise of lightness: the usual tables have flat stretches, blind spots."""
    stops = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in _IRON], np.float32)
    lab = cv2.cvtColor(stops[np.newaxis] / 255, cv2.COLOR_RGB2Lab)[0]
    lightness = np.linspace(lab[0, 0], lab[-1, 0], 256)
    path = np.stack([np.interp(lightness, lab[:, 0], lab[:, i]) for i in range(3)], axis=1)
    rgb = cv2.cvtColor(path[np.newaxis].astype(np.float32), cv2.COLOR_Lab2RGB)[0]
    return np.asarray(np.rint(np.clip(rgb, 0, 1) * 255), dtype=np.uint8)
