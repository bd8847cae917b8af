"""Following a clicked target: drawn ones whose way is known, and real ones in their boxes."""

import itertools

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.datasets.opening import open_dataset
from p2m_core.errors import InputError
from p2m_core.sequence import open_sequence
from p2m_core.track import propagate, propagate_many
from tests.real_data import real

SIZE = (96, 128)


def texture(rng, camera):
    """Soft clutter that moves with the camera: shape (frames, H, W), grey levels around 60."""
    height, width = SIZE
    large = rng.normal(0.0, 1.0, (height + 160, width + 160))
    kernel = np.exp(-0.5 * (np.arange(-12, 13) / 2.5) ** 2)
    for axis in (0, 1):
        large = np.apply_along_axis(np.convolve, axis, large, kernel / kernel.sum(), "same")
    large = 60.0 + 12.0 * large / large.std()
    return np.stack([large[80 - y : 80 - y + height, 80 - x : 80 - x + width] for x, y in camera])


def spot(x, y, sigma=1.0):
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    return np.exp(-0.5 * ((columns - x) ** 2 + (rows - y) ** 2) / sigma**2)


def clip(way, height=60.0, seed=0, camera=None, hidden=(), noise=1.0):
    """Frames with a spot along `way`, an array of (x, y) in the picture; not in `hidden` ones."""
    rng = np.random.default_rng(seed)
    frames = texture(rng, camera if camera is not None else [(0, 0)] * len(way))
    for i, (x, y) in enumerate(way):
        if i not in hidden:
            frames[i] += height * spot(x, y)
    return frames + rng.normal(0.0, noise, frames.shape)


def line(start, velocity, count):
    return np.array(start) + np.arange(count)[:, None] * np.array(velocity)


def opened(folder, frames):
    path = folder / "clip.npy"
    np.save(path, frames)
    return open_sequence(path)


def as_bytes(frames):
    return np.clip(np.rint(frames), 0, 255).astype(np.uint8)


def distances(track, way):
    return [np.hypot(*(np.array(t.centroid) - way[t.frame])) for t in track]


@pytest.mark.parametrize("height", [60.0, -50.0])
@pytest.mark.parametrize("velocity", [(0.0, 0.0), (0.7, -0.4), (2.2, 0.9)])
def test_a_target_is_followed_to_the_end(tmp_path, height, velocity):
    way = line((25.0, 45.0), velocity, 40)
    track = list(propagate(opened(tmp_path, as_bytes(clip(way, height))), 0, (25.4, 44.8)))
    assert [t.frame for t in track] == list(range(40))
    assert max(distances(track, way)) < 1.0
    assert {t.polarity for t in track} == {int(np.sign(height))}
    assert np.median([t.confidence for t in track]) > 0.5
    assert all(t.mask.sum() == t.area and t.mask.shape == SIZE for t in track)


def test_a_target_is_followed_backwards_from_the_last_frame(tmp_path):
    way = line((30.0, 30.0), (1.1, 0.6), 30)
    track = list(propagate(opened(tmp_path, as_bytes(clip(way))), 29, way[29], -1))
    assert [t.frame for t in track] == list(range(29, -1, -1))
    assert max(distances(track, way)) < 1.0


def test_the_shake_of_the_camera_is_compensated(tmp_path):
    rng = np.random.default_rng(3)
    camera = rng.integers(-6, 7, (30, 2))
    way = line((50.0, 40.0), (0.5, 0.2), 30) + camera
    frames = as_bytes(clip(way, 40.0, camera=camera))
    track = list(propagate(opened(tmp_path, frames), 0, way[0]))
    assert len(track) == 30
    assert max(distances(track, way)) < 1.5


