"""Training samples: whatever is done to a crop, its labels lie on its targets."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.datasets.supervision import Supervision
from p2m_core.errors import InputError
from p2m_core.networks.rprnet.decode import decode
from p2m_core.networks.rprnet.model import Prediction
from p2m_core.project import ignored_from_frame_mask
from p2m_core.train import augment, paste
from p2m_core.train.config import Augmentation
from p2m_core.train.samples import Clip, SampleConfig, Samples

CALM = Augmentation(noise=0.0, blur_probability=0.0, invert=0.0, compression_probability=0.0)


def drawn_clip(name="drawn", frames=9, moving=1.0, weight=1.0, shape=(90, 120)):
    """One bright spot, sigma 1.5, that moves by a pixel a frame over a flat background."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    centers = np.array([[40.0 + moving * i, 33.0] for i in range(frames)], np.float32)
    pictures = [
        100.0 + 80.0 * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * 1.5**2)) for cx, cy in centers
    ]
    numbers = np.arange(frames)
    full = np.full(frames, 1.0, np.float32)
    known = Supervision(numbers, numbers, centers[:, 0], centers[:, 1], 2 * full, weight * full)
    return Clip(name, pictures, known)


def labelled(sample):
    """Return the targets (x, y, radius) in the labels of a sample."""
    heat = np.where(sample.labels.positive > 0, 9.0, -9.0)
    parts = (heat[None], sample.labels.offset, sample.labels.radius[None])
    prediction = Prediction(*(torch.tensor(p, dtype=torch.float32)[None] for p in parts))
    size = sample.frames.shape[-1]
    return [(d.x, d.y, d.radius) for d in decode(prediction, size, size)[0]]


@pytest.mark.parametrize("index", range(40))
def test_labels_follow_the_target_through_every_view(index):
    config = SampleConfig(crop=64, augmentation=CALM, paste=0.0, wires=0.0, mix=0.0)
    sample = Samples([drawn_clip()], config, 11)[index]
    key = sample.frames[1, 0]
    for x, y, radius in labelled(sample):
        row, column = round(y), round(x)
        if not (3 <= row < 61 and 3 <= column < 61):
            continue
        near = key[row - 3 : row + 4, column - 3 : column + 4]
        weights = near - near.min()
        r, c = np.mgrid[-3:4, -3:4]
        assert (weights * c).sum() / weights.sum() + column == pytest.approx(x, abs=0.35)
        assert (weights * r).sum() / weights.sum() + row == pytest.approx(y, abs=0.35)
        assert 2.0 / 1.5 - 0.01 <= radius <= 2.0 * 1.5 + 0.01


def test_most_crops_hold_a_target_and_some_do_not():
    config = SampleConfig(crop=32, paste=0.0, wires=0.0, mix=0.0)
    samples = Samples([drawn_clip()], config, 0)
    shares = np.mean([len(labelled(samples[i])) for i in range(60)])
    assert 0.6 < shares < 0.95


def test_the_neighbours_show_the_motion_unless_time_stands_still():
    still = Augmentation(**dict.fromkeys(Augmentation.__dataclass_fields__, 0.0) | {"gain": 1.0})
    config = SampleConfig(crop=64, augmentation=still, paste=0.0, wires=0.0, mix=0.0)
    samples = Samples([drawn_clip()], config, 4)
    moves = []
    for i in range(60):
        frames = samples[i].frames[:, 0]
        columns = [np.argmax(f.max(axis=0)) for f in frames]
        moves.append(columns[2] - columns[0])
    # Strides of 1 to 3 frames, the ends of the sequence, and now and then no motion at all.
    assert {2, 4} <= set(moves) <= {0, 1, 2, 3, 4, 6}


def test_an_ignored_target_is_neither_positive_nor_background():
    config = SampleConfig(crop=64, paste=0.0, wires=0.0, mix=0.0)
    clips = [drawn_clip(), drawn_clip("ignored", weight=0.0)]
    samples = Samples(clips, config, 1)
    ignored = [i for i in range(60) if samples.name_of(i).startswith("ignored")]
    assert 10 < len(ignored) < 50
    holes = 0
    for i in ignored:
        labels = samples[i].labels
        assert not labels.positive.any()
        holes += (labels.negative == 0.0).any()
    assert holes > 0
    with pytest.raises(InputError, match="no target"):
        Samples([drawn_clip(weight=0.0)], config, 1)


