"""Annotations: the targets of a frame, and the state of the frame."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.errors import InputError
from p2m_core.project import _checks


class Origin(StrEnum):
    """The origin of a target's mask."""

    CLICK = "click"
    PROPAGATED = "propagated"
    SUGGESTED = "suggested"
    IMPORTED = "imported"
    MODEL = "model"


class TargetState(StrEnum):
    """The review state of a target; a suggested one is never exported or trained on."""

    SUGGESTED = "suggested"
    EDITED = "edited"
    ACCEPTED = "accepted"


class FrameState(IntEnum):
    """The review state of a frame."""

    UNSEEN = 0
    SUGGESTED = 1
    EDITED = 2
    ACCEPTED = 3
    VERIFIED_EMPTY = 4
    UNCERTAIN = 5

    @property
    def word(self) -> str:
        """The state as the project file and the command line write it, e.g. ``verified-empty``."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def from_word(cls, word: str) -> "FrameState":
        """Return the state that `word` names.

        Raises
        ------
        InputError
            If no state has this name.
        """
        try:
            return _BY_WORD[word]
        except KeyError:
            raise InputError(
                f"unknown frame state {word!r}: expected one of {', '.join(_BY_WORD)}"
            ) from None


_BY_WORD = {state.word: state for state in FrameState}


@dataclass(frozen=True, eq=False, kw_only=True)
class Target:
    """One object in one frame: its pixels, and where they came from.

    Arguments are normalised (numpy integers, mutable parameters, a writeable mask), so that a
    target compares equal to what the project file gives back.

    Attributes
    ----------
    id : int
        Number in the project, never used twice; 0 is replaced by the next one in `Project.apply`.
    sequence, frame, track : int
        The sequence's number in the project, the frame's index in it, and the number of the same
        object through the frames (from 1).
    x0, y0 : int
        Column and row of the mask's top-left pixel in the frame.
    mask : bool array, shape (h, w), read-only
        The target's pixels, cropped so that each border row and column holds at least one.
    seeds : tuple of (x, y)
        The clicks behind the mask, frame coordinates; may be empty.
    origin : Origin
    state : TargetState
    algorithm : str
        What drew the mask: ``"pamg"``, ``"brush"``, ...
    parameters : dict
        The algorithm's parameters; JSON values only.
    category : str
        What it is, e.g. "drone"; "" where nobody has said. One line of at most 100 characters.
    attributes : tuple of str
        What else holds of it, e.g. "occluded"; sorted, each once. Each is one line of at most 100
        characters without a semicolon.
    note : str
        What a person noted of it; at most 2000 characters, may have several lines.
    flagged : bool
        Whether a person wants to come back to it.

    Raises
    ------
    InputError
        If the mask is empty or not tight, a number is out of range, the parameters are not JSON, or
        a text is too long or has lines or characters that it may not have.
    """

    id: int = 0
    sequence: int
    frame: int
    track: int
    x0: int
    y0: int
    mask: NDArray[np.bool_]
    seeds: tuple[tuple[float, float], ...] = ()
    origin: Origin
    state: TargetState
    algorithm: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    category: str = ""
    attributes: tuple[str, ...] = ()
    note: str = ""
    flagged: bool = False

    # Its row in the project file, once known; only `store` sets and reads it. To encode targets
    # anew takes longer than all else in edits of whole tracks.
    _row: ClassVar[tuple[Any, ...]] = ()

    def __post_init__(self) -> None:
        for name, least in (
            ("id", 0), ("sequence", 1), ("frame", 0), ("track", 1), ("x0", 0), ("y0", 0),
        ):  # fmt: skip
            number = int(getattr(self, name))
            if not least <= number < 2**63:
                raise InputError(f"target {name} {number} is out of range: at least {least}")
            object.__setattr__(self, name, number)
        object.__setattr__(self, "mask", _checks.tight(self.mask, "a target"))
        object.__setattr__(self, "seeds", _checks.points(self.seeds))
        object.__setattr__(self, "origin", Origin(self.origin))
        object.__setattr__(self, "state", TargetState(self.state))
        object.__setattr__(self, "parameters", _checks.json_object(self.parameters))
        object.__setattr__(self, "category", _checks.checked_category(self.category))
        object.__setattr__(self, "attributes", _checks.checked_attributes(self.attributes))
        object.__setattr__(self, "note", _checks.checked_note(self.note))
        object.__setattr__(self, "flagged", bool(self.flagged))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Target):
            return NotImplemented
        return self._scalars() == other._scalars() and np.array_equal(self.mask, other.mask)

    def __hash__(self) -> int:
        return hash((self.id, self.sequence, self.frame))

    def relabelled(self, track: int, state: TargetState) -> "Target":
        """Return the same pixels in another track or state; cheap, for whole tracks.

        Raises
        ------
        InputError
            If the track number is out of range.
        ValueError
            If the state does not exist.
        """
        if not 1 <= int(track) < 2**63:
            raise InputError(f"target {self.id} cannot be of track {track}: at least 1")
        other = copy.copy(self)  # shares what is costly to check: mask, seeds and parameters
        object.__setattr__(other, "track", int(track))
        object.__setattr__(other, "state", TargetState(state))
        return other

    def described(
        self,
        *,
        category: str | None = None,
        attributes: Iterable[str] | None = None,
        note: str | None = None,
        flagged: bool | None = None,
    ) -> "Target":
        """Return the same pixels with another description; cheap, for whole tracks.

        What is None stays as it is.

        Raises
        ------
        InputError
            If a text is too long or has lines or characters that it may not have.
        """
        other = copy.copy(self)
        if category is not None:
            object.__setattr__(other, "category", _checks.checked_category(category))
        if attributes is not None:
            object.__setattr__(other, "attributes", _checks.checked_attributes(attributes))
        if note is not None:
            object.__setattr__(other, "note", _checks.checked_note(note))
        if flagged is not None:
            object.__setattr__(other, "flagged", bool(flagged))
        return other

    def described_as(self, other: "Target") -> "Target":
        """Return the same pixels with the category, attributes, note and flag of another."""
        return self.described(
            category=other.category, attributes=other.attributes, note=other.note,
            flagged=other.flagged,
        )  # fmt: skip

    def is_relabelled(self, other: "Target") -> bool:
        """Return whether `relabelled` or `described` made one of the two from the other."""
        return (
            self.mask is other.mask
            and self.seeds is other.seeds
            and self.parameters is other.parameters
            and (self.id, self.sequence, self.frame, self.x0, self.y0, self.origin, self.algorithm)
            == (
                other.id, other.sequence, other.frame, other.x0, other.y0, other.origin,
                other.algorithm,
            )
        )  # fmt: skip

    def _scalars(self) -> tuple[object, ...]:
        return (
            self.id, self.sequence, self.frame, self.track, self.x0, self.y0, self.seeds,
            self.origin, self.state, self.algorithm, self.parameters, self.category,
            self.attributes, self.note, self.flagged,
        )  # fmt: skip

    @property
    def box(self) -> geometry.Box:
        """Half-open pixel box ``(x0, y0, x1, y1)`` in the frame."""
        height, width = self.mask.shape
        return self.x0, self.y0, self.x0 + width, self.y0 + height

    @cached_property
    def area(self) -> int:
        """Pixels of the mask."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def centroid(self) -> tuple[float, float]:
        """Mean ``(x, y)`` of the mask's pixels in the frame."""
        x, y = geometry.centroid(self.mask)
        return self.x0 + x, self.y0 + y

    @property
    def radius(self) -> float:
        """Equivalent radius in pixels."""
        return geometry.equivalent_radius(self.area)


