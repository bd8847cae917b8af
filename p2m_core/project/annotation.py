"""Annotations: the targets of a frame, and the state of the frame."""

import copy
import json
import math
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.errors import InputError

LONGEST_CATEGORY = 100


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
        What it is, e.g. "drone"; "" where nobody has said. One line of at most `LONGEST_CATEGORY`
        characters.

    Raises
    ------
    InputError
        If the mask is empty or not tight, a number is out of range, the parameters are not JSON, or
        the category is too long or of several lines.
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
        object.__setattr__(self, "mask", _tight(self.mask))
        object.__setattr__(self, "seeds", _points(self.seeds))
        object.__setattr__(self, "origin", Origin(self.origin))
        object.__setattr__(self, "state", TargetState(self.state))
        object.__setattr__(self, "parameters", _json_object(self.parameters))
        object.__setattr__(self, "category", checked_category(self.category))

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

    def is_relabelled(self, other: "Target") -> bool:
        """Return whether `relabelled` made one of the two from the other."""
        return (
            self.mask is other.mask
            and self.seeds is other.seeds
            and self.parameters is other.parameters
            and (
                self.id, self.sequence, self.frame, self.x0, self.y0, self.origin, self.algorithm,
                self.category,
            )
            == (
                other.id, other.sequence, other.frame, other.x0, other.y0, other.origin,
                other.algorithm, other.category,
            )
        )  # fmt: skip

    def _scalars(self) -> tuple[object, ...]:
        return (
            self.id, self.sequence, self.frame, self.track, self.x0, self.y0, self.seeds,
            self.origin, self.state, self.algorithm, self.parameters, self.category,
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
        category=category,
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


def checked_category(category: str) -> str:
    """Return a category as a target holds it.

    Raises
    ------
    InputError
        If it is no text, has several lines or more than `LONGEST_CATEGORY` characters.
    """
    if not isinstance(category, str):
        raise InputError(f"a category is a text, not {category!r}")
    text = category.strip()
    if len(text) > LONGEST_CATEGORY or not text.isprintable():
        raise InputError(
            f"the category {text[:40]!r} is not one line of at most {LONGEST_CATEGORY} characters"
        )
    return text


def _tight(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    tight = np.array(mask, dtype=np.bool_, order="C")
    if tight.ndim != 2:
        raise InputError(f"a target's mask has rows and columns, not the shape {tight.shape}")
    if geometry.bounding_box(tight) != (0, 0, tight.shape[1], tight.shape[0]):
        raise InputError(
            "a target's mask is cropped to its pixels: use target_from_frame_mask for a whole frame"
        )
    tight.flags.writeable = False
    return tight


def _points(seeds: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    try:
        points = tuple((float(x), float(y)) for x, y in seeds)
    except (TypeError, ValueError):
        raise InputError(f"target seeds {seeds!r} are not (x, y) pairs") from None
    if not all(math.isfinite(v) for point in points for v in point):
        raise InputError(f"target seeds {points} are not finite")
    return points


def _json_object(parameters: dict[str, Any]) -> dict[str, Any]:
    try:
        copy = json.loads(json.dumps(parameters, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"target parameters are not JSON values: {error}") from None
    if not isinstance(copy, dict):
        raise InputError(f"target parameters are a {type(parameters).__name__}, not a dict")
    return copy
