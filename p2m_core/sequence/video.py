"""Videos: frame-exact random access, by an index of time stamps made without decoding.

Frame `i` is the i-th in order of presentation. To reach it, the decoder starts at the key frame
at or before it and goes forward until the frame with its stamp comes out. Stamps identify frames,
never a count from where a seek should have landed.
"""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from p2m_core.errors import FrameError, InputError
from p2m_core.geometry import frame_number
from p2m_core.sequence.grey import COPY_AGAIN
from p2m_core.sequence.source import Picture, Source

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.format import VideoFormat

# Coding standards delay a frame by at most 16 others.
_REORDER = 16

# Up to this distance, decoding on is cheaper than a seek to a nearer key frame.
_NEAR = 16

_START = -1


def open_video(path: Path) -> Source:
    """Open the first picture stream of a video file.

    Raises
    ------
    InputError
        If the file is not a video, or cannot be decoded.
    """
    video = _Video(path)
    names = [f"{i:06d}" for i in range(len(video))]
    return Source(names, video.label, video.read, video.close, video.easy, on_the_way=True)


class _Video:
    """An open video: its index, and a decoder at some position in it."""

    def __init__(self, path: Path) -> None:
        from av.video.reformatter import VideoReformatter

        self._path = path
        self._reformatter = VideoReformatter()
        self._frames: Iterator[VideoFrame]
        self._at: int | None  # the frame that came out last; None at the end, or after a seek
        self._awaited: int | None  # the key frame of the last seek, until it comes out
        self._lost: set[int] = set()
        self._open()
        try:
            self._make_index()
        except BaseException:
            self.close()
            raise

    def __len__(self) -> int:
        return self._count

    def label(self, i: int) -> str:
        return f"{self._path}, frame {frame_number(i)}"

    def close(self) -> None:
        self._frames = iter(())
        self._container.close()

    def easy(self, i: int) -> int:
        """Return the last key frame up to frame `i`, if there is one."""
        keys = bisect_right(self._keys, i)
        return self._keys[keys - 1] if keys else i

    def read(self, i: int, since: int) -> Iterator[tuple[int, Picture]]:
        """Yield the frames from `since` on that are on the way to frame `i`, and it as the last."""
        for start in self._starts(i):
            self._go_to(start)
            came_before, came_after = False, 0
            for frame in self._frames:
                number = self._number_of(frame)
                if number is None:
                    continue
                self._at = number
                came_after += number > i
                if came_after > _REORDER:
                    break
                if number == self._awaited:
                    self._awaited = None
                if self._awaited is not None:
                    # Until the sought key frame comes out, the seek may have landed late, and
                    # frames may lack those that they depend on.
                    continue
                came_before |= number < i
                if not frame.is_corrupt and number >= min(since, i):
                    yield number, self._gray(frame)
                    if number == i:
                        return
            if came_before:
                # The seek landed early enough, yet the frame did not come: it is lost.
                break
        self._lost.add(i)
        raise FrameError(
            f"{self.label(i)}: cannot be decoded, its data are missing or damaged: {COPY_AGAIN}"
        )

    def _starts(self, i: int) -> Iterator[int | None]:
        """Yield starts for frame `i`: the nearest first, then earlier ones.

        None: go on from the decoder's position. An earlier start is needed where a seek lands
        late, for frames shown before but stored after their key frame, and where a marked key
        frame only begins a gradual refresh.
        """
        if i in self._lost:
            return
        keys = self._keys[: bisect_right(self._keys, i)]
        at = None if self._awaited is not None else self._at
        if at is not None and at < i and (i - at <= _NEAR or not keys or keys[-1] <= at):
            yield None
        step = 1
        while keys:
            yield keys[-1]
            del keys[-step:]
            step *= 2
        yield _START

    def _go_to(self, start: int | None) -> None:
        if start is None:
            return
        if start == _START:
            # Not seek(0): some files do not support seeking.
            self._container.close()
            try:
                self._open()
            except InputError as error:
                raise FrameError(str(error)) from error
            return
        self._at, self._awaited, self._frames = None, start, iter(())
        # AssertionError: the file is closed, since an earlier attempt could not reopen it.
        with suppress(OSError, AssertionError):
            self._container.seek(self._stamps[start], stream=self._stream)
            self._frames = self._decode()

    def _open(self) -> None:
        import av
        from av.stream import Disposition

        try:
            self._container = av.open(str(self._path))
            self._stream = next(
                stream
                for stream in self._container.streams.video
                if stream.codec_context and not stream.disposition & Disposition.attached_pic
            )
        except (av.FFmpegError, OSError) as error:
            raise InputError(
                f"{self._path}: not a readable video ({error.strerror}), perhaps cut short or "
                f"still being written: {COPY_AGAIN}"
            ) from error
        except StopIteration:
            raise InputError(f"{self._path}: holds no pictures: choose a video file") from None
        # By slices, not by frames: a damaged frame is then reported with its own packet, and
        # decodes to the same picture each time. Whole-frame threads gain little on two cores.
        self._stream.thread_type = "SLICE"
        self._frames = self._decode()
        self._at, self._awaited = _START, None

    def _decode(self) -> "Iterator[VideoFrame]":
        import av

        try:
            for packet in self._container.demux(self._stream):
                try:
                    frames = self._stream.codec_context.decode(packet)
                except av.FFmpegError:
                    continue  # this packet's frame is lost; the next may be good
                yield from frames
        except av.FFmpegError:
            pass  # the file ends or breaks off here
        self._at = None

    def _make_index(self) -> None:
        """List the stamps of the frames in order of presentation, and the key frames' numbers."""
        import av

        packets, samples = [], 0
        try:
            for packet in self._container.demux(self._stream):
                samples += packet.size > 0
                if packet.size and not packet.is_discard:
                    packets.append((packet.pts, packet.is_keyframe))
        except av.FFmpegError:
            pass  # the file breaks off here
        stamps = [stamp for stamp, _ in packets]
        if _is_trustworthy(stamps) and not self._has_faked_stamps(stamps):
            stamps.sort(key=lambda stamp: stamp or 0)
        else:
            # Only decoding gives the order.
            self._go_to(_START)
            stamps = [frame.pts for frame in self._frames]
        self._counted = not _is_trustworthy(stamps)
        self._stamps = [stamp or 0 for stamp in stamps]
        self._numbers = {stamp: i for i, stamp in enumerate(self._stamps)}
        keys = {self._numbers.get(stamp or 0) for stamp, is_key in packets if is_key}
        self._keys = [] if self._counted else sorted(key for key in keys if key is not None)
        self._count = len(stamps)
        if "mp4" in self._container.format.name:
            # The table of contents lists every frame, also those that were cut off.
            missing = max(0, len(self._stream.index_entries) - samples)
            self._lost.update(range(self._count, self._count + missing))
            self._count += missing
        if self._count == 0:
            raise InputError(f"{self._path}: 0 frames in this video: {COPY_AGAIN}")
        self._go_to(_START)

    def _has_faked_stamps(self, stamps: list[int | None]) -> bool:
        """Return whether stamps follow the order of storage though frames are shown in another.

        AVI stores no presentation stamps, and not every codec's parser restores them.
        """
        return (
            self._container.format.name == "avi"
            and bool(self._stream.codec_context.has_b_frames)
            and all((a or 0) < (b or 0) for a, b in pairwise(stamps))
        )

    def _number_of(self, frame: "VideoFrame") -> int | None:
        if self._counted:
            return (_START if self._at is None else self._at) + 1
        return None if frame.pts is None else self._numbers.get(frame.pts)

    def _gray(self, frame: "VideoFrame") -> Picture:
        dtype = _stored_type(frame.format)
        if dtype is not None:
            return _plane(frame, dtype)
        # The same two steps as cv2.VideoCapture and cv2.cvtColor, hence the same grey levels.
        colour = self._reformatter.reformat(frame, format="bgr24", threads=1)
        return cv2.cvtColor(colour.to_ndarray(), cv2.COLOR_BGR2GRAY)


def _is_trustworthy(stamps: list[int | None]) -> bool:
    return None not in stamps and len(set(stamps)) == len(stamps)


def _plane(frame: "VideoFrame", dtype: np.dtype[np.generic]) -> Picture:
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), dtype)
    rows = rows.reshape(frame.height, plane.line_size // dtype.itemsize)
    return rows[:, : frame.width].astype(dtype.newbyteorder("="))


def _stored_type(layout: "VideoFormat") -> np.dtype[np.generic] | None:
    """Return the type of the brightness plane if that is used as stored, else None.

    It is for grey video, and for colour video with more than 8 bits of brightness, some of which a
    conversion to 8-bit colours would lose.
    """
    if layout.is_rgb or layout.has_palette or layout.is_bayer or layout.is_bit_stream:
        return None
    bits, grey = layout.components[0].bits, len(layout.components) == 1
    order = ">" if layout.is_big_endian else "<"
    if grey and bits == 8:
        return np.dtype(np.uint8)
    if grey and bits == 32:
        return np.dtype(order + "f4")
    if 8 < bits <= 16 and (grey or layout.is_planar):
        return np.dtype(order + "u2")
    return None