def target_from_frame_mask(
    mask: NDArray[np.bool_],
    *,
    sequence: int,
    frame: int,
    track: int,
    origin: Origin,
    state: TargetState,
    seeds: tuple[tuple[float, float], ...] = (),
    algorithm: str = "",
    parameters: dict[str, Any] | None = None,
    id: int = 0,
    category: str = "",
    attributes: Iterable[str] = (),
    note: str = "",
    flagged: bool = False,
) -> Target:
    """Return the target that covers the true pixels of the whole-frame `mask`, shape (H, W).

    The other arguments are the attributes of `Target`.

    Raises
    ------
    InputError
        If the mask is empty, or another argument is not a target's.
    """
    x0, y0, x1, y1 = geometry.bounding_box(mask)
    return Target(
        id=id, sequence=sequence, frame=frame, track=track, x0=x0, y0=y0, mask=mask[y0:y1, x0:x1],
        seeds=seeds, origin=origin, state=state, algorithm=algorithm, parameters=parameters or {},
        category=category, attributes=tuple(attributes), note=note, flagged=flagged,
    )  # fmt: skip


def paint(target: Target, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return the target's mask in a whole frame of `shape` (H, W).

    Raises
    ------
    InputError
        If the target reaches outside the frame.
    """
    x0, y0, x1, y1 = target.box
    if x1 > shape[1] or y1 > shape[0]:
        raise InputError(
            f"target {target.id} covers columns {x0}..{x1 - 1} and rows {y0}..{y1 - 1}, "
            f"outside the {shape[1]}x{shape[0]} frame"
        )
    frame = np.zeros(shape, np.bool_)
    frame[y0:y1, x0:x1] = target.mask
    return frame
