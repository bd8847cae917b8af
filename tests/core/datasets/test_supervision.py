"""Labels of any kind become the centroids and radii that were drawn; the cache changes nothing."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, MaskLabel, PointLabel
from p2m_core.datasets.labels import split_mask
from p2m_core.datasets.opening import Rules, open_dataset
from p2m_core.datasets.supervision import (
    BoxSeed,
    Supervision,
    grow_label,
    supervise,
)
from p2m_core.errors import InputError, P2MError
from p2m_core.pamg import PamgParams
from p2m_core.train.prepare import as_points
from tests.core.datasets.drawn import HEIGHT, WIDTH, image, mask, write_frames, write_image
from tests.real_data import real

COLUMNS = ("frames", "frame", "x", "y", "radius", "weight")


def assert_same(a: Supervision, b: Supervision) -> None:
    for name in COLUMNS:
        first, second = getattr(a, name), getattr(b, name)
        assert first.dtype == second.dtype
        np.testing.assert_array_equal(first, second)


@pytest.fixture
def frames(tmp_path: Path) -> Path:
    """Four frames, a 3x3 target at x = 11 .. 14, y = 21."""
    return write_frames(tmp_path / "clip", 4)


def boxes(frames: Path) -> LabelledSequence:
    return LabelledSequence(
        "clip", frames, {0: (BoxLabel(8.2, 18.4, 7, 6),), 1: (), 3: (BoxLabel(10, 17, 9, 8),)}
    )


def points(frames: Path) -> LabelledSequence:
    return LabelledSequence("clip", frames, {2: (PointLabel(13, 21),)})


def test_masks_give_their_own_centroid_and_radius(tmp_path: Path, frames: Path) -> None:
    drawn = mask((10, 20, 13, 22), (13, 22, 14, 23), (40, 30, 41, 31))
    full = write_image(tmp_path / "full.png", drawn)
    empty = write_image(tmp_path / "empty.png", mask())
    got = supervise(LabelledSequence("clip", frames, masks={2: full, 0: empty}))
    np.testing.assert_array_equal(got.frames, [0, 2])
    np.testing.assert_array_equal(got.frame, [2, 2])
    # Pixels that meet at a corner are one target.
    np.testing.assert_allclose(got.x, [(2 * (10 + 11 + 12) + 13) / 7, 40], rtol=1e-6)
    np.testing.assert_allclose(got.y, [(3 * 20 + 3 * 21 + 22) / 7, 30], rtol=1e-6)
    np.testing.assert_allclose(got.radius, np.sqrt(np.array([7, 1]) / math.pi), rtol=1e-6)
    np.testing.assert_array_equal(got.weight, [1, 1])
    assert [getattr(got, name).dtype.name for name in COLUMNS] == [
        "int64",
        "int64",
        *["float32"] * 4,
    ]


def test_figures_of_mask_labels_equal_those_of_the_mask_image_to_the_bit(
    tmp_path: Path, frames: Path
) -> None:
    rng = np.random.default_rng(0)
    files, labels = {}, {}
    for frame in range(4):
        drawn = np.zeros((HEIGHT, WIDTH), np.bool_)
        drawn[:HEIGHT, :WIDTH] = rng.random((HEIGHT, WIDTH)) < 0.04 * frame
        labels[frame] = tuple(target.label for target in split_mask(drawn))
        files[frame] = write_image(tmp_path / f"{frame}.png", 255 * drawn.astype(np.uint8))
    got = supervise(LabelledSequence("clip", frames, labels))
    assert_same(got, supervise(LabelledSequence("clip", frames, masks=files)))
    assert len(got.x) > 20


def test_targets_that_touch_or_overlap_stay_what_the_labels_tell(frames: Path) -> None:
    a = MaskLabel(10, 20, np.ones((3, 4), np.bool_))
    b = MaskLabel(13, 21, np.ones((2, 2), np.bool_))
    got = supervise(LabelledSequence("clip", frames, {0: (a, b), 1: ()}))
    np.testing.assert_array_equal(got.frame, [0, 0])
    np.testing.assert_allclose(got.x, [11.5, 13.5])
    np.testing.assert_allclose(got.radius, np.sqrt(np.array([12, 4]) / np.pi), rtol=1e-6)


def test_training_learns_each_target_of_an_instance_map(tmp_path: Path, frames: Path) -> None:
    """By its masks, and by a point on each of them."""
    numbers = mask((10, 20, 13, 23)) // 255 + mask((13, 20, 16, 23)) // 51
    known = LabelledSequence(
        "clip",
        frames,
        masks={0: write_image(tmp_path / "m.png", mask((10, 20, 16, 23)))},
        instances={0: write_image(tmp_path / "i.png", numbers)},
    )
    np.testing.assert_allclose(supervise(known).x, [11, 14])
    points = as_points(known, seed=3).labels[0]
    assert [10 <= points[0].x < 13, 13 <= points[1].x < 16] == [True, True]
    melted = replace(known, instances={})
    assert [len(supervise(melted).x), len(as_points(melted, seed=3).labels[0])] == [1, 1]


def test_a_point_becomes_the_target_under_it(frames: Path) -> None:
    got = supervise(points(frames))
    np.testing.assert_array_equal(got.frames, [2])
    assert (got.x[0], got.y[0]) == (13, 21)
    assert got.radius[0] == pytest.approx(math.sqrt(9 / math.pi))


@pytest.mark.parametrize("seed", ["salient", "center"])
def test_a_loose_box_becomes_the_target_in_it(frames: Path, seed: BoxSeed) -> None:
    got = supervise(boxes(frames), box_seed=seed)
    np.testing.assert_array_equal(got.frames, [0, 1, 3])
    np.testing.assert_array_equal(got.frame, [0, 3])
    np.testing.assert_array_equal(got.x, [11, 14])
    np.testing.assert_array_equal(got.y, [21, 21])


@pytest.mark.parametrize("seed", ["salient", "center"])
def test_a_mask_never_leaves_its_box(seed: BoxSeed) -> None:
    # A wire through the picture, brighter than the target that it touches.
    picture = image((0, 22, WIDTH, 24), level=220)
    picture[19:22, 30:33] = 200
    pixels, _ = grow_label(picture, BoxLabel(28, 17, 7, 6), PamgParams(), seed)
    assert len(pixels) > 0
    assert (pixels >= (17, 28)).all()
    assert (pixels <= (22, 34)).all()


def test_the_target_in_the_middle_of_a_box_is_taken_not_a_lamp_at_its_rim(tmp_path: Path) -> None:
    # A lamp at the rim of the loose box is brighter than the target.
    picture = image((30, 20, 33, 23), level=120)
    picture[15:17, 26:28] = 250
    path = write_image(tmp_path / "a.png", picture)
    got = supervise(LabelledSequence("a", path, {0: (BoxLabel(25.3, 15.2, 12, 12),)}))
    assert (got.x[0], got.y[0]) == (31, 21)


def test_doubtful_targets_count_less_or_not_at_all(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    picture = rng.normal(50, 12, (HEIGHT, WIDTH))
    picture[10:13, 10:13] += 180
    path = write_image(tmp_path / "a.png", picture.clip(0, 255).astype(np.uint8))
    # A clear target, and a box with nothing but noise.
    labels = {0: (BoxLabel(7, 7, 9, 9), BoxLabel(40, 30, 12, 12))}
    sequence = LabelledSequence("a", path, labels)
    keep, weight, drop = (
        supervise(sequence, doubtful=how, cache=tmp_path / "cache")
        for how in ("keep", "weight", "drop")
    )
    assert keep.weight.tolist() == [1, 1]
    assert drop.weight.tolist() == [1, 0]
    assert weight.weight[0] > 0.75 > 0.5 > weight.weight[1] >= 0
    for other in (weight, drop):
        np.testing.assert_array_equal(keep.x, other.x)


def test_the_target_of_a_flat_box_has_weight_0(tmp_path: Path) -> None:
    path = write_image(tmp_path / "a.png", image())
    got = supervise(LabelledSequence("a", path, {0: (BoxLabel(20, 20, 8, 8),)}))
    assert got.weight.tolist() == [0]
    assert np.isfinite(got.x).all()


def test_parts_count_from_their_first_frame(frames: Path) -> None:
    part = LabelledSequence("clip", frames, {1: (PointLabel(13, 21),)}, start=1, stop=3)
    got = supervise(part)
    assert (got.frame[0], got.x[0]) == (1, 13)
    with pytest.raises(InputError, match="a label is of frame 3, but there are 2 frames"):
        supervise(LabelledSequence("clip", frames, {2: ()}, start=1, stop=3))


def test_sequences_without_labels_or_targets_give_empty_supervision(frames: Path) -> None:
    none = supervise(LabelledSequence("clip", frames))
    assert [len(getattr(none, name)) for name in COLUMNS] == [0] * 6
    empty = supervise(LabelledSequence("clip", frames, {1: ()}))
    assert (empty.frames.tolist(), empty.x.shape) == ([1], (0,))


def test_cached_supervision_equals_the_computed_one(tmp_path: Path, frames: Path) -> None:
    cache = tmp_path / "deep" / "cache"
    first = supervise(boxes(frames), cache=cache)
    assert_same(first, supervise(boxes(frames)))
    (file,) = cache.iterdir()
    before = file.stat()
    # Read from it, not computed again: the images are not opened any more.
    for path in frames.iterdir():
        path.touch()
    assert_same(first, supervise(boxes(frames), cache=cache))
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    moved = frames.rename(tmp_path / "moved")
    assert_same(first, supervise(boxes(moved), cache=cache))
    assert [path.name for path in cache.iterdir()] == [file.name]


def test_changed_labels_or_settings_are_not_served_from_the_cache(
    tmp_path: Path, frames: Path
) -> None:
    cache = tmp_path / "cache"
    masks = {0: write_image(tmp_path / "mask.png", mask((10, 20, 13, 23)))}
    supervise(boxes(frames), cache=cache)
    supervise(boxes(frames), PamgParams(support_radius=5), cache)
    supervise(boxes(frames), cache=cache, box_seed="center")
    supervise(points(frames), cache=cache)
    supervise(LabelledSequence("clip", frames, {2: (PointLabel(13, 21),)}, start=1), cache=cache)
    supervise(LabelledSequence("clip", frames, masks=masks), cache=cache)
    write_image(tmp_path / "mask.png", mask((10, 20, 13, 24)))
    changed = supervise(LabelledSequence("clip", frames, masks=masks), cache=cache)
    assert changed.y[0] == 21.5
    write_frames(frames, 5)
    supervise(points(frames), cache=cache)
    assert len(list(cache.iterdir())) == 8


@pytest.mark.parametrize("damage", ["cut", "empty", "other", "pickle", "bits"])
def test_a_damaged_cache_file_is_computed_again(tmp_path: Path, frames: Path, damage: str) -> None:
    cache = tmp_path / "cache"
    first = supervise(boxes(frames), cache=cache)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    if damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "bits":  # the marks of encryption and of a compression nobody knows
        at = whole.rindex(b"PK\x01\x02")
        file.write_bytes(
            whole[: at + 8] + b"\1" + whole[at + 9 : at + 10] + b"\x7f" + whole[at + 11 :]
        )
    elif damage == "other":
        np.savez(file, targets=np.zeros((2, 3)))
    else:
        np.savez(file, targets=np.array([{"a": 1}], dtype=object))
    assert_same(first, supervise(boxes(frames), cache=cache))
    assert file.read_bytes() == whole
    assert [path.name for path in cache.iterdir()] == [file.name]


def test_a_cache_that_cannot_be_written_fails_in_one_line(tmp_path: Path, frames: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(P2MError, match=r"cannot write .*name another cache folder"):
        supervise(points(frames), cache=in_the_way / "cache")


def test_a_mask_of_another_size_is_refused(tmp_path: Path, frames: Path) -> None:
    path = write_image(tmp_path / "small.png", mask()[:, 1:])
    with pytest.raises(InputError, match=r"small.png: the mask is 63x48, but its image is 64x48"):
        supervise(LabelledSequence("clip", frames, masks={0: path}))


@pytest.mark.parametrize(
    ("label", "message"),
    [
        (PointLabel(64, 5), r"clip, frame 3 of .*: the seed \(64, 5\) lies outside the 64x48"),
        (BoxLabel(-9, 5, 9, 9), r"clip, frame 3 of .*: the box 9x9 at x=-9, y=5 lies outside"),
    ],
)
def test_a_label_outside_of_the_frame_is_refused(
    frames: Path, label: PointLabel | BoxLabel, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        supervise(LabelledSequence("clip", frames, {2: (label,)}))


def test_a_box_partly_outside_is_cut(tmp_path: Path) -> None:
    path = write_image(tmp_path / "a.png", image((0, HEIGHT - 3, 2, HEIGHT)))
    box = BoxLabel(-4, HEIGHT - 5, 8, 10)
    for seed in ("salient", "center"):
        got = supervise(LabelledSequence("a", path, {0: (box,)}), box_seed=seed)
        assert (got.x[0], got.y[0]) == (0.5, HEIGHT - 2)


def test_real_boxes_come_close_to_the_real_masks() -> None:
    root = real("sirst")
    masks = open_dataset(root)
    loose = open_dataset(root, format="voc", rules=Rules(voc_max="past"))
    errors = []
    for by_mask, by_box in zip(masks, loose, strict=True):
        truth, got = supervise(by_mask), supervise(by_box)
        distance = np.hypot(truth.x[:, None] - got.x, truth.y[:, None] - got.y)
        errors += distance.min(axis=0).tolist()
    assert len(errors) == 393
    assert np.median(errors) < 0.5
    assert np.quantile(errors, 0.95) < 2.0


def test_real_video_boxes_hold_the_centroids() -> None:
    video = open_dataset(real("drone_ir/train"))[0]
    got = supervise(video)
    assert len(got.x) == 301
    inside = [
        box.x - 0.5 <= x <= box.x + box.width - 0.5 and box.y - 0.5 <= y <= box.y + box.height - 0.5
        for (box,), x, y in zip(video.labels.values(), got.x, got.y, strict=True)
    ]
    assert np.mean(inside) > 0.98
    assert np.abs(np.diff(got.x)).sum() / 300 < 1.5, "it moves half a pixel a frame"
