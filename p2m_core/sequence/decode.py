"""From the bytes of an image file to one grey picture at its native depth."""

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np

from p2m_core.errors import FrameError
from p2m_core.sequence.grey import COPY_AGAIN
from p2m_core.sequence.header import KINDS, PNG, check_data, kind_of
from p2m_core.sequence.source import Picture
from p2m_core.sequence.tiff import read_single_page

# Our own errors report damaged files; OpenCV would print a page on stderr as well.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

# The chunks that decide the pixels. The others (profiles, dates, text) are removed before libpng,
# which prints a line on stderr for each one that it rejects.
_PIXEL_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"IDAT", b"IEND"}

_AS_STORED = cv2.IMREAD_ANYDEPTH | cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION


def read_image(path: Path) -> Picture:
    """Read one image of `KINDS`, a TIFF of one page, recognised by its content.

    Colour becomes grey as in ``cv2.imread(path, cv2.IMREAD_GRAYSCALE)``; 16 bits stay 16 bits. A
    rotation noted in the Exif data is not applied: pixels stay where the sensor put them. That of
    a TIFF is: it says which side the first row is.

    Raises
    ------
    FrameError
        If the file cannot be read, is cut short, damaged or far too large, or is not an image.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FrameError(f"{path}: cannot be read: {why(error)}") from error
    kind = kind_of(data)
    if kind is None:
        if not data:
            raise FrameError(f"{path}: the file is empty (0 bytes): {COPY_AGAIN}")
        raise FrameError(
            f"{path}: not an image of a known kind ({', '.join(KINDS)}), it begins with "
            f"{data[:8]!r}: remove it from the folder or replace it"
        )
    if kind == "TIFF":
        return read_single_page(path, data)
    check_data(path, data, kind)
    if kind == "PNG":
        data = checked_png(path, data)
    # OpenCV needs an end of line after the last number of a PNM of text.
    return _decode(path, data + b"\n" if kind == "PNM" else data, kind)


def why(error: OSError) -> str:
    """Return what the operating system refused, and the remedy."""
    if isinstance(error, PermissionError):
        return "no permission; ask its owner, or change its permissions"
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the path, or reconnect the disk"
    return f"{error.strerror or error}; check the disk"


def _decode(path: Path, data: bytes, kind: str) -> Picture:
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), _AS_STORED)
    except cv2.error as error:
        reason = " ".join(str(error.err).split())
        raise FrameError(f"{path}: OpenCV cannot decode this {kind} ({reason})") from error
    if picture is None:
        raise FrameError(f"{path}: the {kind} data are cut short or damaged: {COPY_AGAIN}")
    return picture


def checked_png(path: Path, data: bytes) -> bytes:
    """Return the PNG with only the chunks that decide its pixels; each one's checksum is right."""
    parts = [PNG]
    at = len(PNG)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            break
        if kind in _PIXEL_CHUNKS:
            (checksum,) = struct.unpack_from(">I", data, end - 4)
            if zlib.crc32(memoryview(data)[at + 4 : end - 4]) != checksum:
                raise FrameError(
                    f"{path}: the PNG data are damaged (chunk {kind.decode()} at byte {at}): "
                    f"{COPY_AGAIN}"
                )
            parts.append(data[at:end])
        if kind == b"IEND":
            return b"".join(parts)
        at = end
    raise FrameError(f"{path}: the PNG data are cut short after {len(data)} bytes: {COPY_AGAIN}")
