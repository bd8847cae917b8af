"""A target is found between two frames where it is known, from both sides."""

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from p2m_core.errors import Cancelled, InputError
from p2m_core.sequence import Sequence, open_sequence
from p2m_core.track import Tracked, bridge

FRAMES, SHAPE = 41, (80, 120)
LAST = FRAMES - 1


def middle(frame: int) -> tuple[int, int]:
    """Where the target is: on a bow, 12 pixels off the straight line between its ends."""
    return 20 + 2 * frame, 40 - round(12 * math.sin(math.pi * frame / LAST))


def mask(frame: int) -> NDArray[np.bool_]:
    """Its pixels: a square of three, and of five from the middle of the way on."""
    x, y = middle(frame)
    half = 1 if frame < FRAMES // 2 else 2
    found = np.zeros(SHAPE, bool)
    found[y - half : y + half + 1, x - half : x + half + 1] = True
    return found


def drawn(folder: Path, hidden: range = range(0)) -> Sequence:
    frames = 1000 + np.random.default_rng(7).normal(0, 8, (FRAMES, *SHAPE))
    for frame in set(range(FRAMES)) - set(hidden):
        frames[frame][mask(frame)] += 400
    np.save(folder / "bow.npy", frames.astype(np.uint16))
    return open_sequence(folder / "bow.npy")


def off(tracked: Tracked) -> float:
    return math.dist(tracked.centroid, middle(tracked.frame))


@pytest.mark.parametrize("hidden", [range(0), range(17, 24)], ids=["seen", "hidden for a while"])
def test_a_target_off_the_straight_line_is_found_with_its_masks(
    tmp_path: Path, hidden: range
) -> None:
    with drawn(tmp_path, hidden) as sequence:
        found = list(bridge(sequence, (0, mask(0)), (LAST, mask(LAST))))
    assert [t.frame for t in found] == list(range(1, LAST))
    for t in found:
        assert t.seen == (t.frame not in hidden)
        assert (t.confidence > 0) == t.seen
        if t.seen:
            assert np.array_equal(t.mask, mask(t.frame)), t.frame
        else:
            assert off(t) < 2.0, "on the line between the places where it was seen"


def test_where_only_one_end_can_be_followed_its_way_counts_up_to_the_middle(tmp_path: Path) -> None:
    with drawn(tmp_path, hidden=range(30, LAST)) as sequence:
        found = {t.frame: t for t in bridge(sequence, (0, mask(0)), (LAST, mask(LAST)))}
    assert all(found[frame].seen and off(found[frame]) < 1 for frame in range(1, 21))
    assert not any(found[frame].seen for frame in range(31, LAST))


def test_neighbours_have_nothing_between_them_and_a_wrong_order_is_refused(tmp_path: Path) -> None:
    with drawn(tmp_path) as sequence:
        assert list(bridge(sequence, (3, mask(3)), (4, mask(4)))) == []
        with pytest.raises(InputError, match="not later"):
            list(bridge(sequence, (4, mask(4)), (4, mask(4))))


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        assert 0 <= done <= total
        if done > 5:
            raise Cancelled("enough")

    with drawn(tmp_path) as sequence, pytest.raises(Cancelled):
        list(bridge(sequence, (0, mask(0)), (LAST, mask(LAST)), progress=stop))
