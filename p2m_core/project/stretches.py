"""The stretch of a track around one of its masks, up to the next ones that a person decided on."""

from typing import NamedTuple

from p2m_core.project.annotation import Target, TargetState
from p2m_core.project.hands import BY_HAND, by_hand
from p2m_core.project.project import Project

MADE = ("pamg", "moved", "interpolated")
"""The algorithms that take no mask from a person or a data set."""

_SETTLED = f"(state = '{TargetState.ACCEPTED}' OR algorithm NOT IN {MADE} OR {BY_HAND})"


class Stretch(NamedTuple):
    """Frames `first` to `last`, and in how many of them the mask is nobody's decision."""

    first: int
    last: int
    undecided: int


def is_decided(target: Target) -> bool:
    """Return whether the mask's size is from a person or a data set: drawn, corrected, imported."""
    return by_hand(target) or target.algorithm not in MADE


def is_settled(target: Target) -> bool:
    """Return whether the mask is decided on (`is_decided`), or accepted as it was made."""
    return target.state is TargetState.ACCEPTED or is_decided(target)


def get_stretch(project: Project, sequence: int, track: int, frame: int) -> Stretch:
    """Return the stretch of a track around `frame`, which itself does not count.

    It ends at the nearest settled mask on either side (`is_settled`), else with the track.
    """
    rows = (
        f"FROM (SELECT frame, {_SETTLED} AS settled FROM targets WHERE sequence = ? AND track = ?)"
    )
    ((first, last),) = project.read(
        "SELECT COALESCE(MAX(CASE WHEN settled AND frame < ? THEN frame END), MIN(frame)), "
        f"COALESCE(MIN(CASE WHEN settled AND frame > ? THEN frame END), MAX(frame)) {rows}",
        frame, frame, sequence, track,
    )  # fmt: skip
    if first is None:
        return Stretch(frame, frame, 0)
    ((count,),) = project.read(
        f"SELECT COUNT(DISTINCT frame) {rows} "
        "WHERE NOT settled AND frame BETWEEN ? AND ? AND frame <> ?",
        sequence, track, first, last, frame,
    )  # fmt: skip
    return Stretch(int(first), int(last), int(count))
