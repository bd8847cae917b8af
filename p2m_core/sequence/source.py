"""The interface between each kind of source and the reader."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.generic]
"""One frame, shape (H, W), at its native depth."""

TIFF_SUFFIXES = (".tif", ".tiff")
IMAGE_SUFFIXES = (
    ".png", ".bmp", ".dib", ".jpg", ".jpeg", ".jpe", *TIFF_SUFFIXES,
    ".pgm", ".ppm", ".pnm", ".pbm", ".pam", ".pfm", ".webp", ".jp2", ".j2k",
)  # fmt: skip
VIDEO_SUFFIXES = (
    ".mp4", ".avi", ".mkv", ".mov", ".m4v", ".mpg", ".mpeg", ".m2v", ".wmv", ".asf", ".webm",
    ".ts", ".mts", ".m2ts", ".vob", ".flv", ".f4v", ".3gp", ".3g2", ".ogv", ".mxf", ".dv",
    ".h264", ".264", ".h265", ".265", ".hevc", ".y4m", ".mjpeg", ".mjpg", ".nut",
)  # fmt: skip
ARRAY_SUFFIX = ".npy"


def nothing_to_close() -> None:
    """Close a source that holds no file open."""


@dataclass(frozen=True)
class Source:
    """Frames that can be read by number.

    Attributes
    ----------
    names : list of str
        The name of each frame, in order.
    label : callable
        ``label(i)`` names a frame in messages: the file, and the frame in it.
    read : callable
        ``read(i, since)`` yields ``(number, picture)`` pairs and ends with frame `i`. A video meets
        other frames on the way there; yielding those from `since` on lets the reader keep them. It
        raises `FrameError` if frame `i` cannot be read. Never called by two threads at once,
        unless `independent`.
    close : callable
        Closes the open file, if there is one.
    easy : callable
        ``easy(i)`` is the number of a frame near frame `i`, not after it, that is quick to read.
    on_the_way : bool
        Whether to read a frame may require decoding many others first.
    independent : bool
        Whether several threads may read at once, each another frame.
    """

    names: list[str]
    label: Callable[[int], str]
    read: Callable[[int, int], Iterator[tuple[int, Picture]]]
    close: Callable[[], None] = nothing_to_close
    easy: Callable[[int], int] = int
    on_the_way: bool = False
    independent: bool = False
