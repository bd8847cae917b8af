"""The shapes of CVAT's XML: boxes, ellipses, polygons, masks, points; see `cvat`."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

import numpy as np

from p2m_core.datasets.labelled import BoxLabel, Label, PointLabel
from p2m_core.datasets.readers.files import number, shown, whole
from p2m_core.datasets.readers.gather import Count, by
from p2m_core.datasets.readers.outlines import Masks, Points
from p2m_core.errors import InputError

SHAPES = ("box", "ellipse", "polygon", "mask", "points", "polyline", "cuboid", "skeleton", "tag")
_CORNERS = 64  # of the polygon that stands for an ellipse


@dataclass(frozen=True)
class Shape:
    """A shape, checked but not drawn.

    Attributes
    ----------
    kind : str
        "box", "ellipse", "polygon", "mask" or "points".
    points : array, shape (N, 2)
        The two corners of a box, centre and radii of an ellipse, corner and size of a mask.
    rotation : float
        Degrees clockwise, of a box or an ellipse.
    runs : tuple of int
        Of a mask.
    attributes : tuple of str
    note : str
    place : str
        For messages.
    """

    kind: str
    points: Points
    place: str
    rotation: float = 0.0
    runs: tuple[int, ...] = ()
    attributes: tuple[str, ...] = ()
    note: str = ""


@dataclass
class Drawer:
    """Makes labels of shapes, and counts what it changes."""

    masks: Masks = field(default_factory=Masks)
    turned: Count = field(default_factory=Count)
    others: Count = field(default_factory=Count)

    def labels(self, shape: Shape, size: tuple[int, int]) -> list[Label]:
        """Return the labels of a shape in an image of (height, width) `size`.

        Raises
        ------
        InputError
            If it has no part in the image.
        """
        (x0, y0), (x1, y1) = shape.points.min(axis=0).tolist(), shape.points.max(axis=0).tolist()
        if shape.kind == "points":
            # Here a pixel begins at its number; our points are 0 at its centre.
            return [PointLabel(x - 0.5, y - 0.5) for x, y in shape.points.tolist()]
        if shape.kind == "box":
            if shape.rotation:
                self.turned.add(1, shape.place)
                (x0, y0), (x1, y1) = _around(shape.points, shape.rotation)
            return [BoxLabel(x0, y0, x1 - x0, y1 - y0)]
        if shape.kind == "mask":
            return [self._mask(shape, size)]
        outline = _ellipse(shape) if shape.kind == "ellipse" else shape.points
        found = self.masks.of_polygons([outline], size, shape.place)
        if found is None:
            raise InputError(f"{shape.place}: it lies outside of the {by(size)} image: correct it")
        return [found]

    def _mask(self, shape: Shape, size: tuple[int, int]) -> Label:
        left, top, width, height = (int(value) for value in shape.points.ravel())
        found = self.masks.of_runs(shape.runs, (height, width), shape.place, by_rows=True)
        if found is None:
            raise InputError(f"{shape.place}: its mask has no pixel: draw it again")
        x0, y0, x1, y1 = found.box
        if left + x0 < 0 or top + y0 < 0 or left + x1 > size[1] or top + y1 > size[0]:
            raise InputError(
                f"{shape.place}: its mask of {width}x{height} at ({left}, {top}) does not fit into "
                f"the {by(size)} image: correct it"
            )
        return type(found)(left + x0, top + y0, found.mask)


def shape_of(element: Element, place: str) -> Shape | None:
    """Return the shape of an element; None where it is one that is no area and no point.

    Raises
    ------
    InputError
        If a number is missing or wrong, or a box is empty.
    """
    kind = element.tag
    given: Mapping[str, str] = element.attrib

    def numbers(*names: str) -> list[float]:
        return [number(given.get(name), name, place) for name in names]

    rotation = number(given.get("rotation") or 0.0, "rotation", place)
    if kind == "box":
        corners = np.array(numbers("xtl", "ytl", "xbr", "ybr")).reshape(2, 2)
        if (corners[1] <= corners[0]).any():
            raise InputError(f"{place}: the box from {corners[0]} to {corners[1]} is empty")
        return Shape(kind, corners, place, rotation)
    if kind == "ellipse":
        oval = np.array(numbers("cx", "cy", "rx", "ry")).reshape(2, 2)
        if (oval[1] <= 0.0).any():
            raise InputError(f"{place}: the radii of the ellipse are {oval[1]}: give more than 0")
        return Shape(kind, oval, place, rotation)
    if kind == "mask":
        left, top = (whole(given.get(name), name, place, least=0) for name in ("left", "top"))
        width, height = (whole(given.get(n), n, place, least=1) for n in ("width", "height"))
        runs = tuple(
            whole(run, "a run of rle", place, least=0) for run in given.get("rle", "").split(",")
        )
        return Shape(kind, np.array([[left, top], [width, height]], np.float64), place, 0.0, runs)
    if kind in ("polygon", "points"):
        return Shape(kind, _points(given.get("points", ""), place), place)
    return None


def between(before: Shape, after: Shape, share: float) -> Shape | None:
    """Return the shape at a `share` 0..1 of the way between two key frames, as CVAT moves it.

    Corners move in straight lines. None where it cannot be told: polygons of different numbers of
    corners, and masks.
    """
    if before.kind != after.kind or before.points.shape != after.points.shape or before.runs:
        return None
    points = before.points + share * (after.points - before.points)
    turn = (after.rotation - before.rotation + 180.0) % 360.0 - 180.0
    # As CVAT shows it: what holds in a key frame holds until the next one.
    return replace(before, points=points, rotation=before.rotation + share * turn)


def _points(text: str, place: str) -> Points:
    pairs = []
    for pair in text.split(";"):
        cells = pair.split(",")
        if len(cells) != 2:
            raise InputError(f"{place}: points has {shown(pair)}: give x,y;x,y;...")
        pairs.append([number(cell.strip(), "points", place) for cell in cells])
    return np.array(pairs, np.float64)


def _around(corners: Points, degrees: float) -> list[list[float]]:
    """Return the corners of the upright box around a box turned about its centre."""
    centre, half = corners.mean(axis=0), np.abs(corners[1] - corners[0]) / 2.0
    c, s = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    reach = np.array([half[0] * c + half[1] * s, half[0] * s + half[1] * c])
    return [(centre - reach).tolist(), (centre + reach).tolist()]


def _ellipse(shape: Shape) -> Points:
    centre, radii = shape.points
    turns = np.linspace(0.0, 2.0 * np.pi, _CORNERS, endpoint=False)
    plain = np.stack([np.cos(turns), np.sin(turns)], axis=1) * radii
    angle = math.radians(shape.rotation)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    found: Points = centre + plain @ turn
    return found
