"""Random fields and small shapes that the scenes are painted with."""

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]


def fractal(
    rng: np.random.Generator, shape: tuple[int, int], slope: float, stretch: float = 1.0
) -> Picture:
    """Return a random field of zero mean and unit variance with a 1/f spectrum.

    Parameters
    ----------
    rng : Generator
        Source of the field.
    shape : (int, int)
        Rows and columns.
    slope : float
        Amplitude falls as ``f ** -slope``; 1.83 is Kolmogorov turbulence in two dimensions.
    stretch : float
        Ratio of the structures' length along the rows to that across them.
    """
    height, width = shape
    fy = np.fft.fftfreq(height)[:, None]
    fx = np.fft.rfftfreq(width)[None, :] * stretch
    frequency = np.hypot(fy, fx)
    frequency[0, 0] = 1.0
    gain = (frequency**-slope).astype(np.float32)
    gain[0, 0] = 0.0
    white = rng.standard_normal(shape, dtype=np.float32)
    field = np.fft.irfft2(np.fft.rfft2(white) * gain, s=shape)
    return np.asarray(field / max(float(field.std()), 1e-12), np.float32)


def profile(rng: np.random.Generator, length: int, slope: float) -> NDArray[np.float32]:
    """Return a random curve of `length` samples, zero mean and unit variance, 1/f spectrum."""
    frequency = np.fft.rfftfreq(length)
    frequency[0] = 1.0
    spectrum = np.fft.rfft(rng.standard_normal(length)) * frequency**-slope
    spectrum[0] = 0.0
    curve = np.fft.irfft(spectrum, n=length)
    return np.asarray(curve / max(float(curve.std()), 1e-12), np.float32)


def sigmoid(values: NDArray[np.floating]) -> Picture:
    """Return the logistic function of `values`."""
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * values), np.float32)


def displace(field: Picture, dx: Picture, dy: Picture) -> Picture:
    """Return `field` with each pixel taken from ``(dx, dy)`` beside it, mirrored at the border."""
    height, width = field.shape
    columns, rows = np.meshgrid(
        np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    )
    moved = cv2.remap(
        field, columns + dx, rows + dy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
    )
    return np.asarray(moved, np.float32)


def ramp(length: int) -> Picture:
    """Return a column vector from 0 (top) to 1 (bottom), shape (length, 1)."""
    return np.linspace(0.0, 1.0, length, dtype=np.float32)[:, None]


def shrink(picture: Picture, shape: tuple[int, int]) -> Picture:
    """Return `picture` averaged down to `shape`, which gives sub-pixel edges."""
    return np.asarray(
        cv2.resize(picture, (shape[1], shape[0]), interpolation=cv2.INTER_AREA), np.float32
    )
