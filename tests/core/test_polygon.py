"""Polygons to pixels: by the pixels' centres, and never less than a pixel."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from p2m_core.errors import InputError
from p2m_core.polygon import fill_polygon, polygon_pixels, traced_through_pixels

# Quarters: centres on edges and vertices on centres come up often.
coordinates = st.integers(-20, 100).map(lambda n: n / 4)
points = st.tuples(coordinates, coordinates)


def by_hand(polygon, shape):
    """Each centre by itself: the edges to its left, counted."""
    found = []
    for row in range(shape[0]):
        for column in range(shape[1]):
            crossed = 0
            for (xa, ya), (xb, yb) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
                if min(ya, yb) <= row < max(ya, yb):
                    crossed += xa + (row - ya) * (xb - xa) / (yb - ya) <= column
            if crossed % 2:
                found.append([row, column])
    return found


@given(st.lists(points, min_size=3, max_size=7))
@settings(max_examples=150, deadline=None)
def test_pixels_with_their_centre_inside_are_taken(polygon):
    expected = by_hand(polygon, (18, 22))
    if expected:
        assert polygon_pixels(polygon, (18, 22)).tolist() == expected


@given(points, points)
def test_the_halves_of_a_square_share_no_pixel_and_lose_none(start, end):
    # A cut through a square gives two polygons.
    (xa, _), (xb, _) = start, end
    xa, xb = min(max(xa, 2.0), 15.0), min(max(xb, 2.0), 15.0)
    left = polygon_pixels([(1, 3), (xa, 3), (xb, 12), (1, 12)], (18, 22)).tolist()
    right = polygon_pixels([(xa, 3), (16, 3), (16, 12), (xb, 12)], (18, 22)).tolist()
    assert (
        sorted(left + right)
        == polygon_pixels([(1, 3), (16, 3), (16, 12), (1, 12)], (18, 22)).tolist()
    )


@given(
    st.integers(0, 21), st.integers(0, 17),
    st.lists(st.tuples(*[st.floats(-0.49, 0.49)] * 2), min_size=1, max_size=5),
)  # fmt: skip
def test_a_polygon_within_a_pixel_is_that_pixel(column, row, around):
    polygon = [(column + dx, row + dy) for dx, dy in around]
    assert polygon_pixels(polygon, (18, 22)).tolist() == [[row, column]]


def test_a_polygon_without_width_is_its_line():
    line = polygon_pixels([(2.2, 3.2), (8.2, 6.2)], (18, 22)).tolist()
    assert line[0] == [3, 2]
    assert line[-1] == [6, 8]
    steps = np.abs(np.diff(np.array(line), axis=0))
    assert steps.max() == 1


def test_the_part_outside_of_the_image_is_cut_off():
    everything = polygon_pixels([(-50, -50), (500, -50), (500, 500), (-50, 500)], (18, 22))
    assert len(everything) == 18 * 22
    assert polygon_pixels([(30, 2), (40, 2), (40, 9)], (18, 22)).shape == (0, 2)
    assert polygon_pixels([(-9, -9), (3.5, -9), (3.5, 0.5), (-9, 0.5)], (18, 22)).tolist() == [
        [0, 0], [0, 1], [0, 2], [0, 3],
    ]  # fmt: skip


def test_an_empty_polygon_is_refused():
    for bad in ([], [(1, math.nan)], [(math.inf, 2), (1, 1), (2, 2)]):
        with pytest.raises(InputError, match="vertices"):
            polygon_pixels(bad, (18, 22))


@given(arrays(bool, st.tuples(st.integers(1, 7), st.integers(1, 7))))
@settings(deadline=None)
def test_contours_of_opencv_give_back_what_opencv_fills(pixels):
    mask = np.zeros((11, 12), np.uint8)
    mask[2 : 2 + pixels.shape[0], 3 : 3 + pixels.shape[1]] = pixels
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        expected = cv2.fillPoly(np.zeros_like(mask), [contour], 1)
        found = fill_polygon(contour[:, 0], mask.shape, "pixels")
        assert found.tolist() == np.argwhere(expected).tolist()


def test_a_hole_joined_to_the_outline_stays_open():
    ring = np.ones((5, 6), bool)
    ring[2, 2:4] = False
    outside, hole = [(0, 0), (6, 0), (6, 5), (0, 5)], [(2, 2), (2, 3), (4, 3), (4, 2)]
    for bridge in ([(0, 0), (2, 2)], [(0, 0), (0, 2), (2, 2)], [(0, 0), (0.3, 1.7), (2, 2)]):
        there = [*outside, *bridge, *hole[1:], *bridge[::-1]]
        found = fill_polygon(there, (8, 9))
        assert found.tolist() == np.argwhere(ring).tolist(), bridge


def test_one_pixel_and_thin_polygons_of_files():
    assert fill_polygon([(3, 7), (4, 7), (4, 8), (3, 8)], (20, 20)).tolist() == [[7, 3]]
    assert fill_polygon([(3.2, 7.9)], (20, 20)).tolist() == [[7, 3]]
    assert fill_polygon([(3, 7), (5, 7)], (20, 20)).tolist() == [[7, 3], [7, 4], [7, 5]]


def test_vertices_are_pixels_where_whole_numbers_run_aslant():
    diamond = [(3, 2), (2, 3), (3, 4), (4, 3)]
    square = [(3, 2), (4, 2), (4, 3), (3, 3)]
    assert traced_through_pixels([square, diamond])
    assert traced_through_pixels([np.array(diamond) + 5e-4]), "six digits of a share"
    assert not traced_through_pixels([square])
    assert not traced_through_pixels([diamond, [(3.5, 2), (4, 2), (4, 3)]]), "drawn by hand"
    assert not traced_through_pixels([[*square, (3, 2), (0, 0), (3, 2)]]), "an edge there and back"
    assert not traced_through_pixels([])


def test_edges_of_any_length_take_no_time_nor_memory():
    zigzag = [(x, (-1) ** x * 9e5) for x in range(-400, 400)]
    assert len(fill_polygon(zigzag, (18, 22))) <= 18 * 22
    line = fill_polygon([(-1e6 + 1, -1e6 + 1), (9e5, 9e5)], (18, 22), "pixels").tolist()
    assert line == [[i, i] for i in range(18)]
    with pytest.raises(InputError, match=r"further than 1e\+06 pixels"):
        fill_polygon([(0, 0), (2e6, 0), (0, 1)], (18, 22))
