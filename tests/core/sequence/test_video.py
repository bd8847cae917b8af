"""Video: frame i is the same picture, whatever was read before."""

import random

import av
import numpy as np
import pytest
from av.video.reformatter import VideoReformatter
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.errors import FrameError, InputError
from p2m_core.sequence import open_sequence
from p2m_core.sequence.video_grey import grey_of
from tests.core.sequence.media import drifting_frames, remux, straight_read, write_video
from tests.real_data import ROOT, real

# Where the data is absent, one name is left, and its test is skipped with that reason.
REAL = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "drone_ir").glob("*/*.mp4")) or [
    "drone_ir"
]
# With B-frames and a late first stamp; without; the least compressed.
FEW = [
    "drone_ir/val/IR_BIRD_001.mp4",
    "drone_ir/train/IR_DRONE_053.mp4",
    "drone_ir/train/IR_BIRD_004.mp4",
]

# What each of them is here for is in the name.
MADE = {
    "b_frames.mp4": {"codec": "libx264", "g": 20, "bf": 3},
    "open_gop.mkv": {"codec": "libx264", "g": 20, "bf": 3, "x264-params": "open-gop=1"},
    "gradual_refresh.mkv": {"codec": "libx264", "g": 20, "x264-params": "intra-refresh=1"},
    "stamps_in_storage_order.avi": {"codec": "libx264", "g": 20, "bf": 2},
    "no_stamps.mpg": {"codec": "libx264", "g": 20, "bf": 2, "container": "h264"},
    "seeks_land_late.mpg": {"codec": "mpeg2video", "g": 12, "bf": 2},
    "hevc.mp4": {"codec": "libx265", "g": 20, "x265-params": "log-level=none"},
    "xvid.avi": {"codec": "mpeg4", "g": 20, "bf": 2},
    "motion_jpeg.avi": {"codec": "mjpeg", "pixels": "yuvj420p"},
    "vp9.webm": {"codec": "libvpx-vp9", "g": 20, "lag-in-frames": 8},
    "wmv.wmv": {"codec": "wmv2", "g": 20},
    "one_frame.mov": {"codec": "libx264", "count": 1},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("videos")
    ready = {}

    def make(name):
        if name not in ready:
            how = dict(MADE[name])
            path = write_video(folder / name, drifting_frames(how.pop("count", 70)), **how)
            ready[name] = path, straight_read(path)
        return ready[name]

    return make


def assert_same_in_any_order(path, expected, jumps=25):
    count = len(expected)
    rng = random.Random(7)
    orders = {
        "forwards": range(count),
        "backwards": range(count - 1, -1, -1),
        "jumps": [rng.randrange(count) for _ in range(jumps)],
    }
    for order, numbers in orders.items():
        # Only going backwards needs the cache; without it each jump really is one.
        with open_sequence(path, cache_bytes=2**28 if order == "backwards" else 0) as seq:
            assert len(seq) == count
            for i in numbers:
                np.testing.assert_array_equal(seq[i], expected[i], f"{order}: frame {i}")


@pytest.mark.parametrize("name", FEW)
def test_a_real_video_gives_the_frames_of_a_straight_read_in_any_order(name):
    assert_same_in_any_order(real(name), straight_read(real(name)), jumps=25)


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_every_real_video_gives_the_frames_of_a_straight_read_in_any_order(name):
    assert_same_in_any_order(real(name), straight_read(real(name)), jumps=60)


@pytest.mark.parametrize("name", MADE)
def test_every_kind_of_video_gives_the_frames_of_a_straight_read_in_any_order(name, made):
    path, expected = made(name)
    assert len(expected) == MADE[name].get("count", 70)
    assert_same_in_any_order(path, expected)


CONTAINERS = {
    ".ts": {}, ".flv": {}, ".h264": {}, ".3gp": {}, ".mts": {"container": "mpegts"},
    ".m2ts": {"container": "mpegts"}, ".mpeg": {"codec": "mpeg2video"},
    ".y4m": {"codec": "wrapped_avframe"},
    ".vob": {"codec": "mpeg2video"}, ".mxf": {"codec": "mpeg2video"}, ".asf": {"codec": "wmv2"},
    ".mjpeg": {"codec": "mjpeg", "pixels": "yuvj420p"}, ".nut": {"codec": "ffv1"},
    ".hevc": {"codec": "libx265", "x265-params": "log-level=none"},
}  # fmt: skip


@pytest.mark.parametrize("suffix", CONTAINERS)
def test_a_video_in_any_container_is_read(tmp_path, suffix):
    path = tmp_path / f"a{suffix.upper() if suffix == '.mts' else suffix}"
    write_video(path, drifting_frames(6, shape=(96, 128)), **CONTAINERS[suffix])
    expected = straight_read(path)
    with open_sequence(path) as seq:
        assert len(seq) == len(expected) == 6
        for i in (5, 0, 3):
            np.testing.assert_array_equal(seq[i], expected[i])


@settings(max_examples=15, deadline=None)
@given(
    steps=st.lists(st.integers(0, 69), min_size=1, max_size=12), megabytes=st.sampled_from([0, 1])
)
@pytest.mark.parametrize("name", ["b_frames.mp4", "open_gop.mkv", "no_stamps.mpg"])
def test_a_frame_does_not_depend_on_the_frames_read_before(name, made, steps, megabytes):
    path, expected = made(name)
    with open_sequence(path, cache_bytes=megabytes * 2**17) as seq:
        for i in steps:
            np.testing.assert_array_equal(seq[i], expected[i])


EXACT = {"gray": 0, "gray16le": 0, "gray12le": 4, "gray10le": 6}
EXACT |= {"gbrp16le": 0, "gbrap16le": 0, "rgb48le": 0, "gbrp12le": 4}


@pytest.mark.parametrize("pixels", EXACT)
def test_video_keeps_its_bit_depth(tmp_path, pixels):
    dtype, shift = np.uint8 if pixels == "gray" else np.uint16, EXACT[pixels]
    frames = drifting_frames(5, dtype=dtype)
    path = write_video(tmp_path / "raw.mkv", frames, codec="ffv1", pixels=pixels)
    with open_sequence(path) as seq:
        assert seq.dtype == dtype
        for got, frame in zip(seq, frames, strict=True):
            np.testing.assert_allclose(got, frame >> shift, atol=1 if shift else 0)


LAYOUTS = ["rgb48be", "bgr48le", "bgra64be", "gbrp16be", "gbrp14le", "gbrp9le", "x2rgb10le"]
LAYOUTS += ["ya16be", "gray16be", "p010le", "y210le", "yuv420p10le", "yuv444p12be"]


@pytest.mark.parametrize("pixels", LAYOUTS)
def test_a_frame_of_any_layout_keeps_its_depth(pixels):
    values = 16000 + 130 * drifting_frames(1)[0].astype(np.uint16)  # steps of half an 8-bit level
    stored = av.VideoFrame.from_ndarray(values, format="gray16le").reformat(format=pixels)
    grey = grey_of(stored, VideoReformatter())
    assert grey.dtype == np.uint16
    assert len(np.unique(grey)) > 0.9 * len(np.unique(values)), "8 bits would join half of them"
    # The levels are the same but for a scale and, for limited range, an offset.
    fit = np.polynomial.Polynomial.fit(values.ravel(), grey.ravel().astype(float), 1)
    np.testing.assert_allclose(grey, fit(values), atol=max(2.0, grey.max() / 500))


def test_a_video_has_names_and_numbers_for_its_frames(tmp_path):
    path = write_video(tmp_path / "Night Walk.MP4", drifting_frames(12, shape=(80, 96)))
    with open_sequence(path) as seq:
        assert (seq.name, len(seq), seq.shape, seq.dtype) == ("Night Walk", 12, (80, 96), np.uint8)
        assert seq.frame_name(-1) == "000011"
        assert not seq[3].flags.writeable


def test_a_video_without_its_table_of_contents_is_refused_at_once(tmp_path, made, capfd):
    whole = made("b_frames.mp4")[0].read_bytes()
    path = tmp_path / "copied half.mp4"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"copied half\.mp4: not a readable video .*copy it again"):
        open_sequence(path)
    assert capfd.readouterr().err == ""


