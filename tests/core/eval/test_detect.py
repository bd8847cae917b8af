"""The protocol for detectors, on detections and labels whose answers are known."""

import math
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, PointLabel
from p2m_core.datasets.labels import split_mask
from p2m_core.detection.masks import as_detection, circle_mask, growth_mask, guided_growths
from p2m_core.detector import Detection
from p2m_core.errors import InputError
from p2m_core.eval import metrics
from p2m_core.eval.curves import curve, point_above
from p2m_core.eval.detect import (
    Truth,
    labelled_only,
    pixel_counts,
    run_detector,
    score_frame,
    score_sequence,
)
from p2m_core.eval.predictions import score_predictions
from p2m_core.project import ignored_from_frame_mask
from tests.core.eval.drawn import mask
from tests.core.eval.labelled import SHAPE, SQUARE, Told, draw_sequence, drone_ir, istd, with_masks
from tests.real_data import real


def hits(truth: Truth, *places: tuple[float, float]) -> list[bool]:
    """Return for each place whether a single detection there hits."""
    return [bool(score_frame([Detection(x, y, 1.0, 0.5)], truth).hit[0]) for x, y in places]


def test_a_box_reaches_two_pixels_beyond_the_edges_of_its_pixels() -> None:
    box = [BoxLabel(10.0, 20.0, 4.0, 3.0)]  # columns 10..13, rows 20..22
    assert hits(box, (11.5, 21.0), (7.5, 17.5), (15.5, 24.5)) == [True, True, True]
    assert hits(box, (7.49, 21.0), (15.51, 21.0), (11.5, 17.49), (11.5, 24.51)) == [False] * 4


def test_a_point_is_hit_from_less_than_three_pixels() -> None:
    assert hits([PointLabel(10.0, 10.0)], (10, 12.99), (13, 10), (12.2, 12.2)) == [
        True, False, False,
    ]  # fmt: skip


def test_a_mask_is_hit_at_its_centroid_or_on_one_of_its_pixels() -> None:
    bar = [t.label for t in split_mask(mask((10, 10, 30, 12)))]  # centroid (19.5, 10.5)
    assert hits(bar, (19.5, 13.4), (19.5, 13.6)) == [True, False]
    assert hits(bar, (9.5, 9.5), (29.4, 11.4), (9.4, 10.5), (29.5, 10.5)) == [
        True, True, False, False,
    ]  # fmt: skip
    assert hits(bar, (-40.0, 10.0), (10.0, 9000.0)) == [False, False]


def test_a_detection_in_an_ignored_region_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    region = ignored_from_frame_mask(mask((2, 2, 12, 12)), sequence=1, first=0, last=0)
    labels = {0: (PointLabel(30.0, 30.0),), 1: ()}
    labelled = LabelledSequence("sky", tmp_path, labels, ignored=(region,))
    there = Detection(5.0, 5.0, 1.0, 0.9)
    found = {0: [there, Detection(30.0, 30.0, 1.0, 0.8)], 1: [there]}
    scored = score_sequence(labelled, found)
    assert (scored.hit.tolist(), scored.targets) == ([True, False], 1), "frame 2 is not covered"


def test_a_second_detection_on_a_target_is_false_whichever_comes_first() -> None:
    box = [BoxLabel(10.0, 10.0, 5.0, 5.0)]
    strong, weak = Detection(12.0, 13.0, 2.0, 0.9), Detection(12.0, 12.0, 2.0, 0.4)
    for order in ([strong, weak], [weak, strong]):
        scored = score_frame(order, box)
        assert dict(zip(scored.score, scored.hit, strict=True)) == {0.9: True, 0.4: False}
        assert np.nansum(scored.centroid_error) == 1.0
        assert np.isnan(scored.radius_error).all()  # a box has no radius


def test_of_two_targets_in_reach_the_nearer_and_equal_scores_share_out() -> None:
    two = [PointLabel(10.0, 10.0), PointLabel(13.0, 10.0)]
    assert score_frame([Detection(11.0, 10.0, 1, 0.5)], two).centroid_error.tolist() == [1.0]
    between, right = Detection(11.6, 10.0, 1, 0.5), Detection(12.9, 10.0, 1, 0.5)
    for order in ([between, right], [right, between]):
        scored = score_frame(order, two)
        assert scored.hit.tolist() == [True, True]
        assert sorted(scored.centroid_error) == pytest.approx([0.1, 1.6])


def test_radius_errors_of_masks_are_right() -> None:
    truth = [t.label for t in split_mask(mask((10, 10, 14, 14)))]
    scored = score_frame([Detection(11.5, 11.5, 3.0, 1.0)], truth)
    assert scored.radius_error[0] == pytest.approx(3.0 - 4.0 / math.sqrt(math.pi))


