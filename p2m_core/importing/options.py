"""What becomes of labels in a project."""

from dataclasses import dataclass
from typing import Literal, get_args

from p2m_core.errors import InputError

Review = Literal["accepted", "edited"]
Boxes = Literal["grow", "rectangle"]
ImpliedEmpty = Literal["unseen", "verified"]
Present = Literal["keep", "replace"]


@dataclass(frozen=True)
class ImportOptions:
    """Options of an import.

    Attributes
    ----------
    state : "accepted" or "edited"
        Of frames whose targets are all given as pixels: what a data set states counts as reviewed,
        or a person goes through it. An empty mask is verified empty, or edited.
    boxes : "grow" or "rectangle"
        The pixels of a target that is given as a box or a point: PAMG grows them, or they are the
        box rounded to pixels, a point's own pixel. Either way such frames are edited, to be
        reviewed.
    implied_empty : "unseen" or "verified"
        The state of frames that are without a target only because their file has no entry.
    present : "keep" or "replace"
        Frames that have targets in the project already stay as they are and are counted as
        skipped, or get those of the labels instead. Replaced targets keep the track numbers of the
        labels, where these have any.
    only : frozenset of str, optional
        Names of the previewed sequences to take; all by default.
    support_radius : float
        PAMG's R_s in pixels; a box bounds it further.

    Raises
    ------
    InputError
        If a value is none of these.
    """

    state: Review = "accepted"
    boxes: Boxes = "grow"
    implied_empty: ImpliedEmpty = "unseen"
    present: Present = "keep"
    only: frozenset[str] | None = None
    support_radius: float = 20.0

    def __post_init__(self) -> None:
        for name, kind in (
            ("state", Review), ("boxes", Boxes), ("implied_empty", ImpliedEmpty),
            ("present", Present),
        ):  # fmt: skip
            value = getattr(self, name)
            if value not in get_args(kind):
                words = " or ".join(get_args(kind))
                raise InputError(f"import: {name} is {value!r}: give {words}")
