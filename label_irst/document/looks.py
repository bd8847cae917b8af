"""The name and colour of a track: the user's, else those of its number."""

from collections.abc import Iterable, Mapping

from label_irst.i18n import tr
from p2m_core.project import TargetClass, TrackLook

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


def class_colours(classes: Iterable[TargetClass]) -> dict[str, str]:
    """The colour of each class: its own, else the next one that no class was given."""
    classes = tuple(classes)
    given = {one.colour for one in classes}
    free = [colour for colour in PALETTE if colour not in given] or list(PALETTE)
    bare = [one.name for one in classes if not one.colour]
    found = {one.name: one.colour for one in classes}
    return {**found, **{name: free[n % len(free)] for n, name in enumerate(bare)}}
