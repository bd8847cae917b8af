"""Open any kind of sequence, and read its frames by number through one bounded cache."""

import operator
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from p2m_core.errors import FrameError, InputError
from p2m_core.sequence.array import open_array
from p2m_core.sequence.cache import FrameCache
from p2m_core.sequence.decode import why
from p2m_core.sequence.folder import open_folder, open_image
from p2m_core.sequence.place import is_pattern, sequence_name
from p2m_core.sequence.source import (
    ARRAY_SUFFIX,
    IMAGE_SUFFIXES,
    TIFF_SUFFIXES,
    VIDEO_SUFFIXES,
    Picture,
    Source,
)
from p2m_core.sequence.tiff import open_tiff
from p2m_core.sequence.video import open_video

CACHE_BYTES = 256 * 2**20

# If so many of the first frames are bad, it is probably the wrong folder.
_TRIES = 16

_LOCKS = 16

_OPENERS: dict[str, Callable[[Path], Source]] = {
    **dict.fromkeys(IMAGE_SUFFIXES, open_image),
    **dict.fromkeys(TIFF_SUFFIXES, open_tiff),
    **dict.fromkeys(VIDEO_SUFFIXES, open_video),
    ARRAY_SUFFIX: open_array,
}


def open_sequence(
    path: str | os.PathLike[str],
    *,
    start: int = 0,
    stop: int | None = None,
    cache_bytes: int = CACHE_BYTES,
) -> "Sequence":
    """Open a sequence of frames, or a part of one.

    Parameters
    ----------
    path : path
        A folder of PNG, BMP, JPEG or TIFF files; some of a folder's, as in ``images/IR_3_*``; a
        multi-page TIFF; a ``.npy`` array of shape (N, H, W), (N, H, W, 3), (N, H, W, 4) or (H, W);
        a video; or one image.
    start, stop : int
        Open frames ``start .. stop - 1`` only, to the end without `stop`; frame `start` becomes
        frame 0.
    cache_bytes : int
        Most memory for cached frames.

    Raises
    ------
    InputError
        If the file is missing or of an unknown kind, no frame of it can be read, or it lacks
        frames of the part.

    Examples
    --------
    >>> import tempfile
    >>> stack = Path(tempfile.mkdtemp()) / "clip.npy"
    >>> np.save(stack, np.zeros((3, 4, 5), np.uint16))
    >>> with open_sequence(stack) as seq:
    ...     print(seq.name, len(seq), seq.shape, seq.dtype, seq.frame_name(2))
    clip 3 (4, 5) uint16 000002
    """
    # Not resolve(): it follows links, and the sequence would get the name of their target.
    full = Path(os.path.abspath(path))  # noqa: PTH100
    source = _open_source(full)
    if start != 0 or stop is not None:
        source = _part(full, source, start, stop)
    return Sequence(full, source, cache_bytes)


