"""From a decoded video frame to a grey picture, at the depth that is stored."""

from typing import TYPE_CHECKING

import cv2
import numpy as np

from p2m_core.sequence.grey import as_grey
from p2m_core.sequence.source import Picture

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.format import VideoFormat
    from av.video.reformatter import VideoReformatter


def grey_of(frame: "VideoFrame", reformatter: "VideoReformatter") -> Picture:
    """Return the frame in grey: 8 bits as OpenCV gives it, more bits as they are stored.

    Of colours with more than 8 bits, brightness is used as stored, and red, green and blue are
    weighed as in 16-bit images.
    """
    layout = frame.format
    dtype = _stored_type(layout)
    if dtype is not None and layout.is_rgb:
        return as_grey(np.dstack([_plane(frame, c.plane, dtype) for c in layout.components[:3]]))
    if dtype is not None:
        return _plane(frame, 0, dtype)
    if twin := _in_planes(layout):
        return grey_of(reformatter.reformat(frame, format=twin, threads=1), reformatter)
    # The same two steps as cv2.VideoCapture and cv2.cvtColor, hence the same grey levels.
    colour = reformatter.reformat(frame, format="bgr24", threads=1)
    return cv2.cvtColor(colour.to_ndarray(), cv2.COLOR_BGR2GRAY)


def _plane(frame: "VideoFrame", number: int, dtype: np.dtype[np.generic]) -> Picture:
    plane = frame.planes[number]
    rows = np.frombuffer(memoryview(plane), dtype)
    rows = rows.reshape(frame.height, plane.line_size // dtype.itemsize)
    return rows[:, : frame.width].astype(dtype.newbyteorder("="))


def _stored_type(layout: "VideoFormat") -> np.dtype[np.generic] | None:
    """Return the type of the planes of brightness or colour that are used as stored, else None.

    It is for grey video, and for planes with more than 8 bits, some of which a conversion to
    8-bit colours would lose.
    """
    if layout.has_palette or layout.is_bayer or layout.is_bit_stream:
        return None
    bits, grey = layout.components[0].bits, len(layout.components) == 1
    in_planes = grey or _has_own_planes(layout)
    order = ">" if layout.is_big_endian else "<"
    if grey and bits == 8:
        return np.dtype(np.uint8)
    if bits == 32 and in_planes:
        return np.dtype(order + "f4")
    if 8 < bits <= 16 and in_planes:
        return np.dtype(order + "u2")
    return None


def _has_own_planes(layout: "VideoFormat") -> bool:
    """Return whether brightness, or each of red, green and blue, is alone in its plane."""
    planes = [component.plane for component in layout.components]
    return len(set(planes[:3])) == 3 if layout.is_rgb else planes.count(planes[0]) == 1


def _in_planes(layout: "VideoFormat") -> str:
    """Return the layout with the same bits in planes of their own; empty for 8 bits."""
    if layout.is_bayer:
        return "gbrp16le" if "16" in layout.name else ""
    bits = max(component.bits for component in layout.components)
    if not 8 < bits <= 16 or layout.has_palette:
        return ""
    if layout.is_rgb or layout.name.startswith("xyz"):
        return "gbrp16le"
    if len(layout.components) == 2:  # grey and alpha
        return "gray16le"
    return f"yuv444p{bits}le"
