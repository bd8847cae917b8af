"""Doubt: what stands out against its track or its frame comes first, with the reason."""

from dataclasses import replace

import numpy as np
import pytest

from p2m_core.doubt import Reason, TargetTable, doubts, joined, relative_margin
from p2m_core.pamg.params import LOW_MARGIN

SHAPE = (100, 200)


def track(number=1, count=20, at=(20.0, 30.0), step=(2.0, 1.0), area=9):
    """A target that moves evenly, without a reason for doubt."""
    frames = np.arange(count)
    places = np.array(at) + frames[:, None] * np.array(step)
    corners = np.rint(places).astype(np.int64) - 1
    unknown, no = np.full(count, np.nan), np.zeros(count, bool)
    return TargetTable(
        id=frames + 100 * number, frame=frames, track=np.full(count, number),
        area=np.full(count, area), box=np.hstack([corners, corners + 3]), at=places,
        confidence=unknown, margin=unknown, rho=unknown, scr=unknown,
        hidden=no, moved=no, by_hand=no, reviewed=no,
    )  # fmt: skip


def changed(table, index, **values):
    columns = {name: getattr(table, name).copy() for name in values}
    for name, value in values.items():
        columns[name][index] = value
    return replace(table, **columns)


def test_an_even_track_raises_no_doubt():
    doubt, reason = doubts(track(), SHAPE)
    assert (doubt == 0.0).all()
    assert (reason == Reason.NONE).all()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"confidence": 0.2}, Reason.CONFIDENCE),
        ({"confidence": 0.2, "moved": True}, Reason.MOVED),
        ({"scr": 1.0}, Reason.CONTRAST),
        ({"hidden": True}, Reason.HIDDEN),
        ({"area": 60}, Reason.AREA),
        ({"area": 1}, Reason.AREA),
        ({"at": (20.0, 50.0)}, Reason.PLACE),
        ({"margin": 0.02}, Reason.MARGIN),
        ({"rho": 0.02}, Reason.RHO),
        ({"box": (0, 30, 3, 33)}, Reason.BORDER),
        ({"box": (190, 97, 193, 100)}, Reason.BORDER),
    ],
)
def test_the_target_off_its_track_comes_first_with_its_reason(values, reason):
    doubt, reasons = doubts(changed(track(), 10, **values), SHAPE)
    assert int(np.argmax(doubt)) == 10
    assert doubt[10] > 0.09
    assert reasons[10] == reason


def test_reasons_add_up():
    one = doubts(changed(track(), 10, confidence=0.5), SHAPE)[0][10]
    both = doubts(changed(track(), 10, confidence=0.5, area=60), SHAPE)[0][10]
    assert one < both < 1.0


def test_two_targets_that_touch_are_both_in_doubt():
    first, second = track(1), track(2, at=(20.0, 90.0), step=(2.0, -2.0))
    table = joined([first, second])
    table = table.take(np.lexsort((table.track, table.frame)))
    reasons = doubts(table, SHAPE)[1]
    touching = {int(f) for f in table.frame[reasons == Reason.CONTACT]}
    assert touching
    apart = np.abs(first.at - second.at).max(axis=1)
    assert touching == {int(f) for f in np.flatnonzero(apart <= 3.0)}


def test_a_reviewed_target_is_not_in_doubt():
    table = changed(track(), 10, confidence=0.0, reviewed=True)
    assert doubts(table, SHAPE)[0][10] == 0.0


def test_a_gap_is_not_a_jump():
    table = track(count=30)
    table = table.take(np.array([i for i in range(30) if not 10 <= i < 16]))
    assert doubts(table, SHAPE)[0].max() == 0.0


def test_an_empty_table_has_no_doubt():
    doubt, reason = doubts(TargetTable.empty(), SHAPE)
    assert doubt.shape == reason.shape == (0,)


def test_margins_are_relative_to_the_doubtful_margin():
    for form, low in LOW_MARGIN.items():
        assert relative_margin(low, form) == 1.0
