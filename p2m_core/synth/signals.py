"""The signal of a target on the detector: a small warm body blurred by the optics."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Width of a Gaussian at half of its peak, in standard deviations.
FWHM = 2.0 * math.sqrt(2.0 * math.log(2.0))
# Spacing of the point sources of an extended body, pixels: less than the blur.
SPACING = 0.4
# Extent of the computed signal, standard deviations of the blur.
REACH = 5.0

_erf = np.frompyfunc(math.erf, 1, 1)


@dataclass(frozen=True)
class Body:
    """A source: points on a lattice around the target's centre, each blurred to a Gaussian.

    Attributes
    ----------
    xs, ys : float arrays, shapes (I,) and (J,)
        Lattice coordinates from the centre, pixels.
    weights : float array, shape (J, I)
        Radiance of the lattice points.
    sigma : float
        Standard deviation of the blur, pixels.
    """

    xs: NDArray[np.float64]
    ys: NDArray[np.float64]
    weights: NDArray[np.float64]
    sigma: float


@dataclass(frozen=True)
class Patch:
    """A target's noise-free signal on whole pixels; it may reach outside the picture.

    Attributes
    ----------
    x, y : int
        Pixel of the array's first element.
    signal : float array, shape (h, w)
        Signal above the background, positive.
    mask : bool array, shape (h, w)
        The exact mask: where the signal exceeds half of its largest value.
    """

    x: int
    y: int
    signal: NDArray[np.float64]
    mask: NDArray[np.bool_]


def make_body(size: float, aspect: float, optics_sigma: float) -> Body:
    """Return an elliptic body whose picture is `size` pixels across at half of its peak.

    A size below the width of the optics' blur gives a point with a smaller blur of that width:
    real sequences hold targets with a core of one pixel.

    Parameters
    ----------
    size : float
        Geometric mean of the picture's width and height, pixels.
    aspect : float
        Its width over its height, at least 1.
    optics_sigma : float
        Standard deviation of the optics' blur, pixels.
    """
    if size <= FWHM * optics_sigma:
        origin = np.zeros(1)
        return Body(origin, origin, np.ones((1, 1)), size / FWHM)
    half_width = 0.5 * _unblurred(size * math.sqrt(aspect), optics_sigma)
    half_height = 0.5 * _unblurred(size / math.sqrt(aspect), optics_sigma)
    xs, ys = _lattice(half_width), _lattice(half_height)
    return Body(xs, ys, _coverage(xs, ys, half_width, half_height), optics_sigma)


def signal_at(body: Body, x: float, y: float) -> Patch:
    """Return the signal of `body` centred on the point ``(x, y)``, integrated over the pixels."""
    reach = REACH * body.sigma + 0.5
    columns, along_x = _integrals(body.xs, x, body.sigma, reach)
    rows, along_y = _integrals(body.ys, y, body.sigma, reach)
    signal = along_y @ body.weights @ along_x.T
    return Patch(columns, rows, signal, signal > 0.5 * signal.max())


def mean_and_peak(body: Body) -> tuple[float, float]:
    """Return the signal's mean over the mask and its peak, averaged over sub-pixel positions."""
    steps = (np.arange(4) + 0.5) / 4.0
    patches = [signal_at(body, x, y) for x in steps for y in steps]
    means = [patch.signal[patch.mask].mean() for patch in patches]
    return float(np.mean(means)), float(np.mean([patch.signal.max() for patch in patches]))


def _unblurred(width: float, sigma: float) -> float:
    """Return the width of a body whose blurred picture is `width` wide at half peak.

    Widths of small bodies add up like powers to the blur's own (fitted to discs of 0 to 9 px).
    """
    blur = FWHM * sigma
    return (width**3 - blur**3) ** (1.0 / 3.0) if width > blur else 0.0


def _lattice(half: float) -> NDArray[np.float64]:
    count = max(1, math.ceil(2.0 * half / SPACING))
    return ((np.arange(count) + 0.5) / count * 2.0 - 1.0) * half


def _coverage(
    xs: NDArray[np.float64], ys: NDArray[np.float64], half_width: float, half_height: float
) -> NDArray[np.float64]:
    """Return the share of each lattice cell inside the ellipse, from 8 x 8 points a cell."""
    fine = (np.arange(8) + 0.5) / 8.0 - 0.5
    u = np.arange(xs.size)[:, None] + fine[None, :]
    v = np.arange(ys.size)[:, None] + fine[None, :]
    u = ((u + 0.5) / xs.size * 2.0 - 1.0).ravel() if half_width > 0.0 else np.zeros(8)
    v = ((v + 0.5) / ys.size * 2.0 - 1.0).ravel() if half_height > 0.0 else np.zeros(8)
    inside = (u[None, :] ** 2 + v[:, None] ** 2 <= 1.0).astype(np.float64)
    share = inside.reshape(ys.size, 8, xs.size, 8).mean(axis=(1, 3))
    return np.asarray(share, np.float64)


def _integrals(
    offsets: NDArray[np.float64], centre: float, sigma: float, reach: float
) -> tuple[int, NDArray[np.float64]]:
    """Return the first pixel and, per pixel and point, the integral of the point's Gaussian."""
    first = math.floor(centre + float(offsets[0]) - reach)
    last = math.ceil(centre + float(offsets[-1]) + reach)
    edges = np.arange(first, last + 2) - 0.5
    z = (edges[:, None] - centre - offsets[None, :]) / (sigma * math.sqrt(2.0))
    return first, np.diff(0.5 * np.asarray(_erf(z), np.float64), axis=0)
