"""Multi-page TIFF files, and the one-page TIFFs of a folder."""

import io
import logging
import math
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from p2m_core.errors import FrameError, InputError
from p2m_core.geometry import frame_number
from p2m_core.sequence.grey import COPY_AGAIN
from p2m_core.sequence.source import Picture, Source
from p2m_core.sequence.tiff_page import check_page, orientation, picture, shown

if TYPE_CHECKING:
    from tifffile import TiffFile

_MOST_FRAMES = 2_000_000  # more in a writer's note is a fault of the note

# Our errors report what is wrong with a file; without a handler, tifffile prints it as well.
logging.getLogger("tifffile").addHandler(logging.NullHandler())


def open_tiff(path: Path) -> Source:
    """Open a TIFF file as a sequence with one frame a page.

    A file that was cut short keeps its good frames; the lost ones raise `FrameError`. Where their
    number is lost too, one such frame at the end stands for them.

    Raises
    ------
    InputError
        If the file is not a TIFF.
    """
    import tifffile

    file = path.open("rb")
    try:
        tif = tifffile.TiffFile(file, name=path.name)
        pages = len(tif.pages)
        if not pages:
            raise ValueError("it has no page")
        if pages == 2:
            pages = _frames(tif)  # without a preview
        declared = _declared(tif)
        promised = max(pages + _is_broken_off(tif), declared)
    except Exception as error:  # tifffile raises anything on a damaged header
        file.close()
        raise InputError(
            f"{path}: not a readable TIFF file ({_one_line(error)}): {COPY_AGAIN}"
        ) from error
    names = [path.stem] if promised == 1 else [f"{i:06d}" for i in range(promised)]

    def label(i: int) -> str:
        return f"{path}, page {frame_number(i)}"

    def read(i: int, since: int) -> Iterator[tuple[int, Picture]]:
        try:
            yield (
                i,
                picture(label(i), tif.pages[i]) if i < pages else _bare(label(i), tif, i, declared),
            )
        except FrameError:
            raise
        except Exception as error:  # as above, and its codecs have exceptions of their own
            raise FrameError(
                f"{label(i)}: cannot be read ({_one_line(error)}): {COPY_AGAIN}"
            ) from error

    return Source(names, label, read, file.close)


def tiff_header(file: BinaryIO) -> tuple[int, int, int, int]:
    """Return width, height, bits a value, and the number of pages of an open TIFF; 2: or more.

    It raises anything on a file that is none.
    """
    import tifffile

    with tifffile.TiffFile(file) as tif:
        page = tif.pages[0].aspage()
        width, height = page.imagewidth, page.imagelength
        if orientation(page) >= 5:
            width, height = height, width
        return width, height, page.bitspersample, _frames(tif)


def _frames(tif: "TiffFile") -> int:
    """Return the number of frames; 2: or more."""
    first = tif.pages[0]
    try:
        second = tif.pages[1]
    except IndexError:
        return max(1, _declared(tif))
    # A second page of another size is a thumbnail, not a second frame.
    return 2 if second.shape == first.shape else max(1, _declared(tif))


def read_single_page(path: Path, data: bytes) -> Picture:
    """Return the picture in the bytes `data` of the one-page TIFF file `path`.

    Raises
    ------
    FrameError
        If it cannot be read, or holds several pages.
    """
    import tifffile

    try:
        with tifffile.TiffFile(io.BytesIO(data)) as tif:
            if _frames(tif) == 1:
                return picture(str(path), tif.pages[0])
            frames = max(len(tif.pages), _declared(tif))
    except FrameError:
        raise
    except Exception as error:  # as above
        raise FrameError(f"{path}: cannot be read ({_one_line(error)}): {COPY_AGAIN}") from error
    raise FrameError(f"{path}: holds {frames} pages: open this file by itself, not its folder")


def _bare(place: str, tif: "TiffFile", i: int, declared: int) -> Picture:
    """Read frame `i` of a stack that describes its first page only, as ImageJ does above 4 GB."""
    page = tif.pages[0].aspage()
    check_page(place, page)
    if i >= declared or page.compression != 1 or not page.is_contiguous:
        raise ValueError("the file is cut short before this page")
    dtype = np.dtype(page.dtype).newbyteorder(tif.byteorder)
    tif.filehandle.seek(page.dataoffsets[0] + i * page.nbytes)
    data = tif.filehandle.read(page.nbytes)
    if len(data) < page.nbytes:
        raise ValueError("the file is cut short before the end of this page")
    return shown(page, np.frombuffer(data, dtype).reshape(page.shape).copy())


def _declared(tif: "TiffFile") -> int:
    """Return the number of frames in the writer's note; 0 without one, or with a senseless one."""
    declared = 0
    with suppress(TypeError, ValueError, KeyError):
        if tif.is_imagej:
            declared = int((tif.imagej_metadata or {}).get("images", 1))
        elif tif.shaped_metadata:
            shape: list[int] = tif.shaped_metadata[0]["shape"]
            declared = math.prod(shape) // math.prod(tif.pages[0].shape)
    return declared if 0 < declared <= _MOST_FRAMES else 0


def _is_broken_off(tif: "TiffFile") -> bool:
    """Return whether the last page that can be found points to one that cannot."""
    file, layout = tif.filehandle, tif.tiff
    try:
        last = tif.pages[len(tif.pages) - 1].offset
        file.seek(last)
        (tags,) = struct.unpack(layout.tagnoformat, file.read(layout.tagnosize))
        file.seek(last + layout.tagnosize + tags * layout.tagsize)
        (following,) = struct.unpack(layout.offsetformat, file.read(layout.offsetsize))
    except Exception:  # that page is damaged itself
        return True
    return bool(following)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
