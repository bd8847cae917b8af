"""Targets are plain values: tight, read-only, and equal when they hold the same."""

from dataclasses import replace

import numpy as np
import pytest

from p2m_core.errors import InputError
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    TargetChange,
    TargetState,
    paint,
    target_from_frame_mask,
)
from tests.core.project.sample import CROSS, PIXEL, target


def test_numbers_follow_from_the_mask() -> None:
    t = target(x0=10, y0=20)
    assert t.area == 5
    assert t.centroid == (11.0, 21.0)
    assert t.radius == pytest.approx((5 / np.pi) ** 0.5)
    assert t.box == (10, 20, 13, 23)


def test_a_frame_mask_survives_cropping_and_painting() -> None:
    mask = np.zeros((24, 32), bool)
    mask[0, 31] = mask[5, 20] = True
    t = target_from_frame_mask(
        mask, sequence=1, frame=0, track=1, origin=Origin.MODEL, state=TargetState.SUGGESTED
    )
    assert t.box == (20, 0, 32, 6)
    np.testing.assert_array_equal(paint(t, mask.shape), mask)


def test_one_pixel_is_a_target() -> None:
    mask = np.zeros((24, 32), bool)
    mask[23, 31] = True
    t = target_from_frame_mask(
        mask, sequence=1, frame=0, track=1, origin=Origin.CLICK, state=TargetState.EDITED
    )
    assert (t.area, t.centroid, t.mask.shape) == (1, (31.0, 23.0), (1, 1))


def test_painting_outside_the_frame_is_refused() -> None:
    with pytest.raises(InputError, match="outside the 5x5 frame"):
        paint(target(x0=4), (5, 5))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mask": np.zeros((2, 2), bool)}, "at least one pixel"),
        ({"mask": np.pad(CROSS, 1)}, "cropped to its pixels"),
        ({"mask": np.ones(3, bool)}, "rows and columns"),
        ({"x0": -1}, "x0 -1 is out of range"),
        ({"track": 0}, "track 0 is out of range"),
        ({"seeds": ((1.0, float("nan")),)}, "not finite"),
        ({"seeds": (1.0, 2.0)}, "pairs"),
        ({"parameters": {"k": np.int64(3)}}, "not JSON values"),
        ({"parameters": {"k": float("inf")}}, "not JSON values"),
    ],
)
def test_an_invalid_target_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        target(**changes)


def test_a_target_shares_no_array_with_its_caller() -> None:
    mask, parameters = CROSS.copy(), {"steps": [1, 2]}
    t = target(mask=mask, parameters=parameters)
    mask[:] = True
    parameters["steps"].append(3)
    assert t.area == 5
    assert t.parameters == {"steps": [1, 2]}
    with pytest.raises(ValueError, match="read-only"):
        t.mask[0, 0] = True


def test_equality_sees_every_attribute() -> None:
    t = target()
    assert t == target()
    assert hash(t) == hash(target())
    other = CROSS.copy()
    other[0, 0] = True
    for changes in (
        {"mask": other}, {"mask": PIXEL}, {"x0": 5}, {"seeds": ()}, {"track": 2}, {"id": 3},
        {"state": TargetState.ACCEPTED}, {"algorithm": "brush"}, {"parameters": {}},
    ):  # fmt: skip
        assert t != replace(t, **changes)


def test_numpy_numbers_become_plain_ones() -> None:
    t = target(x0=np.int64(3), seeds=[(np.float32(1.5), 2)], origin="model", state="accepted")
    assert t == target(x0=3, seeds=((1.5, 2.0),), origin=Origin.MODEL, state=TargetState.ACCEPTED)
    assert type(t.x0) is int


def test_frame_states_have_words() -> None:
    assert FrameState.VERIFIED_EMPTY.word == "verified-empty"
    assert [FrameState.from_word(state.word) for state in FrameState] == list(FrameState)
    with pytest.raises(InputError, match="verified_empty"):
        FrameState.from_word("verified_empty")


def test_an_edit_changes_each_thing_once() -> None:
    t = target(id=7)
    with pytest.raises(InputError, match="changes a target twice"):
        Edit("x", 1, 0, (TargetChange(None, t), TargetChange(t, None)))
    step = FrameChange(0, FrameState.UNSEEN, FrameState.EDITED)
    with pytest.raises(InputError, match="state twice"):
        Edit("x", 1, 0, frames=(step, step))
    with pytest.raises(InputError, match="of sequence 1"):
        Edit("x", 2, 0, (TargetChange(None, t),))
    with pytest.raises(InputError, match="before or after"):
        TargetChange(None, None)
    with pytest.raises(InputError, match="remove the one"):
        TargetChange(t, target(id=8))


def test_the_inverse_of_the_inverse_is_the_edit() -> None:
    edit = Edit(
        "move",
        1,
        0,
        (TargetChange(None, target(id=1)), TargetChange(target(id=2), target(id=2, x0=9))),
        (FrameChange(0, FrameState.UNSEEN, FrameState.EDITED),),
    )
    assert edit.inverse() != edit
    assert edit.inverse().inverse() == edit
