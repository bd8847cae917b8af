import struct
import zlib

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image

from p2m_core.errors import FrameError, InputError
from p2m_core.sequence import open_sequence
from p2m_core.sequence.decode import read_image
from p2m_core.sequence.header import read_header

GREY = np.arange(30 * 50, dtype=np.uint16).reshape(30, 50)


@pytest.mark.parametrize(
    "suffix", ["png", "jpg", "bmp", "tif", "pgm", "webp", "jp2"]
)  # fmt: skip
def test_a_header_tells_size_and_depth_without_the_pixels(tmp_path, suffix):
    for bits in (8, 16):
        if bits == 16 and suffix in ("jpg", "bmp", "webp"):
            continue
        path = tmp_path / f"{bits}.{suffix}"
        Image.fromarray(GREY if bits == 16 else (GREY >> 3).astype(np.uint8)).save(path)
        header = read_header(path)
        assert header is not None
        assert header == (50, 30, bits, 1)
        assert read_image(path).dtype.itemsize * 8 == bits


def test_a_header_that_cannot_be_read_tells_nothing(tmp_path):
    for name, data in {"a": b"", "b": b"\x89PNG\r\n\x1a\n", "c": b"II*\0\xff\xff\xff\xff"}.items():
        (tmp_path / name).write_bytes(data)
        assert read_header(tmp_path / name) is None
    assert read_header(tmp_path / "missing") is None
    assert read_header(tmp_path) is None


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bombs() -> dict[str, bytes]:
    """Small files that claim pictures of gigapixels."""
    side = 60_000
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(10_000_000), 9)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")
    small = cv2.imencode(".jpg", GREY.astype(np.uint8))[1].tobytes()
    at = small.index(b"\xff\xc0") + 5
    jpeg = small[:at] + struct.pack(">HH", side, side) + small[at + 4 :]
    bmp = bytearray(cv2.imencode(".bmp", GREY.astype(np.uint8))[1].tobytes())
    bmp[18:26] = struct.pack("<ii", side, side)
    return {
        "a.png": b"\x89PNG\r\n\x1a\n" + chunks,
        "a.jpg": jpeg,
        "a.bmp": bytes(bmp),
        "a.pgm": b"P5 60000 60000 65535\n" + bytes(100),
        "text.pgm": b"P2 60000 60000 65535\n1 2 3",
        "a.pam": b"P7\nWIDTH 60000\nHEIGHT 60000\nDEPTH 1\nMAXVAL 255\nENDHDR\n" + bytes(100),
        "a.pfm": b"Pf\n60000 60000\n-1.0\n" + bytes(100),
        "a.tif": _tiff(side),
    }


def _tiff(side: int) -> bytes:
    """Return a TIFF with one row of zeros that claims to be as high and wide as `side`."""
    data = zlib.compress(bytes(side))
    data += b"\0" * (len(data) % 2)
    tags = [
        (256, 4, side), (257, 4, side), (258, 3, 8), (259, 3, 8), (262, 3, 1), (273, 4, 8),
        (277, 3, 1), (278, 4, side), (279, 4, len(data)),
    ]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(data)) + data + directory


@pytest.mark.parametrize(
    "name", ["a.png", "a.jpg", "a.bmp", "a.pgm", "text.pgm", "a.pam", "a.pfm", "a.tif"]
)
def test_a_file_that_claims_gigapixels_is_refused_before_it_takes_memory(tmp_path, name, capfd):
    (tmp_path / name).write_bytes(bombs()[name])
    with pytest.raises(FrameError, match=r"claims 60000x60000 pixels, a frame may have 268435456"):
        read_image(tmp_path / name)
    with pytest.raises(InputError, match="claims 60000x60000"):
        open_sequence(tmp_path / name)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("lie", [b"images=9999999999", b"images=two", b"images=-5"])
def test_a_stack_whose_note_lies_has_the_frames_that_it_has(tmp_path, lie):
    tifffile.imwrite(tmp_path / "s.tif", np.zeros((2, 8, 8), np.uint16), imagej=True)
    data = (tmp_path / "s.tif").read_bytes()
    note = b"ImageJ=1.11a\nimages=2\nchannels=2\n"
    assert note in data
    # As long as the text that it replaces, or the tags after it would move.
    (tmp_path / "lies.tif").write_bytes(
        data.replace(note, (b"ImageJ=1\n" + lie).ljust(len(note) - 1) + b"\n")
    )
    with open_sequence(tmp_path / "lies.tif") as seq:
        assert len(seq) == 2


def test_a_tiff_whose_strips_are_not_all_listed_is_not_filled_with_zeros(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", GREY, rowsperstrip=10)
    data = bytearray((tmp_path / "a.tif").read_bytes())
    height = data.index(struct.pack("<HHII", 257, 4, 1, 30))
    for claimed in (40, 4_000_000):
        data[height + 8 : height + 12] = struct.pack("<I", claimed)
        (tmp_path / "b.tif").write_bytes(data)
        with pytest.raises(FrameError, match="cut short or damaged"):
            read_image(tmp_path / "b.tif")
    data[height + 8 : height + 12] = struct.pack("<I", 0)
    (tmp_path / "b.tif").write_bytes(data)
    with pytest.raises(FrameError, match="copy it again"):
        read_image(tmp_path / "b.tif")
