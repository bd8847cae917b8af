"""Arrays in ``.npy`` files, memory-mapped."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from p2m_core.errors import FrameError, InputError
from p2m_core.geometry import frame_number
from p2m_core.sequence.grey import COPY_AGAIN, as_grey
from p2m_core.sequence.source import Picture, Source

_SHAPES = "(N, H, W), (N, H, W, 3), (N, H, W, 4) or (H, W)"


def open_array(path: Path) -> Source:
    """Open an ``.npy`` file; a frame is copied out of the map when it is read.

    Raises
    ------
    InputError
        If the file is not an ``.npy`` array, is cut short, or holds no stack of numeric frames.
    """
    frames = _map(path)
    if frames.ndim == 2:
        frames = frames[np.newaxis]
    names = [f"{i:06d}" for i in range(len(frames))]

    def label(i: int) -> str:
        return f"{path}, frame {frame_number(i)}"

    def read(i: int, since: int) -> Iterator[tuple[int, Picture]]:
        try:
            # A copy: the frame must not change with the file, nor fault if that goes away.
            yield i, as_grey(np.array(frames[i]))
        except ValueError as error:
            raise FrameError(f"{label(i)}: {error}: save it as {_SHAPES}") from error

    return Source(names, label, read)


def _map(path: Path) -> NDArray[np.generic]:
    try:
        with path.open("rb") as file:
            version = npy.read_magic(file)
            header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            shape, fortran, dtype = header(file)
            offset = file.tell()
    except (ValueError, EOFError) as error:
        raise InputError(
            f"{path}: not an .npy array ({' '.join(str(error).split())}): write it with numpy.save"
        ) from error
    if dtype.kind not in "buif":
        # Object arrays would have to be unpickled, which can run code of the file's author.
        raise InputError(f"{path}: its values are {dtype}: save them as numbers, such as uint16")
    if not (len(shape) in (2, 3) or (len(shape) == 4 and shape[3] in (1, 3, 4))):
        raise InputError(f"{path}: its shape is {shape}: save it as {_SHAPES}")
    if len(shape) == 3 and shape[2] in (3, 4):
        raise InputError(
            f"{path}: its shape {shape} means {shape[0]} frames of {shape[2]}x{shape[1]} pixels: "
            f"save one colour picture as (1, {shape[0]}, {shape[1]}, {shape[2]})"
        )
    if 0 in shape:
        raise InputError(f"{path}: 0 frames, its shape is {shape}: save it with frames in it")
    needed = offset + math.prod(shape) * dtype.itemsize
    size = path.stat().st_size
    if size < needed:
        raise InputError(
            f"{path}: cut short, it has {size} bytes where shape {shape} of {dtype} "
            f"takes {needed}: {COPY_AGAIN}"
        )
    frames: NDArray[np.generic] = np.memmap(
        path, dtype, mode="r", offset=offset, shape=shape, order="F" if fortran else "C"
    )
    return frames
