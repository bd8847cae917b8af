"""The metrics against an independent toolbox's numbers, and on masks whose answers are known."""

import json
import math
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from p2m_core.datasets.labelled import MaskLabel
from p2m_core.errors import InputError
from p2m_core.eval.metrics import (
    DetectionMetrics,
    MaskCounts,
    count,
    count_parts,
    summarise,
    total,
)
from p2m_core.eval.parts import components, parts_of_labels
from p2m_core.eval.targets import split_targets
from tests.core.eval.drawn import mask
from tests.real_data import ROOT

REFERENCE = ROOT.parent / "reference"


Masks = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).random((2, 17, 23)) < 0.08
)


def test_metrics_equal_the_reference_to_the_last_digit() -> None:
    if not REFERENCE.exists():
        pytest.skip(f"reference numbers absent: {REFERENCE}")
    expected = json.loads((REFERENCE / "detection_metrics.json").read_text())["sets"]
    with np.load(REFERENCE / "detection_metrics.npz", allow_pickle=False) as stored:
        for e in expected:
            predicted, true = stored[f"pred_{e['set']}"], stored[f"gt_{e['set']}"]
            metrics = DetectionMetrics()
            for p, t in zip(predicted, true, strict=True):
                metrics.update(p, t)
            found = metrics.compute()
            for name in ("images", "targets", "detected", "pixel_iou", "pd", "fa"):
                assert found[name] == e[name], (e["set"], name)
            assert count(predicted, true).false_pixels == metrics.counts.false_pixels


def test_metrics_of_a_perfect_and_an_empty_mask_are_right() -> None:
    truth = mask((4, 4, 7, 7), (20, 20, 21, 21))
    perfect = summarise(count(truth, truth))
    for name in ("pixel_iou", "niou", "target_miou", "pd", "auc_paper"):
        assert perfect[name] == 1.0
    for name in ("fa", "false_per_frame", "centroid_error", "radius_error"):
        assert perfect[name] == 0.0
    nothing = summarise(count(np.zeros_like(truth), truth))
    assert (nothing["pd"], nothing["pixel_iou"], nothing["fa"]) == (0.0, 0.0, 0.0)
    assert (nothing["target_miou"], nothing["auc_paper"]) == (0.0, 0.5)
    assert math.isnan(nothing["centroid_error"])
    empty = summarise(count(np.zeros_like(truth), np.zeros_like(truth)))
    assert all(math.isnan(empty[name]) for name in ("pd", "pixel_iou", "niou"))
    assert empty["fa"] == 0.0


def test_metrics_of_one_shifted_one_missed_and_one_false_target_are_right() -> None:
    truth = mask((10, 10, 14, 14), (30, 30, 32, 32))
    predicted = mask((12, 10, 16, 14), (20, 2, 23, 4))
    found = summarise(count(predicted, truth))
    assert (found["targets"], found["detected"], found["false_targets"]) == (2, 1, 1)
    assert found["pd"] == 0.5
    assert found["auc_paper"] == 0.75
    assert found["fa"] == 6 / truth.size
    assert found["pixel_iou"] == 8 / (16 + 4 + 16 + 6 - 8)
    assert found["target_miou"] == pytest.approx((8 / 24) / 2)
    assert found["centroid_error"] == 2.0
    assert found["radius_error"] == 0.0


def test_three_pixels_away_is_not_detected_and_corners_connect() -> None:
    truth = mask((10, 10, 11, 11))
    assert count(mask((13, 10, 14, 11)), truth).detected == 0
    assert count(mask((12, 12, 13, 13)), truth).detected == 1
    assert count(mask((11, 11, 12, 12), (10, 10, 11, 11)), truth).false_targets == 0


def test_a_component_is_taken_once_and_the_first_in_row_order_wins() -> None:
    truth = mask((10, 10, 11, 11), (10, 13, 11, 14))
    between = count(mask((10, 12, 11, 13)), truth)
    assert (between.detected, between.false_targets) == (1, 0)
    two = count(mask((11, 8, 12, 9), (10, 11, 11, 12)), mask((10, 10, 11, 11)))
    # The upper one is further away, but comes first; the nearer one is false.
    assert two.centroid_error_sum == pytest.approx(math.hypot(1, 2))
    assert two.false_targets == 1


