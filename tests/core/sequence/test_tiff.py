import contextlib

import numpy as np
import pytest
import tifffile

from p2m_core.errors import FrameError, InputError
from p2m_core.sequence import open_sequence
from tests.core.sequence.media import drifting_frames

STACK = np.stack(drifting_frames(20, dtype=np.uint16))

LAYOUTS = {
    "plain": {},
    "deflate": {"compression": "zlib"},
    "lzw": {"compression": "lzw", "predictor": True},
    "imagej": {"imagej": True},
    "imagej, first page described only": {"imagej": True, "truncate": True},
    "first page described only": {"truncate": True},
    "ome": {"ome": True},
    "big-endian": {"byteorder": ">"},
    "bigtiff": {"bigtiff": True},
    "tiles": {"tile": (32, 32)},
}


def write(path, stack=STACK, **how):
    tifffile.imwrite(path, stack, photometric="minisblack", **how)
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_stack_of_any_layout_gives_its_pages(tmp_path, layout):
    with open_sequence(write(tmp_path / "stack.tif", **LAYOUTS[layout])) as seq:
        assert (seq.name, len(seq), seq.dtype) == ("stack", 20, np.uint16)
        assert seq.frame_name(7) == "000007"
        for i in (19, 0, 7):
            np.testing.assert_array_equal(seq[i], STACK[i])


@pytest.mark.parametrize("dtype", ["u1", "i2", "i4", "f4", "f8"])
def test_bit_depth_is_kept(tmp_path, dtype):
    with open_sequence(write(tmp_path / "stack.tiff", (STACK >> 8).astype(dtype))) as seq:
        assert seq.dtype == np.dtype(dtype)
        np.testing.assert_array_equal(seq[3], STACK[3] >> 8)


@pytest.mark.parametrize("bits", [10, 12, 14])
def test_packed_values_keep_their_scale(tmp_path, bits):
    frame = STACK[0] >> (16 - bits)
    with open_sequence(write(tmp_path / "raw.tif", frame, bitspersample=bits)) as seq:
        np.testing.assert_array_equal(seq[0], frame)


def test_colour_pages_become_grey(tmp_path):
    rgb = np.repeat((STACK[:3] >> 8).astype(np.uint8)[..., None], 3, axis=3)
    tifffile.imwrite(tmp_path / "rgb.tif", rgb, photometric="rgb")
    tifffile.imwrite(
        tmp_path / "planes.tif", np.moveaxis(rgb, 3, 1), photometric="rgb", planarconfig="separate"
    )
    table = np.repeat(np.arange(256, dtype=np.uint16)[::-1] << 8, 3).reshape(256, 3).T
    tifffile.imwrite(
        tmp_path / "table.tif", 255 - rgb[..., 0], photometric="palette", colormap=table
    )
    for name in ("rgb", "planes", "table"):
        with open_sequence(tmp_path / f"{name}.tif") as seq:
            assert (len(seq), seq.shape) == (3, (80, 96)), name
            np.testing.assert_array_equal(seq[1], rgb[1, ..., 0], name)


def test_a_page_of_another_size_is_a_bad_frame(tmp_path):
    with tifffile.TiffWriter(tmp_path / "mixed.tif") as out:
        out.write(STACK[0])
        out.write(STACK[1][:40])
        out.write(STACK[2])
    with open_sequence(tmp_path / "mixed.tif") as seq:
        np.testing.assert_array_equal(seq[2], STACK[2])
        with pytest.raises(FrameError, match=r"mixed\.tif, page 2: 96x40 uint16, but the sequence"):
            seq[1]


@pytest.mark.parametrize(
    "layout", [name for name in LAYOUTS if name != "first page described only"]
)
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_cut_stack_shows_that_frames_are_missing(tmp_path, layout, share, capfd):
    path = write(tmp_path / "cut.tif", **LAYOUTS[layout])
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with open_sequence(path) as seq:
        good = 0
        with contextlib.suppress(FrameError):
            for i, frame in enumerate(seq):
                np.testing.assert_array_equal(frame, STACK[i])
                good += 1
        assert 1 <= good < len(seq) <= 20, "the user must see that frames are missing"
        with pytest.raises(FrameError, match=r"cut\.tif, page \d+: .*copy it again"):
            seq[good]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("content", [b"II*\0", b"II*\0\xff\xff\xff\xff", b"hello", b""])
def test_a_file_that_is_not_a_tiff_is_refused(tmp_path, content, capfd):
    path = tmp_path / "bad.tif"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"bad\.tif: .*copy it again"):
        open_sequence(path)
    assert capfd.readouterr().err == ""


def test_a_stack_among_single_frames_is_a_bad_frame(tmp_path):
    write(tmp_path / "1.tif", STACK[0])
    write(tmp_path / "2.tif")
    with open_sequence(tmp_path) as seq:
        np.testing.assert_array_equal(seq[0], STACK[0])
        with pytest.raises(FrameError, match=r"2\.tif: holds 20 pages: open this file by itself"):
            seq[1]


def test_a_preview_on_the_second_page_is_no_frame(tmp_path):
    with tifffile.TiffWriter(tmp_path / "a.tif") as out:
        out.write(STACK[0])
        out.write(STACK[0][::4, ::4])
    with open_sequence(tmp_path / "a.tif") as seq:
        assert (len(seq), seq.frame_name(0)) == (1, "a")
        np.testing.assert_array_equal(seq[0], STACK[0])
