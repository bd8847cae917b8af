"""The name and colour of a track: the user's, else those of its number."""

from collections.abc import Mapping

from label_irst.i18n import tr
from p2m_core.project import TrackLook

# Distinct on grey pictures, also for people who lack one of the three kinds of cones.
PALETTE = ("#ff5a5f", "#4cc9f0", "#ffd166", "#8877ff", "#ccff00", "#dd66aa", "#bb8800")


def track_name(looks: Mapping[int, TrackLook], track: int) -> str:
    look = looks.get(track)
    return look.name if look and look.name else tr("Track {number}").format(number=track)


def track_label(looks: Mapping[int, TrackLook], track: int) -> str:
    """The name where there is one, else the bare number: for where there is little room."""
    look = looks.get(track)
    return look.name if look and look.name else str(track)


def track_colour(looks: Mapping[int, TrackLook], track: int) -> str:
    look = looks.get(track)
    return look.colour if look and look.colour else PALETTE[(track - 1) % len(PALETTE)]
