"""From one click to a whole sequence: follow a target through its frames, mask by mask."""

from p2m_core.track.propagation import Tracked, propagate, propagate_many

__all__ = ["Tracked", "propagate", "propagate_many"]
