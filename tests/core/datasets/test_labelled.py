"""A labelled sequence: some frames of it, and what it shows people of a frame."""

from pathlib import Path

import pytest

from p2m_core.datasets.labelled import LabelledSequence, PointLabel, check_fit
from p2m_core.datasets.supervision import supervise
from p2m_core.errors import InputError
from tests.core.datasets.drawn import HEIGHT, WIDTH, mask, write_frames, write_image

POINT = PointLabel(13, 21)
OUTSIDE = PointLabel(WIDTH, 5)


def test_a_selection_of_labelled_frames_keeps_their_numbers(tmp_path: Path) -> None:
    labels = {0: (POINT,), 2: (), 3: (POINT,)}
    every = LabelledSequence("clip", tmp_path, labels, tracks={0: (1,), 3: (1,)})
    some = every.only([3, 2, 1])
    assert some.labels == {2: (), 3: (POINT,)}
    assert some.tracks == {3: (1,)}
    assert (some.frames, some.name, some.path) == ([2, 3], "clip", tmp_path)
    assert every.frames == [0, 2, 3]


def test_a_frame_is_named_by_its_number_from_1_in_the_whole_folder(tmp_path: Path) -> None:
    frames = write_frames(tmp_path / "clip", 6)
    part = LabelledSequence("part", frames, {1: (OUTSIDE,)}, start=3, stop=6)
    with pytest.raises(InputError, match=r"^part, frame 5 of .*clip: the seed"):
        supervise(part)


@pytest.mark.parametrize("frame", [2, -1])
def test_a_label_beyond_the_images_is_refused(tmp_path: Path, frame: int) -> None:
    labelled = LabelledSequence("clip", tmp_path, {0: (), frame: (POINT,)})
    expected = f"a label is of frame {frame + 1}, but there are 2 frames"
    with pytest.raises(InputError, match=expected):
        check_fit(labelled, 2, (HEIGHT, WIDTH))


def test_masks_must_have_the_size_of_the_images(tmp_path: Path) -> None:
    small = write_image(tmp_path / "small.png", mask()[:, 1:])
    labelled = LabelledSequence("clip", tmp_path, masks={0: small})
    with pytest.raises(InputError, match=f"the mask is {WIDTH - 1}x{HEIGHT}"):
        check_fit(labelled, 2, (HEIGHT, WIDTH))
    check_fit(labelled, 1, (HEIGHT, WIDTH - 1))
