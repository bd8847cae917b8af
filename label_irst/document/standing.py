"""Who has looked at a frame or a target: what timeline, film strip and lists tell apart."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from p2m_core.project import FrameState, Target, TargetState, by_hand


class Standing(IntEnum):
    """A `FrameState` of the same number; edited ones by whether a hand has made them."""

    UNSEEN = 0
    SUGGESTED = 1
    AUTOMATIC = 2  # grown, propagated or imported: nobody has changed it
    ACCEPTED = 3
    VERIFIED_EMPTY = 4
    UNCERTAIN = 5
    BY_HAND = 6  # a person drew or corrected it


URGENCY = (
    Standing.ACCEPTED,
    Standing.VERIFIED_EMPTY,
    Standing.UNSEEN,
    Standing.BY_HAND,
    Standing.AUTOMATIC,
    Standing.SUGGESTED,
    Standing.UNCERTAIN,
)
"""Where one mark stands for several, the last of these that is among them decides."""


def standings(states: NDArray[np.uint8], hand: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The standing of each frame: its state, and whether all that is to review is by hand."""
    if hand.size < states.size:  # not known yet
        return states
    edited = (states == FrameState.EDITED) & hand[: states.size]
    return np.where(edited, np.uint8(Standing.BY_HAND), states)


def standing_of(target: Target) -> Standing:
    """The standing of one target."""
    if target.state is TargetState.ACCEPTED:
        return Standing.ACCEPTED
    if target.state is TargetState.SUGGESTED:
        return Standing.SUGGESTED
    return Standing.BY_HAND if by_hand(target) else Standing.AUTOMATIC
