import struct
import zlib

import cv2
import numpy as np
import pytest
import tifffile

from p2m_core.errors import FrameError
from p2m_core.sequence.decode import read_image
from p2m_core.sequence.grey import as_grey
from tests.core.sequence.media import drifting_frames

RNG = np.random.default_rng(5)
NOISE = RNG.integers(0, 256, (64, 80)).astype(np.uint8)
COLOUR = RNG.integers(0, 256, (64, 80, 3)).astype(np.uint8)


def encoded(suffix, frame=NOISE):
    return cv2.imencode(suffix, frame)[1].tobytes()


def tiff(tmp_path, compression):
    tifffile.imwrite(tmp_path / "whole.tif", NOISE.astype(np.uint16), compression=compression)
    return (tmp_path / "whole.tif").read_bytes()


@pytest.mark.parametrize("kind", [".png", ".jpg", ".bmp", "plain.tif", "deflate.tif"])
@pytest.mark.parametrize("share", [0.03, 0.5, 0.9, 0.999])
def test_a_truncated_file_never_gives_half_a_picture(tmp_path, kind, share, capfd):
    if kind.endswith(".tif"):
        data = tiff(tmp_path, "zlib" if kind == "deflate.tif" else None)
    else:
        data = encoded(kind)
    path = tmp_path / f"cut{kind}"
    path.write_bytes(data)
    assert read_image(path).shape == NOISE.shape
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(FrameError, match=r"cut.*copy it again") as caught:
        read_image(path)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_one_wrong_byte_in_a_png_is_noticed(tmp_path, capfd):
    data = bytearray(encoded(".png"))
    data[len(data) // 2] ^= 0xFF
    path = tmp_path / "flipped.png"
    path.write_bytes(data)
    with pytest.raises(FrameError, match=r"flipped\.png: the PNG data are damaged \(chunk IDAT"):
        read_image(path)
    assert capfd.readouterr().err == ""


def chunk(kind, content):
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


@pytest.mark.parametrize(
    "extra",
    [
        chunk(b"iCCP", b"x\0\0" + zlib.compress(b"no profile")),
        chunk(b"tIME", b"12"),
        chunk(b"gAMA", struct.pack(">I", 45455)),
        chunk(b"sRGB", b"\0"),
    ],
    ids=["bad profile", "bad date", "gamma", "sRGB"],
)
def test_extra_chunks_of_a_png_change_nothing_and_print_nothing(tmp_path, extra, capfd):
    data = encoded(".png", COLOUR)
    path = tmp_path / "extra.png"
    path.write_bytes(data[:33] + extra + data[33:] + b"trailing bytes")
    got = read_image(path)
    assert capfd.readouterr().err == ""
    np.testing.assert_array_equal(got, cv2.imread(str(path), cv2.IMREAD_GRAYSCALE))
    capfd.readouterr()  # what OpenCV's own reading printed


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp"])
def test_colour_is_what_opencv_reads_in_grey(tmp_path, suffix):
    path = tmp_path / f"colour{suffix}"
    path.write_bytes(encoded(suffix, COLOUR))
    np.testing.assert_array_equal(read_image(path), cv2.imread(str(path), cv2.IMREAD_GRAYSCALE))


def test_the_content_decides_the_file_type_not_the_name(tmp_path):
    path = tmp_path / "really_a.bmp"
    path.write_bytes(encoded(".png"))
    np.testing.assert_array_equal(read_image(path), NOISE)


def test_a_rotation_in_the_metadata_is_not_applied(tmp_path):
    frame = cv2.GaussianBlur(NOISE, (0, 0), 3)
    jpeg = encoded(".jpg", frame)
    # EXIF with the one tag "orientation" = 6, a quarter turn.
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    turned = jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]
    (tmp_path / "turned.jpg").write_bytes(turned)
    assert cv2.imread(str(tmp_path / "turned.jpg"), cv2.IMREAD_GRAYSCALE).shape == (80, 64)
    assert read_image(tmp_path / "turned.jpg").shape == (64, 80)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32, np.float64, ">u2"])
def test_colours_are_weighted_as_documented(dtype):
    rgb = COLOUR.astype(dtype)
    gray = as_grey(rgb)
    assert gray.dtype == np.dtype(dtype).newbyteorder("=")
    # OpenCV rounds its integer weights; 1 is what it is off by at most.
    np.testing.assert_allclose(gray, COLOUR @ [0.299, 0.587, 0.114], atol=1)
    np.testing.assert_array_equal(as_grey(np.dstack([rgb, rgb[..., :1]])), gray)


def test_unusual_types_become_grey_or_are_refused():
    assert as_grey(NOISE > 9).dtype == np.uint8
    assert as_grey(NOISE > 9).max() == 1
    assert as_grey(NOISE.astype(np.float16)).dtype == np.float32
    with pytest.raises(ValueError, match="complex64, not real numbers"):
        as_grey(NOISE.astype(np.complex64))
    with pytest.raises(ValueError, match=r"shape \(64, 80, 5\)"):
        as_grey(np.zeros((64, 80, 5)))


def test_a_large_16_bit_frame_is_quick_to_check(tmp_path):
    frame = drifting_frames(1, shape=(1024, 1280), dtype=np.uint16)[0]
    path = tmp_path / "large.png"
    path.write_bytes(encoded(".png", frame))
    np.testing.assert_array_equal(read_image(path), frame)
