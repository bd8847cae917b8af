"""Videos: frame-exact random access, by an index of time stamps made without decoding.

Frame `i` is the i-th in order of presentation. To reach it, the decoder starts at the key frame
at or before it and goes forward until the frame with its stamp comes out. Stamps identify frames,
never a count from where a seek should have landed. Frame 0 is the first that can be decoded: what
a cut video has before its first key frame are no pictures.
"""

import itertools
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from p2m_core.errors import FrameError, InputError
from p2m_core.geometry import frame_number
from p2m_core.sequence.grey import COPY_AGAIN
from p2m_core.sequence.source import Picture, Source
from p2m_core.sequence.video_grey import grey_of

if TYPE_CHECKING:
    from av import VideoFrame

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
                    yield number, grey_of(frame, self._reformatter)
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
            self._container = av.open(str(self._path), metadata_errors="replace")
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
            stamps = self._without_a_headless_start(stamps, packets)
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

    def _without_a_headless_start(
        self, stamps: list[int | None], packets: list[tuple[int | None, bool]]
    ) -> list[int | None]:
        """Return the stamps from the first key frame on, as far as it gives whole pictures.

        A recording that was cut, or that joined a stream, begins with frames that need others
        before them.
        """
        key = next((stamp for stamp, is_key in packets if is_key), None)
        if (key is not None and (stamps[0] or 0) >= key) or self._begins_with_a_key():
            return stamps
        self._go_to(_START)
        for frame in self._frames:
            if not frame.is_corrupt and frame.pts is not None and frame.pts >= (key or frame.pts):
                first = frame.pts
                return [stamp for stamp in stamps if (stamp or 0) >= first]
        return stamps

    def _begins_with_a_key(self) -> bool:
        """Return whether the table of contents says so, though the frame itself may be damaged."""
        if "mp4" not in self._container.format.name:
            return False
        return any(entry.is_keyframe for entry in itertools.islice(self._stream.index_entries, 1))

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


def _is_trustworthy(stamps: list[int | None]) -> bool:
    return None not in stamps and len(set(stamps)) == len(stamps)
