"""Names and colours of tracks: by number unless the user chose others; distinct for everyone."""

import itertools

import numpy as np
import pytest

from label_irst.document.looks import PALETTE, track_colour, track_name
from p2m_core.project import TrackLook
from tests.gui.sight import SIGHT, lab


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
