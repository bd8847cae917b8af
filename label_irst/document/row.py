"""What the timeline and the review go over: the frames of a sequence, or single images in a row."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from label_irst.document.document import Document
from label_irst.document.doubt_lane import DoubtLane


class Row(NamedTuple):
    """`here` is the place on show; `states` are as they are painted."""

    images: bool
    size: int
    here: int
    states: NDArray[np.uint8]
    doubts: DoubtLane
    name: Callable[[int], str]
    go_to: Callable[[int], object]


def row_of(document: Document) -> Row:
    """The row that is on show, without places if nothing is."""
    images = document.images
    if images:
        return Row(
            True, len(images.row), images.here, images.states, images.doubts,
            lambda place: images.row[place].name, document.go_to_image,
        )  # fmt: skip
    sequence = document.sequence
    return Row(
        False, document.states.size if sequence is not None else 0, document.frame,
        document.shown_states, document.doubts,
        sequence.frame_name if sequence is not None else str, document.go_to,
    )  # fmt: skip
