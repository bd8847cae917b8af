import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile

from p2m_core.errors import FrameError, InputError
from p2m_core.sequence import folder as folder_module
from p2m_core.sequence import open_sequence
from p2m_core.sequence.folder import list_files, list_folders, list_frames
from tests.core.sequence.media import drifting_frames
from tests.real_data import real

FRAME = drifting_frames(1)[0]


def write(path: Path, frame=FRAME):
    path.parent.mkdir(exist_ok=True, parents=True)
    assert cv2.imwrite(str(path), frame)
    return path


def test_a_folder_lists_only_frames_in_natural_order(tmp_path):
    for name in ("f10.png", "F2.PNG", "f1.bmp", ".f3.png", "f01.jpg", "g0.tif"):
        write(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no frame")
    (tmp_path / "folder.png").mkdir()
    with open_sequence(tmp_path) as seq:
        names = [seq.frame_name(i) for i in range(len(seq))]
        assert names == ["f1", "f01", "F2", "f10", "g0"]
        assert all(frame.shape == FRAME.shape for frame in seq)


def test_files_with_one_stem_keep_their_suffix(tmp_path):
    for name in ("a.png", "A.bmp", "b.png"):
        write(tmp_path / name)
    with open_sequence(tmp_path) as seq:
        assert [seq.frame_name(i) for i in range(3)] == ["A.bmp", "a.png", "b"]


def test_one_image_is_a_sequence_of_one(tmp_path):
    with open_sequence(write(tmp_path / "still.png")) as seq:
        assert (seq.name, len(seq), seq.frame_name(0)) == ("still", 1, "still")
        np.testing.assert_array_equal(seq[0], FRAME)


def test_opening_a_folder_reads_only_the_first_frame(tmp_path, monkeypatch):
    write(tmp_path / "0.png")
    for i in range(1, 3000):
        os.link(tmp_path / "0.png", tmp_path / f"{i}.png")
    read = []
    original = folder_module.read_image
    monkeypatch.setattr(
        folder_module, "read_image", lambda path: read.append(path.name) or original(path)
    )
    with open_sequence(tmp_path) as seq:
        assert len(seq) == 3000
        assert seq.frame_name(2999) == "2999"
    assert read == ["0.png"]


@pytest.mark.parametrize(
    ("suffix", "dtype"),
    [
        (".png", np.uint8),
        (".png", np.uint16),
        (".bmp", np.uint8),
        *((".tif", t) for t in (np.uint8, np.uint16, np.int16, np.int32, np.float32, np.float64)),
    ],
)
def test_bit_depth_is_kept(tmp_path, suffix, dtype):
    frame = FRAME.astype(dtype) * (200 if np.dtype(dtype).itemsize > 1 else 1)
    path = tmp_path / f"a{suffix}"
    tifffile.imwrite(path, frame) if suffix == ".tif" else write(path, frame)
    with open_sequence(tmp_path) as seq:
        assert seq.dtype == dtype
        np.testing.assert_array_equal(seq[0], frame)


def test_real_images_of_all_colours_are_what_opencv_reads_in_grey():
    seen = set()
    for path in sorted(real("sirst/images").iterdir()):
        seen.add(cv2.imread(str(path), cv2.IMREAD_UNCHANGED).shape[2:])
        with open_sequence(path) as seq:
            np.testing.assert_array_equal(
                seq[0], cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), str(path)
            )
    assert seen == {(), (3,), (4,)}


def test_a_bad_frame_leaves_the_others_alone(tmp_path, capfd):
    for i in range(5):
        write(tmp_path / f"{i}.png")
    shutil.copy(__file__, tmp_path / "0.png")
    (tmp_path / "2.png").unlink()
    (tmp_path / "2.png").symlink_to(tmp_path / "nowhere.png")
    write(tmp_path / "3.png", FRAME.astype(np.uint16))
    write(tmp_path / "4.png", FRAME[:, :50])
    with open_sequence(tmp_path) as seq:
        assert (len(seq), seq.dtype, seq.shape) == (5, np.uint8, FRAME.shape)
        np.testing.assert_array_equal(seq[1], FRAME)
        for i, reason in enumerate(
            [
                r"0\.png: not an image of a known kind .*, it begins with b'import c': remove",
                None,
                r"2\.png: cannot be read: there is no such file",
                r"3\.png: 96x80 uint16, but the sequence is 96x80 uint8: put",
                r"4\.png: 50x80 uint8, but the sequence is 96x80 uint8: put",
            ]
        ):
            if reason:
                with pytest.raises(FrameError, match=reason):
                    seq[i]
    assert capfd.readouterr().err == ""


