"""Where a target's surroundings are in the next frame."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.matching import displacement
from p2m_core.sequence import open_sequence
from tests.real_data import real


def sky(number: int, dtype: str) -> np.ndarray:
    return np.random.default_rng(number).normal(6000, 12, (60, 70)).astype(dtype)


@pytest.mark.parametrize("dtype", ["u2", "i2", "f4", "f8"])
@pytest.mark.parametrize("contrast", [400, -400])
@pytest.mark.parametrize("size", [1, 3])
@given(dx=st.integers(-5, 5), dy=st.integers(-5, 5))
@settings(max_examples=15, deadline=None)
def test_the_match_follows_a_target_through_fresh_noise(dtype, contrast, size, dx, dy):
    before, after = sky(1, dtype), sky(2, dtype)
    before[30 : 30 + size, 30 : 30 + size] += np.array(contrast).astype(dtype)
    after[30 + dy : 30 + dy + size, 30 + dx : 30 + dx + size] += np.array(contrast).astype(dtype)
    box = (30, 30, 30 + size, 30 + size)
    assert displacement(before, after, box) == (dx, dy)
    assert displacement(before, after, box, (dx + 3, dy - 2)) == (dx, dy)


@pytest.mark.parametrize("level", [0.0, np.nan])
def test_an_invisible_target_moves_as_expected(level):
    frame = np.full((60, 70), level)
    assert displacement(frame, frame, (30, 30, 33, 33), (2.4, -1.6)) == (2, -2)


@pytest.mark.parametrize("box", [(0, 0, 2, 2), (68, 58, 70, 60), (0, 30, 1, 31)])
def test_a_patch_at_the_border_is_matched_and_one_beyond_moves_as_expected(box):
    frame = sky(1, "u2")
    assert displacement(frame, frame, box) == (0, 0)
    assert displacement(frame, frame, box, (-200.0, 3.0)) == (-200, 3), "it left the picture"


def test_a_chain_of_20_real_frames_stays_in_the_box():
    folder = real("drone_ir/val")
    inside = frames = 0
    for truth in sorted(folder.glob("*.gt.txt")):
        boxes = {}
        for line in truth.read_text().split():
            frame, _, *box = line.split(",")[:6]
            boxes[int(frame) - 1] = tuple(map(float, box))
        start = min(f for f in boxes if all(f + i in boxes for i in range(21)))
        x, y, width, height = boxes[start]
        left, top = round(x + width / 4), round(y + height / 4)
        right, bottom = left + max(1, round(width / 2)), top + max(1, round(height / 2))
        motion = (0, 0)
        with open_sequence(folder / f"{truth.name.removesuffix('.gt.txt')}.mp4") as images:
            for frame in range(start, start + 20):
                box = (left, top, right, bottom)
                motion = displacement(images[frame], images[frame + 1], box, motion)
                left, right = left + motion[0], right + motion[0]
                top, bottom = top + motion[1], bottom + motion[1]
                x, y, width, height = boxes[frame + 1]
                inside += (
                    x <= (left + right - 1) / 2 <= x + width
                    and y <= (top + bottom - 1) / 2 <= y + height
                )
                frames += 1
    assert frames >= 60
    assert inside >= 0.95 * frames