class Sequence:
    """The frames of one source, read when asked for; safe to use from several threads.

    ``seq[i]`` is a read-only 2-D array at the source's native depth; a negative number counts from
    the end. It raises `FrameError` for a frame that cannot be read or whose size or type is not
    the sequence's; other frames are not affected, and keep their numbers.

    Attributes
    ----------
    path : Path
        The folder, file or pattern, absolute.
    name : str
        The folder's name, the file's without its suffix, or the pattern's without ``*``.
    shape : (int, int)
        Rows and columns of every frame.
    dtype : numpy.dtype
        Type of every frame, in native byte order.
    on_the_way : bool
        Whether to read a frame may require decoding many others first, as in a video.
    independent : bool
        Whether several threads read faster than one.
    """

    def __init__(self, path: Path, source: Source, cache_bytes: int) -> None:
        self.path = path
        self.name = sequence_name(path)
        self.on_the_way = source.on_the_way
        self.independent = source.independent
        self._easy = source.easy
        self._names = source.names
        self._source: Source | None = source
        # One lock if only one thread can read; else one lock for each few frames.
        self._reading = [threading.Lock() for _ in range(_LOCKS if source.independent else 1)]
        self._cache = FrameCache(cache_bytes)
        try:
            number, first = _first_readable(path, source)
        except BaseException:
            source.close()
            raise
        self.shape: tuple[int, int] = (first.shape[0], first.shape[1])
        self.dtype: np.dtype[np.generic] = first.dtype
        first.flags.writeable = False
        self._cache.put(number, first)

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, i: int) -> Picture:
        number = self._number(i)
        picture = self._cache.get(number)
        if picture is None:
            with self._lock(number):
                # Another thread may have read it while this one waited.
                picture = self._cache.get(number)
                if picture is None:
                    picture = self._read(number)
                    assert picture is not None
        return picture

    def __iter__(self) -> Iterator[Picture]:
        return (self[i] for i in range(len(self)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def frame_name(self, i: int) -> str:
        """Return the name of frame `i`: its file's name without suffix, or six digits."""
        return self._names[self._number(i)]

    def is_cached(self, i: int) -> bool:
        """Return whether frame `i` is cached."""
        return self._number(i) in self._cache

    def easy_frame(self, i: int) -> int:
        """Return the number of a frame near frame `i` that is quick to read: mostly `i`."""
        return self._easy(self._number(i))

    def read_ahead(self, i: int, since: int, stop: Callable[[], bool]) -> None:
        """Read frame `i` into the cache, with the frames from `since` on decoded on the way.

        It ends when `stop()`, called between frames, returns true. A frame that cannot be read
        raises nothing here, only when it is asked for.
        """
        number = self._number(i)
        with self._lock(number), suppress(FrameError, InputError):
            if number not in self._cache:
                self._read(number, since, stop)

    def close(self) -> None:
        """Close the file and drop the cached frames; closing twice does no harm."""
        with ExitStack() as stack:
            for lock in self._reading:
                stack.enter_context(lock)
            if self._source is not None:
                self._source.close()
            self._source = None
            self._cache.clear()

    def _number(self, i: int) -> int:
        number = operator.index(i)
        if not -len(self) <= number < len(self):
            raise IndexError(f"{self.path}: frame {number} of {len(self)} frames, counted from 0")
        return number % len(self)

    def _lock(self, number: int) -> threading.Lock:
        return self._reading[number % len(self._reading)]

    def _read(
        self, number: int, since: int = 0, stop: Callable[[], bool] = lambda: False
    ) -> Picture | None:
        if self._source is None:
            raise InputError(f"{self.path}: the sequence was closed: open it again")
        for met, picture in self._source.read(number, since):
            if (picture.shape, picture.dtype) == (self.shape, self.dtype):
                picture.flags.writeable = False
                self._cache.put(met, picture)
            elif met == number:
                raise FrameError(
                    f"{self._source.label(number)}: {_describe(picture.shape, picture.dtype)}, "
                    f"but the sequence is {_describe(self.shape, self.dtype)}: "
                    "put frames of another kind into a sequence of their own"
                )
            if met != number and stop():
                return None
        return picture


def _open_source(path: Path) -> Source:
    try:
        if path.is_dir() or is_pattern(path):
            return open_folder(path)
        if path.exists() and not path.is_file():
            raise InputError(f"{path}: neither a file nor a folder: choose the images or the video")
        # Opened here once, so that the message is the same for every kind of file.
        with path.open("rb"):
            pass
    except OSError as error:
        raise InputError(f"{path}: cannot be opened: {why(error)}") from error
    opener = _OPENERS.get(path.suffix.lower())
    if opener is None:
        raise InputError(
            f"{path}: no known kind of sequence ({path.suffix or 'no suffix'}): "
            f"use a folder of images, or a file of {' '.join(_OPENERS)}"
        )
    return opener(path)


def _part(path: Path, source: Source, start: int, stop: int | None) -> Source:
    count = len(source.names)
    end = count if stop is None else stop
    if not 0 <= start < end <= count:
        source.close()
        raise InputError(
            f"{path}: no part from frame {start} to {end - 1}, counted from 0: it has {count} "
            "frames"
        )

    def read(i: int, since: int) -> Iterator[tuple[int, Picture]]:
        for met, picture in source.read(start + i, start + since):
            if start <= met < end:
                yield met - start, picture

    return replace(
        source,
        names=source.names[start:end],
        label=lambda i: source.label(start + i),
        read=read,
        easy=lambda i: max(source.easy(start + i) - start, 0),
    )


def _first_readable(path: Path, source: Source) -> tuple[int, Picture]:
    """Read the first readable frame: it determines the sequence's size and type.

    Some are tried at the start, then some all over the rest: a video may have lost its first part.
    """
    count = len(source.names)
    first = min(count, _TRIES)
    others = range(first, count, max(1, (count - first) // _TRIES))
    reasons = []
    for i in dict.fromkeys((*range(first), *map(source.easy, others))):
        try:
            return i, dict(source.read(i, i))[i]
        except FrameError as error:
            reasons.append(error)
    if count == 1:
        raise InputError(str(reasons[0])) from reasons[0]
    more = " and of some others" if len(reasons) > first else ""
    raise InputError(
        f"{path}: none of the first {first}{more} of {count} frames can be read; "
        f"the first: {reasons[0]}"
    ) from reasons[0]


def _describe(shape: tuple[int, ...], dtype: np.dtype[np.generic]) -> str:
    return f"{shape[1]}x{shape[0]} {dtype}"
