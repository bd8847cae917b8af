"""The protocol on drawn targets whose answers are known, and its exact figure on real ones."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from p2m_core import geometry
from p2m_core.baselines import pamg
from p2m_core.errors import InputError
from p2m_core.eval.masks import (
    SIZES,
    Seeds,
    Setting,
    by_size,
    draw_seed,
    evaluate,
    score,
    summarise,
)
from p2m_core.eval.targets import find_pairs, load_scenes
from tests.core.eval.drawn import SCENES, mask, scene
from tests.core.pamg.sirst import cases
from tests.real_data import real

Box = tuple[int, int, int, int]


def always(*boxes: Box) -> Callable[..., NDArray[np.bool_]]:
    return lambda image, seed, radius=None: mask(*boxes)


def test_scores_of_boxes_are_right() -> None:
    truth = mask((10, 10, 14, 14))
    same = score(truth, truth)
    assert (same.iou, same.area_ratio, same.centroid_error, same.radius_error) == (1, 1, 0, 0)

    shifted = score(mask((13, 14, 17, 18)), truth)  # touches nothing; 3 right, 4 down
    assert shifted.iou == 0.0
    assert shifted.centroid_error == 5.0
    assert shifted.area_ratio == 1.0

    half = score(mask((10, 10, 12, 14)), truth)
    assert half.iou == 0.5
    assert half.area_ratio == 0.5
    assert half.centroid_error == 1.0
    assert half.radius_error == pytest.approx(math.sqrt(16 / math.pi) - math.sqrt(8 / math.pi))

    double = score(mask((10, 10, 18, 14)), truth)
    assert double.iou == 0.5
    assert double.area_ratio == 2.0


def test_center_is_the_pixel_nearest_to_the_centroid_even_where_that_is_outside() -> None:
    rng = np.random.default_rng(0)
    assert draw_seed(mask((10, 20, 13, 23)), Seeds.CENTER, rng) == (11.0, 21.0)
    # An L: its centroid (0.5, 2.0) is on no pixel of it.
    assert draw_seed(mask((0, 0, 1, 4), (0, 3, 3, 4)), Seeds.CENTER, rng) == (0.0, 2.0)


def test_random_seeds_are_all_the_pixels_and_boundary_seeds_the_rim() -> None:
    target = mask((10, 20, 14, 24))
    rng = np.random.default_rng(1)
    everywhere = {draw_seed(target, Seeds.RANDOM, rng) for _ in range(400)}
    rim = {draw_seed(target, Seeds.BOUNDARY, rng) for _ in range(400)}
    pixels = {(float(x), float(y)) for x in range(10, 14) for y in range(20, 24)}
    assert everywhere == pixels
    assert pixels - rim == {(11.0, 21.0), (12.0, 21.0), (11.0, 22.0), (12.0, 22.0)}


def test_the_rim_of_a_target_at_the_border_of_the_image_is_at_the_border() -> None:
    target = mask((0, 0, 3, 3))
    rng = np.random.default_rng(2)
    rim = {draw_seed(target, Seeds.BOUNDARY, rng) for _ in range(200)}
    assert (0.0, 0.0) in rim
    assert len(rim) == 8


def test_seeds_are_drawn_once_a_target_in_order() -> None:
    drawn = []

    def spy(image: Any, seed: tuple[float, float], radius: float | None) -> NDArray[np.bool_]:
        drawn.append((seed, radius))
        return mask((0, 0, 1, 1))

    scenes = [scene(name, boxes) for name, boxes in SCENES.items()]
    evaluate(scenes, [Setting("one", spy)], rng_seed=8)
    rng = np.random.default_rng(8)
    expected = []
    for s in scenes:
        for target in s.targets:
            row, column = np.argwhere(target)[rng.integers(int(target.sum()))]
            expected.append(((float(column), float(row)), None))
    assert drawn[1:] == expected  # the first call is the warm-up


def test_other_settings_do_not_change_the_seeds_and_guided_ones_know_the_radius() -> None:
    seen: dict[str, list[tuple[tuple[float, float], float | None]]] = {"a": [], "b": [], "c": []}

    def spy(name: str) -> Callable[..., NDArray[np.bool_]]:
        def generate(
            image: Any, seed: tuple[float, float], radius: float | None
        ) -> NDArray[np.bool_]:
            seen[name].append((seed, radius))
            return mask((0, 0, 1, 1))

        return generate

    scenes = [scene(name, boxes) for name, boxes in SCENES.items()]
    settings = [
        Setting("rim", spy("c"), seeds=Seeds.BOUNDARY, draws=3),
        Setting("guided", spy("a"), guided=True),
    ]
    evaluate(scenes, settings)
    evaluate(scenes, [Setting("blind", spy("b"))])
    assert [s for s, _ in seen["a"][1:]] == [s for s, _ in seen["b"][1:]]
    assert [r for _, r in seen["a"][1:]] == [
        geometry.equivalent_radius(t.sum()) for s in scenes for t in s.targets
    ]
    assert len(seen["c"]) == 1 + 3 * 3


def test_a_known_generator_gets_the_right_means_success_and_sizes() -> None:
    # Right on the 16 pixels of b, nothing in common with the targets of a (9 pixels and 1).
    scenes = [scene(name, boxes) for name, boxes in SCENES.items()]
    found = evaluate(scenes, [Setting("fixed", always(*SCENES["b"]))])
    assert found.area.tolist() == [16, 9, 1]
    assert found.image.tolist() == [0, 1, 1]
    assert found.scores["fixed"].iou.tolist() == [1.0, 0.0, 0.0]
    summary = summarise(found.scores["fixed"], found)
    assert summary["targets"] == 3
    assert summary["miou"] == pytest.approx(100 / 3)
    assert summary["success"] == pytest.approx(100 / 3)
    assert summary["area_ratio"] == pytest.approx((1 + 16 / 9 + 16) / 3)
    assert summary["miou_interval"] == [0.0, 100.0]
    sizes = by_size(found.scores["fixed"], found)
    assert [sizes[name]["targets"] for name in SIZES] == [2, 1, 0, 0]
    assert sizes["10-25 px"]["miou"] == 100.0


def test_an_iou_of_half_is_not_a_success_and_draws_are_averaged() -> None:
    scenes = [scene("b", [(10, 10, 14, 14)])]
    half = evaluate(scenes, [Setting("half", always((10, 10, 12, 14)))])
    assert half.scores["half"].success.tolist() == [0.0]

    answers = iter([mask((10, 10, 14, 14))] * 2 + [mask((0, 0, 1, 1))] * 3)
    mixed = evaluate(scenes, [Setting("mixed", lambda *_: next(answers), draws=4)])
    assert mixed.scores["mixed"].iou.tolist() == [0.25]
    assert mixed.scores["mixed"].success.tolist() == [0.25]


def test_other_targets_count_as_false() -> None:
    both = [(10, 10, 12, 12), (20, 20, 22, 22)]
    found = evaluate([scene("two", both)], [Setting("all", always(*both))])
    assert found.scores["all"].iou.tolist() == [0.5, 0.5]


def test_scenes_without_targets_are_refused() -> None:
    with pytest.raises(InputError, match="no targets"):
        evaluate([scene("empty", [])], [Setting("none", always())])


def test_progress_counts_every_scene() -> None:
    reports: list[tuple[int, int]] = []
    scenes = [scene(name, boxes) for name, boxes in SCENES.items()]
    evaluate(scenes, [Setting("p", pamg.generate)], progress=lambda *x: reports.append(x), total=3)
    assert reports == [(1, 3), (2, 3), (3, 3)]


def test_pamg_reaches_its_documented_figure_on_real_targets() -> None:
    folder = real("sirst")
    pairs = find_pairs(folder / "images", folder / "masks", folder / "dev.txt")
    scenes = list(load_scenes(pairs))
    again = cases()  # read, split and drawn in another way
    targets = [(s.name, s.image, t) for s in scenes for t in s.targets]
    assert len(targets) == len(again) == 393
    for (name, image, target), case in zip(targets, again, strict=True):
        assert name == case.name
        np.testing.assert_array_equal(image, case.image)
        np.testing.assert_array_equal(target, case.mask)
    found = evaluate(scenes, [Setting("PAMG", pamg.generate_by_the_paper)])
    summary = summarise(found.scores["PAMG"], found)
    assert summary["miou"] == pytest.approx(71.77, abs=0.005)
    assert summary["success"] == pytest.approx(81.93, abs=0.005)
    assert summary["miou_interval"][0] < 71.77 < summary["miou_interval"][1]