def test_detections_with_nan_or_infinity_are_refused() -> None:
    for wrong in ((math.nan, 1, 1, 1), (1, 1, 1, math.nan), (1, math.inf, 1, 1)):
        with pytest.raises(InputError, match="NaN or infinity"):
            score_frame([Detection(*wrong)], [])


Places = st.tuples(st.integers(0, 12), st.integers(0, 12))


@given(
    st.lists(st.tuples(Places, st.integers(1, 6)), max_size=10),
    st.lists(Places, max_size=4, unique=True),
)
@settings(deadline=None)
def test_the_swept_curve_is_that_of_matching_anew_at_each_threshold(
    found: list[tuple[tuple[int, int], int]], points: list[tuple[int, int]]
) -> None:
    detections = [Detection(float(x), float(y), 1.0, float(s)) for (x, y), s in found]
    truth = [PointLabel(float(x), float(y)) for x, y in points]
    swept = score_frame(detections, truth)
    assert swept.hit.sum() <= len(truth)
    for threshold in (1.0, 2.0, 3.0, 4.0, 5.0, 6.0):
        kept = [d for d in detections if d.score >= threshold]
        anew = score_frame(kept, truth)
        assert point_above(swept, threshold).detected == anew.hit.sum()
        assert point_above(swept, threshold).false == (~anew.hit).sum()
    # With room enough between them, every target with a detection near is hit.
    alone = [p for p in points if sum(math.dist(p, q) < 6 for q in points) == 1]
    near = sum(any(math.dist(p, (d.x, d.y)) < 3 for d in detections) for p in alone)
    assert swept.hit.sum() >= near


def test_unlabelled_frames_are_left_out_and_empty_ones_are_not(tmp_path: Path) -> None:
    frames = draw_sequence(tmp_path, "s", [[SQUARE]] * 4)
    labels = {0: (BoxLabel(10, 10, 4, 4),), 2: ()}
    everywhere = [Detection(11.5, 11.5, 2.0, 0.5), Detection(30.0, 30.0, 2.0, 0.4)]
    result = run_detector(
        Told(dict.fromkeys(range(4), everywhere)), LabelledSequence("s", frames, labels)
    )
    assert sorted(result.found) == [0, 2]
    assert (result.frames, result.circles.frames, result.circles.targets) == (4, 2, 1)
    assert (result.circles.hit.sum(), result.circles.score.size) == (1, 4)
    assert result.masks.hit.sum() == 1
    assert result.seconds > 0.0


def test_a_frame_without_detections_still_counts(tmp_path: Path) -> None:
    draw_sequence(tmp_path, "s", [[SQUARE], [SQUARE], []])
    scored = score_sequence(with_masks(tmp_path, "s", [0, 1, 2]), {})
    assert (scored.frames, scored.targets, curve(scored).pd.tolist()) == (3, 2, [0.0])


def test_pixel_metrics_of_discs_and_of_grown_masks_are_right(tmp_path: Path) -> None:
    draw_sequence(tmp_path, "s", [[SQUARE], []])
    labelled = with_masks(tmp_path, "s", [0, 1])
    # One pixel off; PAMG puts that right, the disc does not.
    found = {0: [Detection(12.5, 12.5, 2.0, 0.9)], 1: [Detection(30.0, 30.0, 2.0, 0.2)]}
    high = pixel_counts(labelled, found, 0.5)
    assert metrics.summarise(high.masks)["pixel_iou"] == 1.0
    assert metrics.summarise(high.masks)["fa"] == 0.0
    disc = metrics.summarise(high.circles)
    assert 0.2 < disc["pixel_iou"] < 0.9
    assert (disc["pd"], disc["fa"]) == (1.0, 0.0)
    assert pixel_counts(labelled, found, 0.1).circles.false_targets == 1
    in_mask_form = run_detector(Told(found), labelled).masks
    assert in_mask_form.centroid_error[0] == 0.0
    assert in_mask_form.radius_error[0] == pytest.approx(0.0)


