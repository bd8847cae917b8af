"""Names and colours of tracks: by number unless the user chose others; distinct for everyone."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from label_irst.document.looks import PALETTE, track_colour, track_name
from p2m_core.project import TrackLook

# Linear RGB for people who lack one kind of cones (Machado, Oliveira, Fernandes, 2009).
SIGHT = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
WHITE = np.array([0.95047, 1.0, 1.08883])


def lab(colour: str, sight: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L*a*b* of an sRGB colour as a person with this sight sees it."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(TO_XYZ @ np.clip(sight @ linear, 0, 1) / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_of_tracks_differ_also_for_colour_blind_users(sight: str) -> None:
    for a, b in itertools.combinations(PALETTE, 2):
        distance = np.linalg.norm(lab(a, SIGHT[sight]) - lab(b, SIGHT[sight]))
        assert distance > 20, (a, b)


def test_a_track_has_its_own_look_or_else_that_of_its_number() -> None:
    looks = {2: TrackLook("drone"), 3: TrackLook("", "#123456")}
    assert [track_name(looks, t) for t in (1, 2, 3)] == ["Track 1", "drone", "Track 3"]
    assert [track_colour(looks, t) for t in (2, 3)] == [PALETTE[1], "#123456"]
    assert track_colour({}, 1 + len(PALETTE)) == track_colour({}, 1)
