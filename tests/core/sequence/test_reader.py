import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from p2m_core.errors import FrameError, InputError
from p2m_core.sequence import open_sequence
from tests.core.sequence.media import drifting_frames, write_video


@pytest.fixture
def frames():
    return drifting_frames(24, dtype=np.uint16)


@pytest.fixture
def folder(tmp_path, frames):
    folder = tmp_path / "night.2"
    folder.mkdir()
    for i, frame in enumerate(frames):
        cv2.imwrite(str(folder / f"f{i}.png"), frame)
    return folder


def test_a_sequence_is_indexed_like_a_list(folder, frames):
    with open_sequence(str(folder)) as seq:
        assert (len(seq), seq.shape, seq.dtype) == (24, (80, 96), np.uint16)
        assert (seq.name, seq.path) == ("night.2", folder)
        np.testing.assert_array_equal(seq[-1], frames[-1])
        np.testing.assert_array_equal(seq[np.int64(3)], frames[3])
        np.testing.assert_array_equal(np.stack(list(seq)), np.stack(frames))
        for outside in (24, -25):
            with pytest.raises(IndexError, match=f"night.2: frame {outside} of 24"):
                seq[outside]
            with pytest.raises(IndexError):
                seq.frame_name(outside)


def test_frames_cannot_be_written_to(folder):
    with open_sequence(folder) as seq, pytest.raises(ValueError, match="read-only"):
        seq[0][0, 0] = 1


def test_a_frame_read_twice_is_decoded_once_while_it_fits(folder):
    with open_sequence(folder) as seq:
        assert seq[5] is seq[5]


def test_the_cache_stays_within_its_bytes(folder, frames):
    room_for = 3
    with open_sequence(folder, cache_bytes=room_for * frames[0].nbytes) as seq:
        held = [seq[i] for i in range(10)]
        assert seq._cache._held == room_for * frames[0].nbytes
        assert all(seq[i] is held[i] for i in (7, 8, 9))
        seq[7]
        seq[0]
        assert seq[7] is held[7], "the frame used last must stay"
        assert seq[8] is not held[8]


def test_reading_a_closed_sequence_is_an_error_that_names_it(folder):
    seq = open_sequence(folder)
    seq[0]
    seq.close()
    seq.close()
    with pytest.raises(InputError, match=r"night\.2: the sequence was closed: open it again"):
        seq[0]


@pytest.mark.parametrize("kind", ["folder", "video", "stack", "array"])
def test_many_threads_read_the_same_frames(tmp_path, folder, frames, kind):
    import tifffile

    gray = [(frame >> 8).astype(np.uint8) for frame in frames]
    if kind == "folder":
        path = folder
    elif kind == "video":
        path, frames = write_video(tmp_path / "v.mkv", gray, codec="ffv1", pixels="gray", g=6), gray
    elif kind == "stack":
        path = tmp_path / "s.tif"
        tifffile.imwrite(path, np.stack(frames), photometric="minisblack")
    else:
        path = tmp_path / "a.npy"
        np.save(path, np.stack(frames))
    order = np.random.default_rng(1).integers(0, 24, (4, 60))
    with open_sequence(path, cache_bytes=4 * frames[0].nbytes) as seq:

        def read_all(numbers):
            return all(np.array_equal(seq[i], frames[i]) for i in numbers)

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(read_all, order)) == [True] * 4


def test_a_link_keeps_the_name_it_was_opened_by(tmp_path, folder):
    link = tmp_path / "alias"
    link.symlink_to(folder)
    assert open_sequence(link).name == "alias"


def test_a_path_that_cannot_be_opened_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone: cannot be opened: there is no such file"):
        open_sequence(tmp_path / "gone")
    (tmp_path / "notes.docx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"notes\.docx: no known kind .*\(\.docx\): use a folder"):
        open_sequence(tmp_path / "notes.docx")
    (tmp_path / "README").write_bytes(b"x")
    with pytest.raises(InputError, match=r"README: no known kind of sequence \(no suffix\)"):
        open_sequence(tmp_path / "README")


def test_messages_are_one_line(tmp_path):
    with pytest.raises(InputError) as caught:
        open_sequence(tmp_path / "gone")
    assert "\n" not in str(caught.value)


def test_opening_loads_no_library_that_the_source_does_not_need(folder):
    code = (
        "import sys; from p2m_core.sequence import open_sequence; open_sequence(sys.argv[1])[0]; "
        "print(sorted({'av', 'tifffile', 'torch', 'numba', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_a_part_counts_from_its_first_frame(tmp_path):
    stack = tmp_path / "clip.npy"
    np.save(stack, np.arange(10, dtype=np.uint8).repeat(20).reshape(10, 4, 5))
    with open_sequence(stack, start=3, stop=7) as part:
        assert len(part) == 4
        assert [int(picture[0, 0]) for picture in part] == [3, 4, 5, 6]
        assert [part.frame_name(i) for i in (0, -1)] == ["000003", "000006"]
        with pytest.raises(IndexError):
            part[4]
    with open_sequence(stack, start=8) as part:
        assert [int(picture[0, 0]) for picture in part] == [8, 9]
    for start, stop in ((-1, 3), (3, 3), (0, 11), (10, None)):
        with pytest.raises(InputError, match=r"no part from frame .* it has 10 frames"):
            open_sequence(stack, start=start, stop=stop)


def test_reading_ahead_fills_the_cache_and_does_not_raise_for_bad_frames(folder, frames):
    (folder / "f9.png").write_bytes(b"no picture")
    with open_sequence(folder) as seq:
        assert not seq.is_cached(5)
        seq.read_ahead(5, 5, lambda: False)
        seq.read_ahead(9, 9, lambda: False)
        assert seq.is_cached(5)
        assert not seq.is_cached(9)
        with pytest.raises(FrameError):
            seq[9]
        assert seq.easy_frame(7) == 7


def test_reading_a_video_ahead_keeps_wanted_frames_and_stops_on_request(tmp_path):
    gray = drifting_frames(60)
    path = write_video(
        tmp_path / "v.mkv", gray, codec="libx264", pixels="gray", g=50, sc_threshold=0
    )
    with open_sequence(path) as seq:
        seq.read_ahead(40, 30, lambda: False)
        assert [i for i in range(60) if seq.is_cached(i)] == [0, *range(30, 41)]
        steps = iter([False, False, True])
        seq.read_ahead(59, 52, lambda: next(steps))
        assert 59 > max(i for i in range(60) if seq.is_cached(i)) >= 52
        assert (seq.easy_frame(49), seq.easy_frame(55)) == (0, 50)
    with open_sequence(path, start=45) as part:
        assert (part.easy_frame(2), part.easy_frame(9)) == (0, 5)
