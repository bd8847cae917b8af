"""What a warning says: the kinds of findings, their texts and their places."""

import math
from collections.abc import Sequence as Many
from dataclasses import dataclass
from typing import NamedTuple

from p2m_core.datasets.labelled import LabelledSequence
from p2m_core.datasets.statistics.numbers import TargetStatistics
from p2m_core.geometry import frame_number
from p2m_core.words import counted

MOST_PLACES = 200
"""Places kept of one finding."""


class Place(NamedTuple):
    """Where something was found: frame of a sequence, both from 0; the centre of a target."""

    sequence: int
    frame: int
    x: float = math.nan
    y: float = math.nan


@dataclass(frozen=True)
class Finding:
    """One warning.

    Attributes
    ----------
    kind : str
        A key of `TEXTS`.
    count : int
        How many were found.
    value : float
        A number for the text; NaN where it has none.
    places : tuple of Place
        The first `MOST_PLACES`.
    details : tuple of str
        For each place what it is the same as, or what is wrong; else empty.
    """

    kind: str
    count: int
    value: float = math.nan
    places: tuple[Place, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def same_as(self) -> bool:
        """Whether the details name the images that those at the places are the same as."""
        return self.kind in ("leak", "leak-next", "alike", "repeated")


TEXTS: dict[str, tuple[str, str, str]] = {
    "no-target": (
        "", "no target in the whole set",
        "check that pixels other than 0 are the targets, and that these masks are the right ones",
    ),
    "no-target-train": ("", "no target in the training part", "check the lists of the split"),
    "no-target-test": ("", "no target in the test part", "check the lists of the split"),
    "unreadable": ("labelled frame", "that cannot be read", "replace these images"),
    "outside": (
        "label", "outside the frame, or not to be measured",
        "check the order of x and y, and the size of the images that were labelled",
    ),
    "covering": (
        "target", "covering half of the frame or more", "check for inverted masks: 0 is background",
    ),
    "map-unused": (
        "instance map", "other than the mask, whose components were used",
        "write the maps again: a number for each pixel of the mask, 0 elsewhere",
    ),
    "leak-cut": (
        "sequence", "with images that are in the other part too",
        "put both into one part: neighbouring frames are nearly the same",
    ),
    "leak": (
        "image", "nearly the same as one in the other part",
        "put both into one part, or leave one out: scores would be too good",
    ),
    "leak-next": (
        "image",
        "whose neighbour by number shows the same scene and is in the other part",
        "put the images of one sequence into one part",
    ),
    "labelled-twice": ("frame", "labelled in two sequences", "keep one of the two"),
    "same-pixels": (
        "target", "on the pixels of another one of the frame", "delete one of the two",
    ),
    "specks": (
        "mask", "with many specks of 1 or 2 px, up to {value:.0f}",
        "check for masks saved as JPEG or scaled: threshold them, or remove the specks",
    ),
    "one-pixel": (
        "mask", "of one pixel, {value:.0f} % of all",
        "if they mark centroids, import them as points, and PAMG grows the masks",
    ),
    "no-data": (
        "frame", "with pixels that hold no data (borders, telemetry, dead lines, NaN)",
        "nothing: they are left out of all numbers; cut them off if others are to read the images",
    ),
    "implied-empty": (
        "frame", "taken for empty because a file has no entry",
        "look at them: nobody stated that they are empty",
    ),
    "large": (
        "target", "larger than 100 px, up to {value:.0f} px",
        "check that the masks hold the targets alone",
    ),
    "faint": (
        "target", "that hardly stand out (SCR below 1)",
        "look for the target; many of them speak for shifted or swapped masks",
    ),
    "dark": (
        "target", "darker than the background, where {value:.1f} % are brighter",
        "look whether the mask lies on the target",
    ),
    "bright": (
        "target", "brighter than the background, where {value:.1f} % are darker",
        "look whether the mask lies on the target",
    ),
    "loose": (
        "box", "more than 9 times as large as the target in it",
        "draw them tighter, or use the masks, which do not depend on them",
    ),
    "jump": (
        "step", "far longer than usual on a track, up to {value:.0f} px a frame",
        "check for swapped tracks, a cut in the sequence, or a label on clutter",
    ),
    "gap": (
        "stretch", "without labels inside a track, up to {value:.0f} frames",
        "label the target there, or verify the frames as empty",
    ),
    "alike": (
        "image", "nearly the same as one of another sequence",
        "keep such sequences in one part of a split",
    ),
    "repeated": (
        "image", "equal to an earlier one to the bit",
        "leave out the copies; a video may have repeated its frames",
    ),
}  # fmt: skip
"""Of each kind of finding: what is counted, what is said of it, what to do; the gravest first."""


def describe(finding: Finding) -> tuple[str, str]:
    """Return what was found, and what to do about it.

    Examples
    --------
    >>> describe(Finding("loose", 2))[0]
    '2 boxes more than 9 times as large as the target in it'
    """
    noun, text, advice = TEXTS[finding.kind]
    text = text.format(value=finding.value)
    return f"{counted(finding.count, noun)} {text}" if noun else text, advice


def where(sequences: Many[LabelledSequence], found: TargetStatistics, place: Place) -> str:
    """Return a place for people to read: the sequence, and its frame from 1 if it has several."""
    labelled = sequences[place.sequence]
    name = labelled.name
    if found.sequences[place.sequence].frames > 1:
        name = f"{name}, frame {frame_number(labelled.start + place.frame)}"
    return name if math.isnan(place.x) else f"{name} at ({place.x:.0f}, {place.y:.0f})"
