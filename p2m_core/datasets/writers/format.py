"""What a format can carry, and its options: data that commands, windows and checks go by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from p2m_core.errors import InputError


@dataclass(frozen=True)
class Carries:
    """What a format keeps of the targets.

    Attributes
    ----------
    label : "mask", "box" or "point"
        What it keeps of a target's pixels.
    apart : "kept", "touching" or "lost"
        Whether targets that touch stay apart, and whether those that overlap do too ("kept").
    tracks, categories : bool
        Whether it has track numbers, and categories.
    attributes, notes : bool
        Whether it has attributes of targets, and the notes on them.
    empty : "kept", "asked" or "lost"
        Whether a frame that is verified empty differs from one that nobody has labelled; "asked"
        where it has a file without an entry, so that a reader has to ask what that means.
    twins : bool
        Whether one track may have two targets in a frame; such a frame is refused otherwise.
    clipped : bool
        Whether boxes that reach beyond the frame are cut at its border.
    review : bool
        Whether it has the clicks, the origin and the review state of targets.
    """

    label: Literal["mask", "box", "point"]
    apart: Literal["kept", "touching", "lost"] = "kept"
    tracks: bool = False
    categories: bool = False
    empty: Literal["kept", "asked", "lost"] = "kept"
    twins: bool = True
    clipped: bool = False
    review: bool = False
    attributes: bool = False
    notes: bool = False


EDITORS = Carries(
    "mask", tracks=True, categories=True, attributes=True, notes=True, twins=False, empty="asked"
)
"""What files of annotation programs keep: all but the review."""


def cannot(carries: Carries) -> tuple[str, ...]:
    """Return in words what is lost."""
    words = []
    if carries.label == "box":
        words.append("masks: boxes only")
    if carries.label == "point":
        words.append("masks and boxes: points only")
    if carries.apart == "touching":
        words.append("pixels of two targets: the later one has them")
    if carries.apart == "lost":
        words.append("targets that touch or overlap: their pixels become one mask")
    if not carries.tracks:
        words.append("tracks")
    if not carries.categories:
        words.append("categories")
    if not carries.attributes:
        words.append("attributes of targets")
    if not carries.notes:
        words.append("notes on targets")
    if carries.empty == "lost":
        words.append("verified-empty frames are the same as unlabelled ones")
    if carries.empty == "asked":
        words.append("verified-empty frames have a file without an entry: readers must be told")
    if not carries.twins:
        words.append("two targets of one track in a frame: refused")
    if carries.clipped:
        words.append("what of a box lies beyond the frame")
    if not carries.review:
        words.append("clicks, origin and review state of targets")
    return tuple(words)


@dataclass(frozen=True)
class Option:
    """One option of a format.

    Attributes
    ----------
    name : str
        The keyword of `export`.
    title : str
        One line for people.
    default : bool or str
        A bool is a switch; a text is one of `choices`.
    choices : tuple of str
    """

    name: str
    title: str
    default: bool | str
    choices: tuple[str, ...] = ()


def checked(
    format: str, options: tuple[Option, ...], values: Mapping[str, Any]
) -> dict[str, bool | str]:
    """Return the value of every option.

    A text, as from a command line, is taken for the switch or number it names.

    Raises
    ------
    InputError
        If the format has no option of a name, or it has no such value.
    """
    known = {option.name: option for option in options}
    for name in values:
        if name not in known:
            has = f"it has: {', '.join(known)}" if known else "it has none"
            raise InputError(f"{format} has no option {name!r}; {has}")
    return {
        option.name: _checked(format, option, values.get(option.name, option.default))
        for option in options
    }


def _checked(format: str, option: Option, value: object) -> bool | str:
    if isinstance(option.default, bool):
        switch = {"yes": True, "true": True, "no": False, "false": False}
        found = value if isinstance(value, bool) else switch.get(str(value).lower())
        if found is None:
            raise InputError(f"{format}: {option.name} is {value!r}: use yes or no")
        return found
    if str(value) not in option.choices:
        choices = ", ".join(option.choices)
        raise InputError(f"{format}: {option.name} is {value!r}: use one of {choices}")
    return str(value)
