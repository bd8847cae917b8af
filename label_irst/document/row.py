"""What the timeline and the review go over: the frames of a sequence, or single images in a row."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from label_irst.document.document import Document
from label_irst.document.doubt_lane import DoubtLane
from label_irst.document.standing import standings


class Row(NamedTuple):
    """`here` is the place on show; `states` and `standings` are as they are painted."""

    images: bool
    size: int
    here: int
    states: NDArray[np.uint8]
    standings: NDArray[np.uint8]
    doubts: DoubtLane
    name: Callable[[int], str]
    go_to: Callable[[int], object]


def row_of(document: Document) -> Row:
    """The row that is on show, without places if nothing is."""
    images = document.images
    if images:
        return Row(
            True, len(images.row), images.here, images.states,
            standings(images.states, images.doubts.by_hand), images.doubts,
            lambda place: images.row[place].name, document.go_to_image,
        )  # fmt: skip
    sequence, states = document.sequence, document.shown_states
    return Row(
        False, document.states.size if sequence is not None else 0, document.frame,
        states, standings(states, document.doubts.by_hand), document.doubts,
        sequence.frame_name if sequence is not None else str, document.go_to,
    )  # fmt: skip
