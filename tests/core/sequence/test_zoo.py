"""Image files of many kinds have the values that OpenCV and Pillow give them."""

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image

from p2m_core.errors import FrameError
from p2m_core.sequence import open_sequence
from p2m_core.sequence.decode import read_image

RNG = np.random.default_rng(8)
GREY = RNG.integers(0, 256, (24, 40)).astype(np.uint8)
DEEP = RNG.integers(0, 65536, (24, 40)).astype(np.uint16)
COLOUR = RNG.integers(0, 256, (24, 40, 3)).astype(np.uint8)
DEEP_COLOUR = RNG.integers(0, 65536, (24, 40, 3)).astype(np.uint16)
HALF = GREY > 128
FLOAT = RNG.normal(300, 20, (24, 40)).astype(np.float32)


def by_opencv(path: Path):
    return cv2.imread(
        str(path), cv2.IMREAD_GRAYSCALE | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION
    )


def by_pillow(path: Path):
    with Image.open(path) as image:
        image.load()
        if image.mode == "1":
            return np.asarray(image).astype(np.uint8) * 255
        if image.mode in ("L", "I;16", "I;16B", "I", "F"):
            return np.asarray(image)
        return cv2.cvtColor(np.asarray(image.convert("RGB")), cv2.COLOR_RGB2GRAY)


def tiff(array, **how):
    return lambda path: tifffile.imwrite(path, array, **how)


def pil(array, mode=None, **how):
    def write(path):
        image = Image.fromarray(array)
        (image.convert(mode) if mode else image).save(path, **how)

    return write


def palette(path):
    Image.fromarray(COLOUR).quantize(16).save(path)


BOTH = {  # OpenCV and Pillow agree
    "white is 0.tif": tiff(GREY, photometric="miniswhite"),
    "white is 0, 1 bit.tif": tiff(HALF, photometric="miniswhite"),
    "white is 0, float.tif": tiff(FLOAT, photometric="miniswhite"),
    "1 bit.tif": tiff(HALF, photometric="minisblack"),
    "1 bit, fax.tif": pil(HALF, compression="group4"),
    "1 bit.png": pil(HALF),
    "1 bit.bmp": pil(HALF),
    "1 bit.pbm": pil(HALF),
    "lzw.tif": tiff(DEEP, compression="lzw", predictor=2),
    "packbits.tif": tiff(GREY, compression="packbits"),
    "deflate.tif": tiff(DEEP, compression="deflate"),
    "float predictor.tif": tiff(FLOAT, compression="deflate", predictor=3),
    "big-endian.tif": tiff(DEEP, byteorder=">"),
    "tiles.tif": tiff(DEEP, tile=(16, 16)),
    "signed.tif": tiff(DEEP.view(np.int16)),
    "32 bits.tif": tiff(DEEP.astype(np.uint32) * 3),
    "palette.tif": palette,
    "grey and alpha.tif": tiff(
        np.dstack([GREY, GREY[::-1]]), photometric="minisblack", extrasamples=["unassalpha"]
    ),
    **{f"orientation {i}.tif": tiff(DEEP, extratags=[(274, "H", 1, i, True)]) for i in (2, 3, 4)},
    "deep.png": pil(DEEP),
    "grey and alpha.png": pil(np.dstack([GREY, GREY[::-1]]), "LA"),
    "grey.jp2": pil(GREY),
    "deep.jp2": pil(DEEP),
    "grey.webp": pil(GREY, lossless=True),
    "grey.pgm": pil(GREY),
    "deep.pgm": pil(DEEP),
    "grey.bmp": pil(GREY),
}
OPENCV = {  # Pillow has other weights for these, no depth for them, or cannot read them
    "palette.png": palette,
    "palette with alpha.png": lambda path: (
        Image.fromarray(COLOUR).quantize(9).save(path, transparency=3)
    ),
    "alpha.png": pil(np.dstack([COLOUR, GREY])),
    "deep colour.png": lambda path: cv2.imwrite(str(path), DEEP_COLOUR),
    "deep grey and alpha.png": lambda path: path.write_bytes(_png(DEEP, GREY)),
    "double.tif": tiff(FLOAT.astype(np.float64)),
    "YCbCr.tif": pil(COLOUR, "YCbCr"),
    "CMYK.jpg": pil(COLOUR, "CMYK"),
    "progressive.jpg": pil(COLOUR, progressive=True),
    "colour.webp": pil(COLOUR, lossless=True),
    "alpha.webp": pil(np.dstack([COLOUR, GREY]), lossless=True),
    "colour.jp2": pil(COLOUR),
    "colour.bmp": pil(COLOUR),
    "colour.ppm": pil(COLOUR),
    "12 bits.pgm": lambda path: path.write_bytes(
        b"P5\n# a comment\n40 24\n4095\n" + (DEEP >> 4).astype(">u2").tobytes()
    ),
    "deep.pam": lambda path: path.write_bytes(
        b"P7\nWIDTH 40\nHEIGHT 24\nDEPTH 1\nMAXVAL 65535\nTUPLTYPE GRAYSCALE\nENDHDR\n"
        + DEEP.astype(">u2").tobytes()
    ),
    "float.pfm": lambda path: path.write_bytes(
        b"Pf\n40 24\n-1.0\n" + FLOAT[::-1].astype("<f4").tobytes()
    ),
}
PILLOW = {  # OpenCV cannot read these, or is off by 1 for colour in a TIFF
    "CMYK.tif": pil(COLOUR, "CMYK"),
    "planes.tif": tiff(np.moveaxis(COLOUR, -1, 0), photometric="rgb", planarconfig="separate"),
    "alpha.tif": tiff(
        np.dstack([COLOUR, GREY]), photometric="rgb", extrasamples=["unassalpha"]
    ),
    "4 bits.tif": tiff(GREY >> 4, bitspersample=4),
    "12 bits.tif": tiff(DEEP >> 4, bitspersample=12),
    "zstd.tif": tiff(DEEP, compression="zstd"),
    "of text.pgm": lambda path: path.write_text(
        "P2\n# a comment\n40 24\n255\n" + " ".join(map(str, GREY.ravel()))
    ),
}  # fmt: skip


