"""The size and type of an image, from the head of its file: quick, and before it takes memory."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from p2m_core.errors import FrameError
from p2m_core.sequence.grey import COPY_AGAIN, check_size
from p2m_core.sequence.tiff import tiff_header

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

PNG = b"\x89PNG\r\n\x1a\n"
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_HEADS: dict[bytes, str] = {
    PNG: "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"BM": "BMP",
    b"RIFF": "WebP",
    b"\0\0\0\x0cjP  \r\n\x87\n": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    **{b"P%d%c" % (i, space): "PNM" for i in range(1, 7) for space in b" \t\r\n#"},
    b"P7\n": "PAM",
    b"Pf\n": "PFM",
}
KINDS = (*dict.fromkeys(_HEADS.values()), "TIFF")
"""Of image files that can be read."""


class Header(NamedTuple):
    """What an image is: `bits` of a value, 8 if the file tells no more; `pages` of a TIFF."""

    width: int
    height: int
    bits: int
    pages: int = 1


def kind_of(data: bytes) -> str | None:
    """Return the kind of image that begins with `data`; None: it is none that is read here."""
    if data.startswith(_TIFF):
        return "TIFF"
    return next((kind for head, kind in _HEADS.items() if data.startswith(head)), None)


def read_header(path: Path) -> Header | None:
    """Return what the head of an image file tells; None if it cannot be read."""
    try:
        with path.open("rb") as file:
            kind = kind_of(file.read(16))
            file.seek(0)
            return header_of(file, kind)
    except OSError:
        return None


def header_of(file: BinaryIO, kind: str | None) -> Header | None:
    """Return what an open file of that kind tells of itself; see `read_header`."""
    if kind is None:
        return None
    try:
        if kind == "TIFF":
            return Header(*tiff_header(file))
        if kind == "PAM":
            return _of_pam(file)
        return _by_pillow(file, kind)
    except Exception:  # both libraries raise anything on a damaged head
        return None


def _by_pillow(file: BinaryIO, kind: str) -> Header:
    # Not Image.open: it warns of pictures that are large to it, and tries all formats.
    from PIL.BmpImagePlugin import BmpImageFile
    from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile
    from PIL.PpmImagePlugin import PpmImageFile
    from PIL.WebPImagePlugin import WebPImageFile

    readers: dict[str, Callable[[BinaryIO], ImageFile]] = {
        "PNG": PngImageFile, "JPEG": JpegImageFile, "BMP": BmpImageFile, "PNM": PpmImageFile,
        "PFM": PpmImageFile,
        "WebP": WebPImageFile, "JPEG 2000": Jpeg2KImageFile,
    }  # fmt: skip
    image = readers[kind](file)
    if image.mode == "F":
        return Header(*image.size, 32)
    is_deep = image.mode.startswith("I") or "16B" in repr(image.tile)
    return Header(*image.size, 16 if is_deep else 8)


def _of_pam(file: BinaryIO) -> Header:
    lines = (line.split() for line in file.read(2000).partition(b"ENDHDR")[0].splitlines())
    pairs = [line for line in lines if len(line) == 2]
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field is there twice")
    width, height, top = (int(fields[name]) for name in (b"WIDTH", b"HEIGHT", b"MAXVAL"))
    return Header(width, height, 16 if top > 255 else 8)


def check_data(path: Path, data: bytes, kind: str) -> None:
    """Raise `FrameError` if the image in `data` is too large; see `check_size`."""
    header = header_of(io.BytesIO(data), kind)
    if header is None and kind == "PAM":
        raise FrameError(f"{path}: the head of the PAM is damaged: {COPY_AGAIN}")
    if header is not None:
        check_size(str(path), header.width, header.height)
