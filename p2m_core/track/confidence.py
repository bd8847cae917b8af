"""The confidence that a followed target is the clicked one, frame by frame."""

import math

from p2m_core.track.follow import Place

# Where the logistic function is one half, and its width: log-likelihood ratios. A target in a
# calm sky gains about 11 a frame; of the wrong frames on `drone_ir`, nine in ten are among the
# tenth with the least evidence.
_EVIDENCE, _EVIDENCE_WIDTH = 4.0, 2.0
_LEAD, _LEAD_WIDTH = 4.0, 2.0
_RECOVERY = 0.1  # a frame: a doubtful frame lowers the confidence of the next ones


def confidence(place: Place, before: float) -> float:
    """Return the confidence in a frame's target, 0 to 1.

    Parameters
    ----------
    place : Place
    before : float
        The confidence in the frame before; 1 for the click.
    """
    evidence = place.evidence if place.seen else min(place.evidence, -3.0)
    here = _logistic((evidence - _EVIDENCE) / _EVIDENCE_WIDTH)
    here *= _logistic((min(place.lead, 30.0) - _LEAD) / _LEAD_WIDTH)
    return min(here, before + _RECOVERY)


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))
