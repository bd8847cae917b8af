"""Outlines of masks, filled by a rule of this test's own and by pycocotools."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from pycocotools import mask as coco

from p2m_core.errors import InputError
from p2m_core.outline import Ring, joined, outlines
from p2m_core.polygon import fill_polygon

masks = arrays(bool, st.tuples(st.integers(1, 9), st.integers(1, 9))).filter(np.any)

RING = np.array([[1, 1, 1, 1], [1, 0, 0, 1], [1, 0, 0, 1], [1, 1, 1, 1]], bool)
SHAPES = {
    "pixel": np.ones((1, 1), bool),
    "row": np.ones((1, 7), bool),
    "diagonal": np.eye(3, dtype=bool),
    "ring": RING,
    "ring in ring": np.pad(np.pad(RING, 1), 1, constant_values=True),
    "open corner": RING & ~np.eye(4, dtype=bool) | (np.arange(16).reshape(4, 4) == 15),
    "checks": np.indices((5, 5)).sum(axis=0) % 2 == 0,
}


def filled(rings: list[Ring], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Even-odd: a centre is inside if it has an odd number of upright edges to its left."""
    inside = np.zeros(shape, bool)
    for ring in rings:
        for (xa, ya), (xb, yb) in zip(
            ring.tolist(), np.roll(ring, -1, axis=0).tolist(), strict=True
        ):
            assert xa == xb or ya == yb  # along the edges of pixels
            if xa == xb:
                inside[min(ya, yb) : max(ya, yb), xa:] ^= True
    return inside


def area(ring: Ring) -> float:
    """Positive where the inside is on the right of who walks along it, with y downwards."""
    x, y = ring.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2


def check(mask: NDArray[np.bool_]) -> None:
    parts = outlines(mask)
    rings = [ring for part in parts for ring in part]
    np.testing.assert_array_equal(filled(rings, mask.shape), mask)
    np.testing.assert_array_equal(filled([joined(rings)], mask.shape), mask)
    for outer, *holes in parts:
        assert area(outer) > 0
        assert all(area(hole) < 0 for hole in holes)
    # As annotation files are read here, and as COCO's own code does.
    pixels = fill_polygon(joined(rings), mask.shape)
    np.testing.assert_array_equal(pixels, np.argwhere(mask))
    flat = [joined(part).ravel().astype(float).tolist() for part in parts]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of pycocotools, on numpy
        union = coco.decode(coco.merge(coco.frPyObjects(flat, *mask.shape)))
    np.testing.assert_array_equal(union.astype(bool), mask)


@given(masks)
def test_filled_outlines_are_the_mask(mask: NDArray[np.bool_]) -> None:
    check(mask)


@pytest.mark.parametrize("name", SHAPES)
def test_filled_outlines_of_awkward_shapes_are_the_mask(name: str) -> None:
    check(SHAPES[name])


def test_a_pixel_is_a_square_at_its_place() -> None:
    ((ring,),) = outlines(SHAPES["pixel"], origin=(5, 7))
    assert ring.tolist() == [[5, 7], [6, 7], [6, 8], [5, 8]]


def test_straight_sides_have_no_corner_between_their_ends() -> None:
    ((ring,),) = outlines(np.ones((20, 30), bool))
    assert len(ring) == 4


def test_pixels_that_touch_at_a_corner_are_parts_of_their_own() -> None:
    assert [len(part) for part in outlines(SHAPES["diagonal"])] == [1, 1, 1]
    assert [len(part) for part in outlines(SHAPES["ring in ring"])] == [2, 2]


def test_a_mask_of_thousands_of_specks_is_joined_in_bounded_time() -> None:
    mask = np.indices((120, 120)).sum(axis=0) % 2 == 0
    ring = joined([ring for part in outlines(mask) for ring in part])
    np.testing.assert_array_equal(filled([ring], mask.shape), mask)


def test_an_empty_mask_is_refused() -> None:
    with pytest.raises(InputError, match="the mask is empty"):
        outlines(np.zeros((3, 3), bool))