def test_a_short_gap_is_bridged_and_marked_as_not_seen(tmp_path):
    way = line((25.0, 45.0), (1.5, 0.0), 40)
    hidden = range(15, 21)
    frames = as_bytes(clip(way, hidden=hidden))
    track = list(propagate(opened(tmp_path, frames), 0, way[0]))
    assert [t.frame for t in track] == list(range(40))
    assert max(distances(track, way)) < 2.0
    assert {t.frame for t in track if not t.seen} == set(hidden)
    unsure = sorted(track, key=lambda t: t.confidence)[: len(hidden)]
    assert {t.frame for t in unsure} == set(hidden)


def test_a_vanished_target_is_not_followed_onto_clutter(tmp_path):
    way = line((25.0, 45.0), (1.0, 0.3), 80)
    frames = as_bytes(clip(way, hidden=range(30, 80)))
    track = list(propagate(opened(tmp_path, frames), 0, way[0]))
    assert 30 <= len(track) <= 45
    assert all(t.confidence < 0.5 for t in track if t.frame >= 30)


def test_a_target_that_leaves_the_picture_ends_its_track(tmp_path):
    way = line((100.0, 45.0), (1.5, 0.0), 60)  # outside from frame 19 on
    track = list(propagate(opened(tmp_path, as_bytes(clip(way))), 0, way[0]))
    assert 17 <= track[-1].frame <= 21


def test_a_bright_spot_beside_the_path_does_not_capture_a_fading_target(tmp_path):
    way = line((20.0, 40.0), (1.0, 0.0), 60)
    rng = np.random.default_rng(2)
    frames = texture(rng, [(0, 0)] * 60)
    for i, (x, y) in enumerate(way):
        frames[i] += (60.0 if i < 25 else 25.0) * spot(x, y) + 90.0 * spot(50.0, 42.0, 1.3)
    track = list(propagate(opened(tmp_path, as_bytes(frames)), 0, way[0]))
    assert len(track) == 60
    assert max(distances(track[40:], way)) < 1.5


def test_two_targets_that_cross_keep_their_tracks(tmp_path):
    ways = [line((30.0, 30.0), (1.2, 0.6), 50), line((30.0, 60.0), (1.2, -0.6), 50)]
    frames = clip(ways[0], 60.0)
    for i, (x, y) in enumerate(ways[1]):
        frames[i] += 45.0 * spot(x, y)
    found = {0: [], 1: []}
    for number, target in propagate_many(
        opened(tmp_path, as_bytes(frames)), 0, [way[0] for way in ways]
    ):
        found[number].append(target)
    for number, way in enumerate(ways):
        assert [t.frame for t in found[number]] == list(range(50))
        assert max(distances(found[number][-10:], way)) < 1.5


def test_a_frame_that_cannot_be_read_is_bridged(tmp_path):
    way = line((25.0, 45.0), (1.0, 0.0), 20)
    frames = as_bytes(clip(way))
    for i, frame in enumerate(frames):
        cv2.imwrite(str(tmp_path / f"{i:03d}.png"), frame)
    (tmp_path / "010.png").write_text("no picture")
    track = list(propagate(open_sequence(tmp_path), 0, way[0]))
    assert [t.frame for t in track] == list(range(20))
    assert [t.frame for t in track if not t.seen] == [10]
    assert max(distances(track, way)) < 1.5


@settings(max_examples=15, deadline=None)
@given(gain=st.floats(1e-3, 1e3), offset=st.floats(-1e3, 1e3))
def test_gain_and_offset_of_the_sensor_change_nothing(tmp_path_factory, gain, offset):
    way = line((25.0, 45.0), (1.3, 0.4), 16)
    frames = clip(way)
    plain = propagate(opened(tmp_path_factory.mktemp("a"), frames), 0, way[0])
    other = propagate(opened(tmp_path_factory.mktemp("b"), gain * frames + offset), 0, way[0])
    for a, b in itertools.zip_longest(plain, other):
        assert np.hypot(*np.subtract(a.centroid, b.centroid)) < 0.5


def test_the_clicked_frame_comes_first_even_without_a_target(tmp_path):
    frames = np.full((5, *SIZE), 60, np.uint8)
    first = next(propagate(opened(tmp_path, frames), 2, (40.0, 40.0)))
    assert (first.frame, first.centroid, first.area) == (2, (40.0, 40.0), 1)


