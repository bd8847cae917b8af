"""PAMG follows an annotator's convention, and keeps a base that is right."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from p2m_core.errors import Cancelled, InputError
from p2m_core.pamg import PamgParams, grow
from p2m_core.pamg._fitting import FITTED, terms_of
from p2m_core.pamg.calibrate import Example, calibrate
from p2m_core.synth import SynthConfig, make_sequence
from tests.core.pamg.sirst import cases, iou


def plain(example):
    return example.mask


def dilated(example):
    return cv2.dilate(example.mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)


def half_maximum(example):
    """Keep the pixels above half of the target's peak over the median of 41 x 41 pixels."""
    x, y = (int(v) for v in example.seed)
    local = example.image[max(0, y - 20) : y + 21, max(0, x - 20) : x + 21].astype(float)
    above = example.image - np.median(local)
    above = above if above[y, x] >= 0 else -above
    return example.mask & (above >= above[example.mask].max() / 2)


def by_convention(examples, convention):
    return [Example(e.image, e.seed, convention(e)) for e in examples]


def mean_iou(examples, params=None):
    return np.mean([iou(grow(e.image, e.seed, params).mask, e.mask) for e in examples])


slow = pytest.mark.slow


@pytest.mark.parametrize(
    ("convention", "gain", "count"),
    [
        (plain, 0.0, 24),
        pytest.param(plain, 0.0, 36, marks=slow),
        pytest.param(plain, 0.0, 48, marks=slow),
        (dilated, 0.1, 24),
        pytest.param(dilated, 0.1, 48, marks=slow),
        pytest.param(half_maximum, 0.1, 24, marks=slow),
        pytest.param(half_maximum, 0.1, 48, marks=slow),
    ],
)
def test_a_calibration_on_dozens_of_masks_follows_their_convention(convention, gain, count):
    everything = cases()
    images = np.random.default_rng(count).permutation(sorted({c.name for c in everything}))
    taught = set(images[: count * 3 // 4])  # 393 targets in 308 images
    fitted = by_convention([c for c in everything if c.name in taught], convention)
    other = by_convention([c for c in everything if c.name not in taught], convention)
    found = calibrate(fitted)
    before, after = mean_iou(other), mean_iou(other, found.params)
    assert after - before >= gain, (before, after)
    assert found.count == len(fitted)
    if gain:
        assert found.after - found.before > 2 * found.error
        promised = found.after - found.before
        assert abs(promised - (after - before)) < 4 * found.error
    else:
        assert found.params == PamgParams()


def drawn(convention, count=24):
    examples = []
    for seed in range(count // 4):
        sequence = make_sequence(
            SynthConfig(seed=seed, frames=1, n_targets=4, background="flat", dead_pixels=0,
                        scr=(8, 20), target_size=(2, 6))
        )  # fmt: skip
        for t in sequence.targets:
            mask = sequence.instances[0] == t.track
            examples.append(Example(sequence.frames[0], (t.seed_x, t.seed_y), mask))
    return by_convention(examples, convention)


@pytest.mark.slow
def test_a_calibration_on_drawn_targets_is_better_and_repeatable():
    examples = drawn(dilated, 16)
    found = calibrate(examples)
    assert mean_iou(examples, found.params) > mean_iou(examples) + 0.1
    assert calibrate(examples) == found


@pytest.fixture(scope="module")
def learnt():
    """Examples of a convention, the calibration on them, and its reported progress."""
    examples, reports = drawn(dilated, 12), []
    return examples, calibrate(examples, progress=lambda *at: reports.append(at)), reports


def test_each_target_is_scored_by_a_fit_without_it(learnt):
    examples, found, _ = learnt
    for example, (before, after), params in zip(examples, found.each, found.unseen, strict=True):
        assert before == pytest.approx(mean_iou([example]))
        assert after == pytest.approx(mean_iou([example], params))
    assert np.mean([after for _, after in found.each]) == pytest.approx(found.after)
    assert any(params != found.params for params in found.unseen)


@pytest.mark.slow
def test_targets_of_a_group_are_left_out_together_and_count_as_one(learnt):
    examples, alone, _ = learnt
    twins = [replace(e, group=f"track {i}") for i, e in enumerate(examples) for _ in range(2)]
    found = calibrate(twins)
    assert found.count == 24
    assert found.unseen[::2] == found.unseen[1::2]
    assert found.error == pytest.approx(alone.error, rel=0.5)


def test_progress_is_reported_and_may_cancel(learnt):
    examples, _, reports = learnt
    assert reports == [(k, reports[0][1]) for k in range(reports[0][1] + 1)]

    def enough(done, total):
        if done == 3:
            raise Cancelled("cancelled")

    with pytest.raises(Cancelled):
        calibrate(examples, progress=enough)


def test_the_fitted_energy_is_that_of_the_growth():
    params = PamgParams(edge=0.3, size=1.2, rim=0.7)
    for example in drawn(plain)[:8]:
        growth = grow(example.image, example.seed, params)
        own = params.weights
        vector = [*(getattr(own, name) for name in FITTED), 2 * own.level * own.edge]
        terms = terms_of(example.image, growth, params.epsilon)
        path = growth.path[: len(terms)]
        farthest = np.maximum.accumulate(((path - path[0]) ** 2).sum(axis=1))
        energy = terms @ vector - own.geometry * farthest / 800 - own.level * own.edge**2
        # The growth measures in another unit, which moves every energy by the same amount.
        finite = np.isfinite(growth.energy[: len(terms)])
        assert np.array_equal(finite, np.isfinite(energy))
        moved = growth.energy[: len(terms)][finite] - energy[finite]
        assert np.ptp(moved) < 1e-8


def test_bad_examples_are_refused():
    examples = drawn(plain)
    with pytest.raises(InputError, match="5 corrected masks: calibration needs at least 8"):
        calibrate(examples[:5])
    alike = [replace(e, group="one track") for e in examples]
    with pytest.raises(InputError, match="are of 1 groups: calibration needs at least 6"):
        calibrate(alike)
    empty = Example(examples[0].image, examples[0].seed, np.zeros_like(examples[0].mask))
    with pytest.raises(InputError, match="corrected mask 3: it is empty"):
        calibrate([*examples[:2], empty, *examples[3:]])
    outside = Example(examples[0].image, (-5, 3), examples[0].mask)
    with pytest.raises(InputError, match="lies outside"):
        calibrate([*examples[:-1], outside])
    with pytest.raises(InputError, match="only the form 'rim'"):
        calibrate(examples, PamgParams(variant="paper"))