def test_targets_that_touch_are_scored_one_by_one(tmp_path: Path) -> None:
    """An instance map tells two targets whose masks are one component."""
    left, right = (10, 10, 14, 14), (14, 10, 18, 14)
    draw_sequence(tmp_path, "s", [[left, right]])
    labelled = with_masks(tmp_path, "s", [0])
    numbers = np.zeros(SHAPE, np.uint16)
    numbers[10:14, 10:14], numbers[10:14, 14:18] = 1, 2
    cv2.imwrite(str(tmp_path / "numbers.png"), numbers)
    told = replace(labelled, instances={0: tmp_path / "numbers.png"})
    found = {0: [Detection(11.5, 11.5, 2.2, 0.9), Detection(15.5, 11.5, 2.2, 0.8)]}
    assert pixel_counts(labelled, found, 0.5).circles.targets == 1
    circles = pixel_counts(told, found, 0.5).circles
    assert (circles.targets, circles.detected, circles.false_targets) == (2, 2, 0)
    masks = tmp_path / "predicted" / "s"
    masks.mkdir(parents=True)
    cv2.imwrite(str(masks / "000001.png"), (numbers > 0) * np.uint8(255))
    (one,) = score_predictions(tmp_path / "predicted", [told])
    assert one.counts is not None
    # The masks of another program tell no instances: it found one large target, on both.
    assert (one.counts.targets, one.counts.detected, one.scored.targets) == (2, 1, 2)


def test_detections_that_grow_into_one_mask_are_one_and_centres_outside_are_pulled_in() -> None:
    image = np.full(SHAPE, 50, np.uint8)
    image[10:14, 10:14] = 200
    image[30:33, 46:48] = 180
    detections = [
        Detection(11.0, 11.0, 2.0, 0.3),
        Detection(12.0, 12.0, 2.0, 0.8),
        Detection(49.0, 31.0, 1.4, 0.5),
    ]
    grown = guided_growths(image, detections)
    assert [d.score for d, _ in grown] == [0.8, 0.5]
    assert np.array_equal(growth_mask(SHAPE, [g for _, g in grown]), image > 50)
    assert as_detection(*grown[0])[:2] == (11.5, 11.5)
    assert as_detection(*grown[0]).score == 0.8
    assert guided_growths(image, []) == []
    assert not growth_mask(SHAPE, []).any()


def test_discs_hold_the_pixels_within_their_radius() -> None:
    drawn = circle_mask((9, 9), [Detection(4.0, 4.0, 1.0, 1.0)])
    assert np.argwhere(drawn).tolist() == [[3, 4], [4, 3], [4, 4], [4, 5], [5, 4]]
    assert circle_mask((9, 9), [Detection(4.4, 4.4, 0.1, 1.0)]).sum() == 1
    assert circle_mask((9, 9), [Detection(-5.0, 20.0, 2.0, 1.0)])[8, 0]
    assert circle_mask((9, 9), [Detection(4.0, 4.0, 40.0, 1.0)]).all()
    assert circle_mask((50, 50), [Detection(25, 25, 8.0, 1)]).sum() == pytest.approx(201, abs=5)


def test_labels_that_do_not_fit_are_one_line(tmp_path: Path) -> None:
    frames = draw_sequence(tmp_path, "s", [[SQUARE]] * 2)
    for labelled, named in (
        (LabelledSequence("s", frames, {2: ()}), "a label is of frame 3, but there are 2 frames"),
        (LabelledSequence("s", tmp_path / "absent", {0: ()}), "absent"),
        (LabelledSequence("s", frames, masks={0: tmp_path / "none.png"}), "none.png"),
    ):
        with pytest.raises(InputError, match=r"^[^\n]*$") as refused:
            run_detector(Told({}), labelled)
        assert named in str(refused.value)
    cv2.imwrite(str(tmp_path / "masks" / "s" / "000002.png"), np.zeros((8, 9), np.uint8))
    with pytest.raises(InputError, match=r"the mask is 9x8, but its image is 48x40"):
        pixel_counts(with_masks(tmp_path, "s", [0, 1]), {}, 0.5)
    with pytest.raises(InputError, match="no masks"):
        pixel_counts(LabelledSequence("s", frames, {0: (PointLabel(3, 3),)}), {}, 0.5)
    with pytest.raises(InputError, match="no labelled frame"):
        labelled_only([LabelledSequence("s", frames)], "the set")


def test_labels_of_real_sequences_hit_themselves(tmp_path: Path) -> None:
    videos = drone_ir(real("drone_ir/val"))
    segments = istd(real("istd/seq4"), tmp_path)
    for labelled, count in ((videos[1], 236), (segments[0], 70)):
        found = {}
        for frame, (target,) in labelled.labels.items():
            x, y = target[:2]
            if isinstance(target, BoxLabel):
                x, y = x + (target.width - 1) / 2, y + (target.height - 1) / 2
            found[frame] = [Detection(x, y, 2.0, 1.0)]
        unlabelled = {frame: [Detection(0.0, 0.0, 1.0, 9.0)] for frame in range(178, 252)}
        scored = score_sequence(labelled, unlabelled | found)
        assert (scored.frames, scored.targets, int(scored.hit.sum())) == (count,) * 3
        assert scored.score.size == count
        assert scored.centroid_error.max() == 0.0
