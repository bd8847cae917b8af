"""The masks of a sequence's targets, without their other data: for training."""

import json
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from p2m_core.errors import P2MError
from p2m_core.project._checks import checked_attributes
from p2m_core.project._target_rows import unpacked
from p2m_core.project.project import Project


class MaskPiece(NamedTuple):
    """The mask of one target, cropped to its pixels: `x0` and `y0` are its first column and row."""

    x0: int
    y0: int
    mask: NDArray[np.bool_]
    track: int
    category: str
    attributes: tuple[str, ...] = ()
    note: str = ""


def read_masks(project: Project, sequence: int) -> dict[int, list[MaskPiece]]:
    """Return the masks by frame, in order of the targets' numbers, without suggested targets.

    Raises
    ------
    P2MError
        If a row holds no mask: the file is damaged.
    """
    found: dict[int, list[MaskPiece]] = {}
    for id, frame, x0, y0, width, height, mask, track, category, attributes, note in project.read(
        "SELECT id, frame, x0, y0, width, height, mask, track, category, attributes, note "
        "FROM targets "
        "WHERE sequence = ? AND state != 'suggested' ORDER BY id",
        sequence,
    ):
        try:
            pixels = unpacked(mask, width, height)
            words = () if attributes == "[]" else checked_attributes(json.loads(attributes))
            piece = MaskPiece(int(x0), int(y0), pixels, int(track), str(category), words, str(note))
        except (TypeError, ValueError, OverflowError) as error:
            raise P2MError(f"target {id!r} is damaged in the project file: {error}") from error
        found.setdefault(int(frame), []).append(piece)
    return found