def test_a_video_cut_in_its_data_loses_only_the_frames_that_were_cut(tmp_path, made, capfd):
    source, expected = made("b_frames.mp4")
    whole = remux(source, tmp_path / "whole.mp4", movflags="faststart").read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    with open_sequence(path) as seq:
        assert len(seq) == 70
        lost = lost_frames(seq)
        assert 5 < len(lost) < 40
        assert max(lost) == 69
        for i in set(range(70)) - set(lost):
            np.testing.assert_array_equal(seq[i], expected[i])
        with pytest.raises(FrameError, match=r"cut\.mp4, frame 70: .*copy it again"):
            seq[-1]
    assert capfd.readouterr().err == ""


def test_a_hole_in_the_data_moves_no_other_frame(tmp_path, made):
    source, expected = made("b_frames.mp4")
    data = bytearray(source.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3000] = bytes(3000)  # whole packets: nothing left to conceal them with
    path = tmp_path / "hole.mp4"
    path.write_bytes(data)
    with open_sequence(path) as seq:
        lost = lost_frames(seq)
        assert 0 < len(lost) < 25
        assert len(seq) == 70
        # The first group of pictures lies before the hole, the last one after it.
        for i in {*range(8), *range(62, 70)}:
            np.testing.assert_array_equal(seq[i], expected[i])