def _png(grey, alpha):
    """Return a PNG of 16-bit grey and alpha, which neither OpenCV nor Pillow writes."""
    import zlib

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = np.dstack([grey, alpha.astype(np.uint16) * 257]).astype(">u2")
    data = b"".join(b"\0" + row.tobytes() for row in rows)
    head = struct.pack(">IIBBBBB", grey.shape[1], grey.shape[0], 16, 4, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("name", [*BOTH, *OPENCV, *PILLOW])
def test_an_image_has_the_values_that_others_give_it(tmp_path, name):
    path = tmp_path / name
    write, readers = (
        (BOTH[name], (by_opencv, by_pillow)) if name in BOTH
        else (OPENCV[name], (by_opencv,)) if name in OPENCV
        else (PILLOW[name], (by_pillow,))
    )  # fmt: skip
    write(path)
    found = read_image(path)
    for read in readers:
        np.testing.assert_array_equal(found, read(path), read.__name__)
    with open_sequence(path) as seq:
        np.testing.assert_array_equal(seq[0], found)
        assert len(seq) == 1


def test_white_is_0_in_16_bits_too(tmp_path):
    # OpenCV turns these round when it reads them in 8 bits, and leaves them when in 16.
    tifffile.imwrite(tmp_path / "w.tif", 65535 - DEEP, photometric="miniswhite")
    np.testing.assert_array_equal(read_image(tmp_path / "w.tif"), DEEP)
    in_8_bits = cv2.imread(str(tmp_path / "w.tif"), cv2.IMREAD_GRAYSCALE)
    np.testing.assert_array_equal(read_image(tmp_path / "w.tif") >> 8, in_8_bits)
    packed = {"photometric": "miniswhite", "bitspersample": 12}
    tifffile.imwrite(tmp_path / "p.tif", 4095 - (DEEP >> 4), **packed)
    np.testing.assert_array_equal(read_image(tmp_path / "p.tif"), DEEP >> 4)


def test_white_is_0_in_a_stack_of_which_the_first_page_alone_is_described(tmp_path):
    stack = np.stack([DEEP, DEEP[::-1], DEEP // 2])
    how = {"photometric": "miniswhite", "truncate": True}
    tifffile.imwrite(tmp_path / "s.tif", 65535 - stack, **how)
    with open_sequence(tmp_path / "s.tif") as seq:
        assert len(seq) == 3
        for got, frame in zip(seq, stack, strict=True):
            np.testing.assert_array_equal(got, frame)


@pytest.mark.parametrize("way", range(5, 9))
def test_a_tiff_whose_rows_are_columns_is_turned(tmp_path, way):
    # Neither OpenCV nor Pillow reads these as the tag says.
    upright = {5: GREY.T, 6: np.rot90(GREY, -1), 7: np.rot90(GREY, 2).T, 8: np.rot90(GREY)}[way]
    tifffile.imwrite(tmp_path / "o.tif", GREY, extratags=[(274, "H", 1, way, True)])
    np.testing.assert_array_equal(read_image(tmp_path / "o.tif"), upright)


def bitmap(height: int, compression: int, data: bytes) -> bytes:
    colours = b"".join(bytes([i, i, i, 0]) for i in range(256))
    info = struct.pack("<IiiHHIIiiII", 40, 40, height, 1, 8, compression, len(data), 0, 0, 256, 0)
    start = 14 + len(info) + len(colours)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + info + colours + data


def test_bitmaps_top_down_and_with_run_lengths(tmp_path):
    (tmp_path / "down.bmp").write_bytes(bitmap(-24, 0, GREY.tobytes()))
    runs = b"".join(b"".join(b"\1" + bytes([v]) for v in row) + b"\0\0" for row in GREY[::-1])
    (tmp_path / "runs.bmp").write_bytes(bitmap(24, 1, runs + b"\0\1"))
    for name in ("down.bmp", "runs.bmp"):
        np.testing.assert_array_equal(read_image(tmp_path / name), GREY)
        np.testing.assert_array_equal(by_pillow(tmp_path / name), GREY)


@pytest.mark.parametrize(
    ("array", "how", "samples"),
    [
        (np.dstack([GREY] * 6), {"photometric": "minisblack", "planarconfig": "contig"}, 6),
        (np.stack([GREY] * 4), {"photometric": "minisblack", "planarconfig": "separate"}, 4),
        (np.dstack([DEEP] * 2), {"photometric": "minisblack", "planarconfig": "contig"}, 2),
        (np.dstack([GREY] * 5), {"photometric": "rgb", "planarconfig": "contig"}, 5),
    ],
)
def test_samples_that_are_no_colour_are_refused_for_what_they_are(tmp_path, array, how, samples):
    tifffile.imwrite(tmp_path / "s.tif", array, **how)
    with pytest.raises(FrameError, match=rf"s\.tif: {samples} samples a pixel") as caught:
        read_image(tmp_path / "s.tif")
    assert "copy it again" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", [".pgm", ".jp2", ".webp"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_a_truncated_file_never_gives_half_a_picture(tmp_path, suffix, share, capfd):
    path = tmp_path / f"cut{suffix}"
    Image.fromarray(GREY).save(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(FrameError, match=r"cut.*(copy it again|cannot decode)") as caught:
        read_image(path)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""
