"""Colour maps: 256 colours from the darkest to the brightest grey level."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

# White-hot first: the usual infrared picture. Inferno and viridis are perceptually uniform: a step
# in grey is the same step in colour everywhere. Iron is the palette of thermal cameras.
COLOUR_MAPS = ("white-hot", "black-hot", "iron", "inferno", "viridis")

_IRON = ("#00000a", "#20007c", "#7a0a9a", "#c4286e", "#ea5b1c", "#fba40b", "#ffe46b", "#fffff4")


@cache
def colours(name: str, inverted: bool = False) -> NDArray[np.uint8]:
    """The map as red, green and blue, shape (256, 3); an inverted one runs backwards."""
    table = _table(name)
    table = np.ascontiguousarray(table[::-1] if inverted else table)
    table.flags.writeable = False  # the cache shares it
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
    """Iron with an even rise of lightness; the usual tables have flat, blind stretches."""
    stops = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in _IRON], np.float32)
    lab = _lab(stops / 255)
    lightness = np.linspace(lab[0, 0], lab[-1, 0], 256)
    path = np.stack([np.interp(lightness, lab[:, 0], lab[:, i]) for i in range(3)], axis=1)
    return np.asarray(np.rint(np.clip(_rgb(path), 0, 1) * 255), dtype=np.uint8)


# By hand, because OpenCV needs a fifth of a second for its first such conversion, and the window
# would wait for it. sRGB with its white, D65; CIE L*a*b* of 1976.
_XYZ = np.array(
    [[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]]
)
_WHITE = _XYZ.sum(axis=1)
_LAB = np.array([[0.0, 116.0, 0.0], [500.0, -500.0, 0.0], [0.0, 200.0, -200.0]])
_SHIFT = np.array([16.0, 0.0, 0.0])
_KNEE = 6 / 29


def _lab(rgb: NDArray[np.floating]) -> NDArray[np.floating]:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _XYZ.T / _WHITE
    f = np.where(xyz > _KNEE**3, np.cbrt(xyz), xyz / (3 * _KNEE**2) + 4 / 29)
    return np.asarray(f @ _LAB.T - _SHIFT)


def _rgb(lab: NDArray[np.floating]) -> NDArray[np.floating]:
    f = (lab + _SHIFT) @ np.linalg.inv(_LAB).T
    xyz = np.where(f > _KNEE, f**3, 3 * _KNEE**2 * (f - 4 / 29)) * _WHITE
    linear = np.clip(xyz @ np.linalg.inv(_XYZ).T, 0, None)
    bent = 1.055 * linear ** (1 / 2.4) - 0.055
    return np.asarray(np.where(linear <= 0.0031308, linear * 12.92, bent))