def lost_frames(seq):
    lost = []
    for i in range(len(seq)):
        try:
            seq[i]
        except FrameError:
            lost.append(i)
    return lost


@pytest.mark.parametrize("content", [b"", b"not a video at all\n" * 50])
def test_a_file_that_is_not_a_video_is_refused(tmp_path, content, capfd):
    path = tmp_path / "walk.avi"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"walk\.avi: .*copy it again"):
        open_sequence(path)
    assert capfd.readouterr().err == ""


def test_a_video_may_have_a_title_in_any_encoding(tmp_path, made):
    source, expected = made("b_frames.mp4")
    data = remux(source, tmp_path / "titled.mkv").read_bytes()
    written_by = b"Lavf"  # as good as a title
    assert written_by in data
    path = tmp_path / "other.mkv"
    path.write_bytes(data.replace(written_by, "红外".encode("gbk")))
    with open_sequence(path) as seq:
        np.testing.assert_array_equal(seq[0], expected[0])


def test_a_file_with_sound_only_is_refused(tmp_path):
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.float32), "fltp", "mono")
        frame.sample_rate = 8000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    with pytest.raises(InputError, match="holds no pictures"):
        open_sequence(path)


CUT = {
    "closed.mkv": {"codec": "libx264", "g": 20, "bf": 3, "x264-params": "scenecut=0"},
    "open.ts": {"codec": "libx264", "g": 20, "bf": 3, "x264-params": "scenecut=0:open-gop=1"},
    "refreshed.mkv": {"codec": "libx264", "g": 20, "x264-params": "intra-refresh=1"},
    "hevc.mkv": {"codec": "libx265", "g": 20, "x265-params": "log-level=none:scenecut=0"},
    "mpeg2.mpg": {"codec": "mpeg2video", "g": 12, "bf": 2},
    "flash.flv": {"codec": "libx264", "g": 20, "bf": 2, "x264-params": "scenecut=0"},
    "bare.h264": {"codec": "libx264", "g": 20, "bf": 2, "container": "h264"},
}


@pytest.mark.parametrize("name", CUT)
def test_a_video_cut_between_key_frames_begins_where_it_can_be_decoded(tmp_path, name):
    whole = write_video(tmp_path / name, drifting_frames(60), **CUT[name])
    cut = remux(whole, tmp_path / f"cut {name}", skip=7)
    expected = straight_read(cut)
    assert 20 < len(expected) < 53
    assert_same_in_any_order(cut, expected, jumps=9)


def test_pictures_without_their_key_frame_are_not_shown(tmp_path):
    # This decoder draws them on grey, and so does OpenCV.
    whole = write_video(tmp_path / "a.avi", drifting_frames(60), codec="mpeg4", g=20, bf=0)
    cut = remux(whole, tmp_path / "cut.avi", skip=7)
    with open_sequence(cut) as seq, open_sequence(whole) as all_of_it:
        assert len(seq) == 40
        np.testing.assert_array_equal(seq[0], all_of_it[20])
        np.testing.assert_array_equal(seq[39], all_of_it[59])


def test_a_video_whose_first_part_is_lost_opens(tmp_path, made):
    source, expected = made("b_frames.mp4")
    data = bytearray(source.read_bytes())
    start = data.index(b"mdat") + 4
    data[start : start + 33_000] = bytes(33_000)
    path = tmp_path / "hole.mp4"
    path.write_bytes(data)
    with open_sequence(path) as seq:
        assert len(seq) == 70
        assert lost_frames(seq)[:17] == list(range(17)), "more than are tried at the start"
        np.testing.assert_array_equal(seq[69], expected[69])


def test_a_removed_video_loses_its_frames_but_not_the_program(tmp_path, made):
    path = tmp_path / "usb.mp4"
    path.write_bytes(made("b_frames.mp4")[0].read_bytes())
    with open_sequence(path, cache_bytes=0) as seq:
        seq[69]
        path.rename(tmp_path / "elsewhere.mp4")
        seq._source.read.__self__._keys.clear()  # so that it has to be opened again
        with pytest.raises(FrameError, match=r"usb\.mp4"):
            seq[3]
        (tmp_path / "elsewhere.mp4").rename(path)
        assert seq[3].shape == (80, 96)


def test_a_part_of_a_video_has_its_frames_and_no_others(made):
    path, expected = made("b_frames.mp4")
    with open_sequence(path, start=33, stop=50) as part:
        assert len(part) == 17
        for i in (16, 0, 5, 4):
            np.testing.assert_array_equal(part[i], expected[33 + i])
