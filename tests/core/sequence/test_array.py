import numpy as np
import pytest

from p2m_core.errors import InputError
from p2m_core.sequence import open_sequence
from tests.core.sequence.media import drifting_frames

STACK = np.stack(drifting_frames(6, dtype=np.uint16))


def saved(tmp_path, array):
    np.save(tmp_path / "clip.npy", array)
    return tmp_path / "clip.npy"


@pytest.mark.parametrize("dtype", ["u1", "u2", "i2", "i4", "f4", "f8", ">u2", ">f4"])
def test_frames_have_the_native_type_in_native_byte_order(tmp_path, dtype):
    stack = (STACK >> 8).astype(dtype)
    with open_sequence(saved(tmp_path, stack)) as seq:
        assert (seq.name, len(seq), seq.shape) == ("clip", 6, (80, 96))
        assert seq.dtype == np.dtype(dtype).newbyteorder("=")
        assert seq.dtype.isnative
        assert seq.frame_name(5) == "000005"
        np.testing.assert_array_equal(seq[4], stack[4])
        assert not seq[4].flags.writeable


def test_several_shapes_and_memory_orders_are_read(tmp_path):
    with open_sequence(saved(tmp_path, STACK[2])) as seq:
        assert len(seq) == 1
        np.testing.assert_array_equal(seq[0], STACK[2])
    with open_sequence(saved(tmp_path, np.asfortranarray(STACK))) as seq:
        np.testing.assert_array_equal(seq[3], STACK[3])
        assert seq[3].flags.c_contiguous
    with open_sequence(saved(tmp_path, STACK > 30000)) as seq:
        assert seq.dtype == np.uint8
        np.testing.assert_array_equal(seq[3], STACK[3] > 30000)
    with open_sequence(saved(tmp_path, np.repeat(STACK[..., None], 4, axis=3))) as seq:
        assert (len(seq), seq.shape) == (6, (80, 96))
        np.testing.assert_allclose(seq[3].astype(float), STACK[3], atol=1)


class Trap:
    """An object that must never be unpickled from a file."""

    def __reduce__(self):
        return pytest.fail, ("the file was unpickled",)


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.array([Trap()], object), "its values are object: save them as numbers"),
        (np.zeros((4, 5, 6), np.complex64), "its values are complex64: save them as numbers"),
        (np.zeros(9), r"its shape is \(9,\): save it as \(N, H, W\)"),
        (np.zeros((2, 8, 9, 5)), r"its shape is \(2, 8, 9, 5\)"),
        (
            np.zeros((8, 9, 3)),
            r"its shape \(8, 9, 3\) means 8 frames of 3x9 pixels: save one .* as \(1, 8, 9, 3\)",
        ),
        (np.zeros((0, 8, 9)), r"0 frames, its shape is \(0, 8, 9\)"),
    ],
)
def test_an_array_that_is_not_a_stack_of_frames_is_refused(tmp_path, array, reason):
    with pytest.raises(InputError, match=rf"clip\.npy: {reason}") as caught:
        open_sequence(saved(tmp_path, array))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("share", [0.0005, 0.5, 0.9999])
def test_a_file_cut_short_is_refused(tmp_path, share):
    path = saved(tmp_path, STACK)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    reason = "not an .npy array" if share < 0.1 else r"cut short, .* of uint16 takes 92288"
    with pytest.raises(InputError, match=rf"clip\.npy: {reason}"):
        open_sequence(path)


def test_a_file_without_an_array_is_refused(tmp_path):
    (tmp_path / "text.npy").write_text("hello")
    with pytest.raises(InputError, match=r"text\.npy: not an \.npy array .*: write it with numpy"):
        open_sequence(tmp_path / "text.npy")