@pytest.mark.parametrize("mix", [0.0, 1.0])
def test_an_ignored_region_is_no_background(mix):
    config = SampleConfig(crop=64, paste=0.0, wires=0.0, mix=mix)
    everything = ignored_from_frame_mask(np.ones((90, 120), bool), sequence=1, first=0, last=8)
    clip = drawn_clip()
    ignoring = Samples([replace(clip, ignored=(everything,))], config, 1)
    plain = Samples([clip], config, 1)
    for i in range(10):
        labels, before = ignoring[i].labels, plain[i].labels
        inside = labels.negative == 0.0
        assert inside.mean() > 0.2, "all but what lies beyond the frame"
        np.testing.assert_array_equal(labels.negative[~inside], before.negative[~inside])
        np.testing.assert_array_equal(labels.positive, before.positive)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_a_pasted_target_is_at_its_position_in_every_frame(seed):
    rng = np.random.default_rng(seed)
    crop = np.random.default_rng(0).normal(0, 0.02, (3, 64, 64)).astype(np.float32)
    cuts = Samples([drawn_clip()], SampleConfig(crop=64), 0)._cut_outs
    assert cuts
    before = crop.copy()
    pasted = paste.paste(rng, crop, cuts, cut_out_share=0.5)
    change = np.abs(crop - before)
    if pasted is None:
        assert not change.any()
        return
    row, column = round(pasted.y), round(pasted.x)
    peak = np.unravel_index(np.argmax(change[1]), change[1].shape)
    assert np.hypot(peak[0] - pasted.y, peak[1] - pasted.x) <= max(1.5, pasted.radius)
    assert change[1, max(0, row - 1) : row + 2, max(0, column - 1) : column + 2].max() > 0.05
    assert all(frame.max() > 0.02 for frame in change)
    assert 0.5 < pasted.radius < 8.0


def test_wires_stand_still_and_are_not_targets():
    crop = np.zeros((3, 64, 64), np.float32)
    paste.draw_wires(np.random.default_rng(2), crop)
    assert np.abs(crop).max() > 0.1
    assert np.array_equal(crop[0], crop[1])
    assert np.array_equal(crop[1], crop[2])


def test_a_crop_of_two_places_keeps_the_targets_that_can_be_seen():
    config = SampleConfig(crop=64, augmentation=CALM, paste=0.0, wires=0.0, mix=1.0)
    samples = Samples([drawn_clip()], config, 5)
    counts = []
    for i in range(60):
        sample = samples[i]
        key, found = sample.frames[1, 0], labelled(sample)
        counts.append(len(found))
        for x, y, _ in found:
            row, column = np.clip([round(y), round(x)], 2, 61)
            near = key[row - 2 : row + 3, column - 2 : column + 3]
            assert near.max() > np.median(key) + 1.0
        bright = np.argwhere(key > np.median(key) + 3.0) // 4  # nothing bright is background
        quiet = (sample.labels.negative > 0.0) & (sample.labels.heat < 0.01)
        assert not quiet[tuple(bright.T)].any()
    assert {0, 1, 2} <= set(counts)


def test_compression_keeps_levels_and_makes_blocks():
    crop = np.random.default_rng(0).normal(0.0, 1.0, (3, 32, 32)).astype(np.float32)
    fine, coarse = augment.compress(crop, 98), augment.compress(crop, 10)
    assert np.abs(fine - crop).mean() < 0.1 < np.abs(coarse - crop).mean()
    flat = np.full((3, 32, 32), 7.0, np.float32)
    assert np.array_equal(augment.compress(flat, 50), flat)


def test_a_small_frame_fills_a_larger_crop():
    config = SampleConfig(crop=96, augmentation=CALM, paste=0.0, wires=0.0, mix=0.0)
    samples = Samples([drawn_clip(shape=(60, 70))], config, 0)
    for i in range(10):
        sample = samples[i]
        assert sample.frames.shape == (3, 1, 96, 96)
        assert np.isfinite(sample.frames).all()
    view = augment.draw_view(np.random.default_rng(0), CALM, (60, 70), 96, None)
    inside = view.inverse(np.array([[0.0, 0.0], [69.0, 59.0]]))
    assert (inside > -40.0).all()
    assert (inside < 136.0).all()