def test_a_folder_of_bad_frames_is_refused_after_a_few(tmp_path):
    for i in range(40):
        (tmp_path / f"{i}.png").write_bytes(b"")
    with pytest.raises(
        InputError,
        match=r"none of the first 16 and of some others of 40 frames .*0\.png: the file is empty",
    ):
        open_sequence(tmp_path)


def test_the_message_for_an_empty_folder_states_what_to_do(tmp_path):
    with pytest.raises(InputError, match="0 frames, it holds no image file"):
        open_sequence(tmp_path)
    write(tmp_path / "@eaDir" / "a.png")
    (tmp_path / "._flight.mp4").write_bytes(b"")
    with pytest.raises(InputError, match="0 frames, it holds no image file"):
        open_sequence(tmp_path)
    write(tmp_path / "seq10" / "a.png")
    write(tmp_path / "seq2" / "a.png")
    with pytest.raises(InputError, match="0 frames, but its sub-folder 'seq2' has images: open /"):
        open_sequence(tmp_path)
    (tmp_path / "flight.mp4").write_bytes(b"")
    with pytest.raises(InputError, match=r"0 frames, but it holds 'flight\.mp4': open that file"):
        open_sequence(tmp_path)


@contextlib.contextmanager
def as_nobody():
    """Give up root's right to read everything for a while."""
    if os.geteuid() == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if os.getuid() == 0:
            os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="permissions as on POSIX systems")
def test_a_folder_or_file_without_permission_is_named():
    top = Path(tempfile.mkdtemp(prefix="p2m-"))  # tmp_path lies where only its owner may go
    try:
        top.chmod(0o755)
        for name in ("a.png", "b.png"):
            write(top / "some" / name)
        write(top / "none" / "a.png")
        (top / "some" / "b.png").chmod(0)
        (top / "none").chmod(0)
        with as_nobody():
            with pytest.raises(
                InputError, match="none: the folder cannot be listed: no permission"
            ):
                open_sequence(top / "none")
            with pytest.raises(InputError, match=r"b\.png: cannot be opened: no permission"):
                open_sequence(top / "some" / "b.png")
            with open_sequence(top / "some") as seq:
                np.testing.assert_array_equal(seq[0], FRAME)
                with pytest.raises(FrameError, match=r"b\.png: cannot be read: no permission"):
                    seq[1]
    finally:
        (top / "none").chmod(0o700)
        shutil.rmtree(top)


@pytest.mark.parametrize("pattern", ["f{:05d}.png", "F{:04d}_x{:03d}.png", "{}.png", "a{}.PNG"])
def test_frames_are_in_natural_order_whatever_their_names_shape(tmp_path, pattern):
    numbers = [0, 1, 2, 9, 10, 11, 99, 100, 101, 555, 1000, 4321]
    for i in reversed(numbers):
        (tmp_path / pattern.format(i, i % 7)).touch()
    expected = sorted((p.name for p in tmp_path.iterdir()), key=folder_module.natural_key)
    assert folder_module.list_frames(tmp_path) == expected
    assert [int("".join(filter(str.isdigit, n.split("_")[0]))) for n in expected] == numbers


def test_a_link_to_itself_is_no_folder_and_a_lost_frame(tmp_path):
    (tmp_path / "a").symlink_to("a")
    (tmp_path / "1.png").symlink_to("1.png")
    assert list_folders(tmp_path) == list_files(tmp_path, (".png",)) == []
    assert list_frames(tmp_path) == ["1.png"], "as any dead link"
