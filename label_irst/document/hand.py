"""Which masks another propagation may replace."""

from p2m_core.project import Origin, Target, TargetState, by_hand


def replaceable(target: Target) -> bool:
    """Whether it was propagated, and neither corrected nor accepted since."""
    waiting = target.state is TargetState.EDITED
    return target.origin is Origin.PROPAGATED and waiting and not by_hand(target)
