"""Masks of a track drawn again, by those that a person has decided on."""

import numpy as np
import pytest

from p2m_core.errors import InputError
from p2m_core.track import remask
from tests.core.track.test_propagate import SIZE, as_bytes, clip, line, opened, spot

WAY = line((25.0, 45.0), (0.7, -0.4), 30)


def drawn(fraction):
    """The masks of an annotator who ends the target at this fraction of its peak."""
    return [spot(x, y, sigma=2.0) > fraction for x, y in WAY]


@pytest.fixture(scope="module", params=[70.0, -55.0])
def frames(request, tmp_path_factory):
    frames = clip(WAY, 0.0)
    for frame, (x, y) in zip(frames, WAY, strict=True):
        frame += request.param * spot(x, y, sigma=2.0)
    with opened(tmp_path_factory.mktemp("clip"), as_bytes(frames)) as sequence:
        yield sequence


PLACES = {frame: (float(x), float(y)) for frame, (x, y) in enumerate(WAY)}


def areas(track):
    return {t.frame: t.area for t in track}


@pytest.mark.parametrize("fraction", [0.4, 0.7])
def test_one_corrected_mask_sets_the_size_of_the_others(frames, fraction):
    wanted = drawn(fraction)
    track = list(remask(frames, PLACES, {12: wanted[12]}))
    assert [t.frame for t in track] == [i for i in range(30) if i != 12]
    shares = [(t.mask & wanted[t.frame]).sum() / (t.mask | wanted[t.frame]).sum() for t in track]
    assert np.mean(shares) > 0.7
    assert all(t.seen and t.step == t.area for t in track), "the step can be scrubbed"


def test_between_two_masks_the_size_goes_from_one_to_the_other(frames):
    small, large = drawn(0.7), drawn(0.3)
    found = areas(remask(frames, PLACES, {0: small[0], 29: large[29]}))
    assert np.mean([found[i] for i in range(1, 6)]) < 1.6 * small[0].sum()
    assert np.mean([found[i] for i in range(24, 29)]) > 0.7 * large[29].sum()


def test_where_the_target_is_hidden_the_nearest_mask_is_moved(frames):
    wanted = drawn(0.5)
    track = {t.frame: t for t in remask(frames, PLACES, {5: wanted[5]}, hidden={7, 8})}
    for frame in (7, 8):
        assert not track[frame].seen
        assert track[frame].area == wanted[5].sum()
        assert np.hypot(*(np.array(track[frame].centroid) - WAY[frame])) < 1.5
    assert track[9].seen


@pytest.mark.parametrize(
    ("places", "keys", "message"),
    [
        ({1: (5.0, 5.0)}, {}, "no mask to go by"),
        ({30: (5.0, 5.0)}, {0: np.ones(SIZE, bool)}, "no frame 30"),
        ({1: (5.0, 5.0)}, {0: np.zeros(SIZE, bool)}, "0 pixels"),
        ({1: (5.0, 5.0)}, {0: np.ones((4, 4), bool)}, r"\(4, 4\)"),
    ],
)
def test_bad_input_is_refused_with_its_reason(frames, places, keys, message):
    with pytest.raises(InputError, match=message):
        next(remask(frames, places, keys))