@pytest.mark.parametrize(
    ("frame", "seed", "direction", "message"),
    [
        (9, (5.0, 5.0), 1, "no frame 9"),
        (0, (200.0, 5.0), 1, "outside the 128x96 frame"),
        (0, (float("nan"), 5.0), 1, "outside the 128x96 frame"),
        (0, (5.0, 5.0), 0, "direction is 0"),
    ],
)
def test_bad_input_is_refused_with_its_reason(tmp_path, frame, seed, direction, message):
    sequence = opened(tmp_path, np.zeros((3, *SIZE), np.uint8))
    with pytest.raises(InputError, match=message):
        next(propagate(sequence, frame, seed, direction))


@pytest.mark.parametrize(
    "name", ["val/IR_BIRD_067", "train/IR_AIRPLANE_030", "train/IR_HELICOPTER_015"]
)
def test_one_click_follows_a_real_target_through_its_video(name):
    part, video = name.split("/")
    labelled = next(s for s in open_dataset(real(f"drone_ir/{part}")) if s.name == video)
    boxes = {frame: labels[0] for frame, labels in labelled.labels.items()}
    first = boxes[0]
    click = first.x + (first.width - 1) / 2, first.y + (first.height - 1) / 2
    with labelled.open() as sequence:
        track = list(propagate(sequence, 0, click))
    assert len(track) == len(boxes)
    for target in track:
        box, (x, y) = boxes[target.frame], target.centroid
        assert box.x - 2.5 <= x <= box.x + box.width + 1.5
        assert box.y - 2.5 <= y <= box.y + box.height + 1.5


@pytest.mark.parametrize("height", [70.0, -55.0])
@pytest.mark.parametrize("fraction", [0.4, 0.7])
def test_masks_end_where_the_annotator_ended_the_first(tmp_path, height, fraction):
    way = line((25.0, 45.0), (0.7, -0.4), 30)
    drawn = [spot(x, y, sigma=2.0) > fraction for x, y in way]
    frames = clip(way, 0.0)
    for frame, (x, y) in zip(frames, way, strict=True):
        frame += height * spot(x, y, sigma=2.0)
    track = list(propagate(opened(tmp_path, as_bytes(frames)), 0, way[0], mask=drawn[0]))
    assert [t.frame for t in track] == list(range(30))
    np.testing.assert_array_equal(track[0].mask, drawn[0])
    shares = [(t.mask & m).sum() / (t.mask | m).sum() for t, m in zip(track, drawn, strict=True)]
    assert np.mean(shares) > 0.7
    ratio = np.median([t.area / m.sum() for t, m in zip(track, drawn, strict=True)])
    assert 0.75 < ratio < 1.35, "without the mask, 2.8 at a fraction of 0.7"


def test_a_mask_of_another_size_or_without_pixels_is_refused(tmp_path):
    frames = opened(tmp_path, as_bytes(clip(line((25.0, 45.0), (0.0, 0.0), 3))))
    for mask in (np.zeros(SIZE, bool), np.ones((5, 5), bool)):
        with pytest.raises(InputError, match="the mask of the first frame"):
            next(propagate(frames, 0, (25.0, 45.0), mask=mask))


def test_a_forced_polarity_chooses_between_a_bright_and_a_dark_spot(tmp_path):
    """Two spots side by side that fly together; the click is between them."""
    way = line((40, 40), (1.5, 0.5), 20)
    frames = clip(way, height=60.0)
    for i, (x, y) in enumerate(way):
        frames[i] -= 60.0 * spot(x + 4, y)
    sequence = opened(tmp_path, as_bytes(frames))
    for sign, offset in ((1, 0.0), (-1, 4.0)):
        track = list(propagate(sequence, 0, (42, 40), polarity=sign))
        assert len(track) == 20
        assert {t.polarity for t in track} == {sign}
        assert np.median(distances(track, way + np.array([offset, 0.0]))) < 1.0
