"""Detection by class, on detections and labels whose answers are known."""

from pathlib import Path

import numpy as np
import pytest

from p2m_core.datasets.labelled import LabelledSequence, PointLabel
from p2m_core.detector import Detection
from p2m_core.eval import by_class, curves
from p2m_core.eval.detect import score_sequence

DRONES, BIRD = [(10.0, 10.0), (40.0, 10.0)], (20.0, 30.0)


@pytest.fixture
def sky(tmp_path: Path) -> LabelledSequence:
    """Two frames: two drones and a bird; one target that nobody has named."""
    places = {0: (*DRONES, BIRD), 1: (BIRD,)}
    labels = {f: tuple(PointLabel(*at) for at in own) for f, own in places.items()}
    return LabelledSequence("sky", tmp_path, labels, categories={0: ("drone", "drone", "bird")})


def test_each_class_has_its_own_pd_at_one_threshold(sky: LabelledSequence) -> None:
    strong, weak = Detection(10.0, 11.0, 1.0, 0.9), Detection(20.0, 30.0, 1.0, 0.4)
    found = {0: [strong, weak], 1: [weak, Detection(5.0, 5.0, 1.0, 0.6)]}  # the last one is false
    assert by_class.has_classes([sky])
    hits = by_class.hits_of([sky], [found])
    assert {name: own.tolist() for name, own in hits.items()} == {
        "": [0.4], "bird": [0.4], "drone": [0.9, -np.inf],
    }  # fmt: skip
    results = by_class.results_of(hits, score_sequence(sky, found), threshold=0.5)
    assert {name: own["targets"] for name, own in results.items()} == {
        "": 1, "bird": 1, "drone": 2,
    }  # fmt: skip
    # No false target is allowed at 0.1 a frame, one is at 0.5.
    at = {name: own["pd_at_false_per_frame"] for name, own in results.items()}
    assert [at[name]["0.1"] for name in at] == [0.0, 0.0, 0.5]
    assert [at[name]["0.5"] for name in at] == [1.0, 1.0, 0.5]
    assert results["drone"]["pd_at_threshold"] == 0.5
    text = by_class.table({"log": results})
    assert "log, without class" in text
    assert "log, drone" in text


def test_all_targets_of_all_classes_are_those_of_the_whole(sky: LabelledSequence) -> None:
    rng = np.random.default_rng(3)
    found = {
        f: [Detection(*rng.uniform(0, 50, 2), 1.0, float(s)) for s in rng.random(9)] for f in (0, 1)
    }
    hits = by_class.hits_of([sky], [found])
    scored = score_sequence(sky, found)
    whole = np.concatenate(list(hits.values()))
    assert whole.size == scored.targets
    for threshold in (0.0, 0.3, 0.8):
        assert (whole >= threshold).sum() == curves.point_above(scored, threshold).detected


def test_without_classes_there_is_no_table(sky: LabelledSequence) -> None:
    plain = LabelledSequence("sky", sky.path, sky.labels)
    assert not by_class.has_classes([plain])
    hits = by_class.hits_of([plain], [{}])
    assert by_class.results_of(hits, score_sequence(plain, {})) == {}
