"""Seed suggestions: from the detector at hand, one scale of scores, targets first."""

import itertools
import math
import sys

import cv2
import numpy as np
import pytest

from p2m_core import suggest as module
from p2m_core.errors import InputError
from p2m_core.sequence import open_sequence
from p2m_core.suggest import AUTO, CLASSICAL, FLOOR, MOST, RPRNET, suggest, suggester
from tests.core.classical.test_detectors import scene
from tests.real_data import real

DETECTORS = [RPRNET, CLASSICAL]
FRAMES = range(0, 300, 60)


def boxes(name):
    """Each labelled frame's box ``x, y, width, height``."""
    lines = (real("drone_ir/val") / f"{name}.gt.txt").read_text().split()
    numbers = [line.split(",") for line in lines]
    return {int(v[0]) - 1: tuple(map(float, v[2:6])) for v in numbers}


def is_in(box, d, margin=2.0):
    x, y, width, height = box
    return (
        x - margin <= d.x <= x + width - 1 + margin and y - margin <= d.y <= y + height - 1 + margin
    )


@pytest.mark.parametrize("detector", DETECTORS)
@pytest.mark.parametrize("name", ["IR_HELICOPTER_044", "IR_DRONE_134", "IR_BIRD_067"])
def test_the_surest_suggestion_is_the_target_of_a_real_video(name, detector):
    truth = boxes(name)
    ready = suggester(detector)
    with open_sequence(real(f"drone_ir/val/{name}.mp4")) as video:
        found = list(suggest(video, FRAMES, ready))
    assert [frame for frame, _ in found] == list(FRAMES)
    for frame, detections in found:
        scores = [d.score for d in detections]
        assert scores == sorted(scores, reverse=True)
        assert all(FLOOR <= score <= 1.0 for score in scores)
        assert len(detections) <= MOST
        assert is_in(truth[frame], detections[0]), frame
        assert detections[0].score >= ready.threshold


def test_the_detector_at_hand_is_the_network_where_it_can_be_used(monkeypatch, tmp_path):
    assert suggester(AUTO).name == RPRNET
    with monkeypatch.context() as patch:
        patch.setattr(module, "shipped_weights", lambda: tmp_path / "none.safetensors")
        assert suggester(AUTO).name == CLASSICAL
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(InputError, match="needs torch"):
        suggester(RPRNET)


def test_torch_uses_one_thread_by_default(monkeypatch):
    import torch

    suggester(RPRNET)
    assert torch.get_num_threads() == 1
    suggester(RPRNET, threads=2)
    assert torch.get_num_threads() == 2
    suggester(RPRNET)


def test_a_detector_that_cannot_be_used_is_named():
    with pytest.raises(InputError, match="no detector 'sonar'; there are: rprnet, tophat"):
        suggester("sonar")
    with pytest.raises(InputError, match="has no weights"):
        suggester(CLASSICAL, "w.safetensors")
    with pytest.raises(InputError, match=r"nowhere\.safetensors"):
        suggester(RPRNET, "nowhere.safetensors")


def drawn(tmp_path, *spots):
    np.save(tmp_path / "clip.npy", np.stack([scene(*spots, seed=i) for i in range(3)]))
    return open_sequence(tmp_path / "clip.npy")


@pytest.mark.parametrize("frame", [-1, 3])
def test_a_frame_that_does_not_exist_is_named(tmp_path, frame):
    with drawn(tmp_path) as clip, pytest.raises(InputError, match=f"frame {frame} is not in"):
        list(suggest(clip, [0, frame], CLASSICAL))


def test_requested_frames_come_once_and_in_order(tmp_path):
    with drawn(tmp_path, (30, 40, 1.2, 60)) as clip:
        assert [frame for frame, _ in suggest(clip, [2, 0, 2], CLASSICAL)] == [0, 2]
        assert [frame for frame, _ in suggest(clip, detector=CLASSICAL)] == [0, 1, 2]
        assert list(suggest(clip, [], CLASSICAL)) == []


def test_two_suggestions_never_share_a_place(tmp_path):
    spots = [(x, y, 1.2, 60) for x in (20, 30, 60) for y in (20, 26, 60)]
    with drawn(tmp_path, *spots) as clip:
        for _, detections in suggest(clip, detector="log"):
            assert len(detections) > 3
            for a, b in itertools.combinations(detections, 2):
                assert math.dist(a[:2], b[:2]) > max(2.0, a.radius, b.radius)


@pytest.mark.parametrize("detector", DETECTORS)
def test_an_unreadable_frame_has_no_suggestions_and_the_others_have(tmp_path, detector):
    for i in range(3):
        assert cv2.imwrite(str(tmp_path / f"{i}.png"), scene((30, 40, 1.2, 90), seed=i))
    (tmp_path / "1.png").write_text("This is no picture.\n")
    with open_sequence(tmp_path) as clip:
        found = dict(suggest(clip, detector=detector))
    assert found[1] == []
    for frame in (0, 2):
        assert any(math.dist(d[:2], (30, 40)) < 2 for d in found[frame])
