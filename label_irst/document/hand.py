"""Which masks a person decided on, and which another propagation may replace."""

from p2m_core.project import Origin, Target, TargetState, by_hand
from p2m_core.project.stretches import MADE


def decided(target: Target) -> bool:
    """Whether a person has decided on the mask's size: by hand, in a data set, or by copying it."""
    return by_hand(target) or target.algorithm not in MADE


def replaceable(target: Target) -> bool:
    """Whether it was propagated, and neither corrected nor accepted since."""
    waiting = target.state is TargetState.EDITED
    return target.origin is Origin.PROPAGATED and waiting and not by_hand(target)