def test_instances_that_touch_are_several_targets() -> None:
    truth = mask((10, 10, 13, 13), (13, 10, 16, 13))
    numbers = truth * np.array([1 if column < 13 else 7 for column in range(truth.shape[1])])
    metrics = DetectionMetrics()
    metrics.update(truth, truth)
    assert (metrics.counts.targets, metrics.counts.detected) == (1, 1)
    metrics.update(truth, truth, gt_instances=numbers, pred_instances=numbers.astype(np.uint16))
    assert (metrics.counts.targets, metrics.counts.detected) == (3, 3)
    assert metrics.counts.target_iou_sum == 3.0
    # A prediction that melts them hits one of them, half as large.
    melted = count(truth, truth, gt_instances=numbers)
    assert (melted.targets, melted.detected, melted.false_targets) == (2, 1, 0)
    assert melted.target_iou_sum == 0.5
    assert (melted.intersection, melted.union) == (18, 18)
    stack = count(np.array([truth] * 2), np.array([truth] * 2), gt_instances=[numbers] * 2)
    assert stack.targets == 4


def test_labels_may_overlap() -> None:
    one = MaskLabel(10, 10, np.ones((3, 3), bool))
    other = MaskLabel(11, 10, np.ones((3, 3), bool))
    both = parts_of_labels((20, 30), [other, one, one])
    assert both.area.tolist() == [9, 9, 9]
    assert both.x.tolist() == [11.0, 11.0, 12.0], "by their first pixel"
    counts = count_parts((20, 30), both, parts_of_labels((20, 30), [one]))
    assert (counts.intersection, counts.union, counts.detected) == (9, 12, 1)
    assert (counts.false_targets, counts.false_pixels) == (2, 18)
    with pytest.raises(InputError, match=r"columns 28..30 and rows 10..12, outside the 30x20"):
        parts_of_labels((20, 30), [MaskLabel(28, 10, np.ones((3, 3), bool))])


@given(Masks)
@settings(max_examples=30, deadline=None)
def test_components_as_instances_change_nothing(pair: NDArray[np.bool_]) -> None:
    numbers = [cv2.connectedComponents(one.astype(np.uint8))[1] for one in pair]
    plain = count(pair[0], pair[1])
    assert count(*pair, pred_instances=numbers[0], gt_instances=numbers[1]) == plain


def test_an_instance_map_of_other_pixels_is_refused() -> None:
    truth = mask((10, 10, 13, 13))
    for wrong, named in (
        (np.roll(truth, 1, axis=1).astype(np.uint8), "6 of them, the first at row 10, column 10"),
        (truth.astype(float), "float64"),
        (truth[1:].astype(int), "whole numbers of the mask's shape"),
    ):
        with pytest.raises(InputError, match=r"^the true instance map[^\n]+$") as refused:
            count(truth, truth, gt_instances=wrong)
        assert named in str(refused.value)


def test_bad_masks_are_refused_in_one_line() -> None:
    good = np.zeros((4, 5), bool)
    for wrong, named in (
        (np.zeros((4, 6), bool), "(4, 6)"),
        (np.zeros(5, bool), "(5,)"),
        (np.full((4, 5), 0.3), "thresholded"),
        (np.full((4, 5), np.nan), "thresholded"),
        (np.full((4, 5), "a"), "<U1"),
    ):
        with pytest.raises(InputError, match=r"^[^\n]+$") as refused:
            count(wrong, good)
        assert named in str(refused.value)


@given(Masks)
@settings(max_examples=40, deadline=None)
def test_components_are_those_of_the_mask_protocol(pair: NDArray[np.bool_]) -> None:
    found = components(pair[0])
    targets = split_targets(pair[0])
    assert found.area.tolist() == [t.sum() for t in targets]
    for k, t in enumerate(targets):
        assert np.sort(found.pixels[found.owner == k]).tolist() == np.flatnonzero(t).tolist()
        rows, columns = np.nonzero(t)
        assert (found.x[k], found.y[k]) == (columns.mean(), rows.mean())


@given(st.lists(Masks, min_size=1, max_size=5), st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_any_grouping_gives_the_same_numbers(pairs: list[NDArray[np.bool_]], cut: int) -> None:
    whole, first, second = DetectionMetrics(), DetectionMetrics(), DetectionMetrics()
    for k, (p, t) in enumerate(pairs):
        whole.update(p, t)
        (first if k < cut else second).update(p * np.uint8(255), t.astype(np.float32))
    second.merge(first)
    # Sums of floats may differ in the last place; what the reference knows may not.
    assert second.compute() == pytest.approx(whole.compute(), nan_ok=True, rel=1e-12)
    for name in ("pixel_iou", "pd", "fa"):
        assert second.compute()[name] == pytest.approx(whole.compute()[name], nan_ok=True, abs=0)
    stack = np.array(pairs)
    assert count(stack[:, 0], stack[:, 1]) == whole.counts
    assert total([]) == MaskCounts()
    whole.reset()
    assert whole.counts == MaskCounts()


def test_metrics_do_not_import_torch() -> None:
    code = "import sys, p2m_core.eval.metrics; sys.exit('torch' in sys.modules)"
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
