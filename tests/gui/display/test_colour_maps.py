"""Colour maps: brighter values never look darker, and steps look alike everywhere."""

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.color import rgb2lab

from label_irst.display.colour_maps import COLOUR_MAPS, colours
from label_irst.display.levels import Levels
from label_irst.display.look import Look
from label_irst.display.picture import picture, ramp

# Independent of how the tables are made: as a person sees them, CIE L*, a*, b*.


def seen(name: str) -> NDArray[np.float64]:
    return np.asarray(rgb2lab(colours(name) / 255.0))


@pytest.mark.parametrize("name", COLOUR_MAPS)
def test_lightness_goes_one_way_over_the_whole_map(name: str) -> None:
    lightness = seen(name)[:, 0]
    if name == "black-hot":
        lightness = lightness[::-1]
    assert np.diff(lightness[::4]).min() > 0
    assert lightness[-1] - lightness[0] > 70


@pytest.mark.parametrize("name", ["white-hot", "iron", "inferno", "viridis"])
def test_no_stretch_of_a_map_hides_a_faint_target(name: str) -> None:
    """Eight greys apart are visible everywhere, and nowhere much more than elsewhere."""
    lab = seen(name)
    steps = np.linalg.norm(lab[8:] - lab[:-8], axis=1)
    assert steps.min() > 2.0, "a just noticeable difference"
    if name in ("inferno", "viridis"):
        assert steps.max() / np.median(steps) < 2.5
    if name == "iron":
        light = np.diff(lab[::8, 0])
        assert light.max() / light.min() < 1.3, "its lightness rises evenly"


def test_the_maps_differ() -> None:
    tables = {colours(name).tobytes() for name in COLOUR_MAPS}
    assert len(tables) == len(COLOUR_MAPS)
    assert (colours("white-hot") == np.arange(256)[:, np.newaxis]).all()
    assert (colours("black-hot") == colours("white-hot", inverted=True)).all()


@pytest.mark.parametrize("name", COLOUR_MAPS)
@pytest.mark.parametrize("inverted", [False, True])
def test_the_screen_shows_the_colours_of_the_map(name: str, inverted: bool) -> None:
    image = np.arange(15, dtype=np.uint8).reshape(3, 5) * 17
    look = Look(Levels(0.0, 255.0), colour_map=name, inverted=inverted)
    shown = picture(image, look)
    table = colours(name, inverted)
    for (row, column), grey in np.ndenumerate(image):
        colour = shown.pixelColor(column, row)
        assert [colour.red(), colour.green(), colour.blue()] == table[grey].tolist()
    assert ramp(name).width() == 256
