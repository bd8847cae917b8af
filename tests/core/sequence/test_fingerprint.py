import os
import shutil

import pytest

from p2m_core.errors import InputError
from p2m_core.sequence import fingerprint


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "seq"
    folder.mkdir()
    for i in range(9):
        (folder / f"{i}.png").write_bytes(os.urandom(100))
    return folder


def test_a_moved_or_renamed_sequence_is_recognised(tmp_path, folder):
    before = fingerprint(folder)
    assert len(before) == 32
    (folder / "notes.txt").write_text("no frame")
    assert fingerprint(str(shutil.move(folder, tmp_path / "other"))) == before

    video = tmp_path / "a.mp4"
    video.write_bytes(os.urandom(500_000))
    before = fingerprint(video)
    assert fingerprint(video.rename(tmp_path / "b.mp4")) == before


def test_another_sequence_has_another_fingerprint(folder):
    seen = {fingerprint(folder)}

    def is_new():
        count = len(seen)
        seen.add(fingerprint(folder))
        return len(seen) > count

    for changed in ("0.png", "4.png", "8.png"):
        (folder / changed).write_bytes(os.urandom(100))
        assert is_new(), changed
    (folder / "2.png").write_bytes(bytes(101))
    assert is_new(), "size of a file"
    (folder / "2.png").rename(folder / "20.png")
    assert is_new(), "name of a file"
    (folder / "20.png").unlink()
    assert is_new(), "number of files"


@pytest.mark.parametrize("at", [0, 250_000, 499_999])
def test_one_changed_byte_at_head_middle_or_tail_changes_the_fingerprint(tmp_path, at):
    data = bytearray(os.urandom(500_000))
    path = tmp_path / "v.mp4"
    path.write_bytes(data)
    before = fingerprint(path)
    data[at] ^= 1
    path.write_bytes(data)
    assert fingerprint(path) != before


def test_long_files_are_not_read_whole(tmp_path):
    path = tmp_path / "long.npy"
    with path.open("wb") as file:
        file.truncate(2**40)  # a sparse terabyte
    assert len(fingerprint(path)) == 32


def test_a_missing_path_has_no_fingerprint(tmp_path):
    with pytest.raises(InputError, match="gone: cannot be read: there is no such file"):
        fingerprint(tmp_path / "gone")
