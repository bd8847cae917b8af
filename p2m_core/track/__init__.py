"""From one click to a whole sequence: follow a target through its frames, mask by mask."""

from p2m_core.track.between import bridge
from p2m_core.track.propagation import Tracked, propagate, propagate_many
from p2m_core.track.remasking import remask

__all__ = ["Tracked", "bridge", "propagate", "propagate_many", "remask"]
