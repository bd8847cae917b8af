"""Through a sequence: the features of each frame once, and the same answers as frame by frame."""

import cv2
import numpy as np
import pytest
import torch
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from p2m_core.errors import InputError
from p2m_core.networks.rprnet import VARIANTS, RPRNet, RPRNetConfig
from p2m_core.networks.rprnet.decode import decode
from p2m_core.networks.rprnet.frames import normalise, pad
from p2m_core.networks.rprnet.stream import SequenceDetector
from p2m_core.sequence import open_sequence
from tests.real_data import real

FLOOR = 0.01


def plain(model, frames, key):
    """Three whole frames through the network, as the paper does."""
    around = [frames[min(max(i, 0), len(frames) - 1)] for i in (key - 1, key, key + 1)]
    stack = np.stack([pad(normalise(frame), 16) for frame in around])
    with torch.no_grad():
        prediction = model.eval()(torch.from_numpy(stack)[None, :, None])
    return decode(prediction, *frames[0].shape, FLOOR)[0]


def loud_model(config=None):
    """An untrained model that finds targets everywhere, for many detections to compare."""
    torch.manual_seed(3)
    model = RPRNet(config or RPRNetConfig(width=0.25))
    torch.nn.init.normal_(model.heat[1].weight, std=100.0)
    torch.nn.init.zeros_(model.heat[1].bias)
    return model


def same(found, expected):
    """Each detection lies where another one does, with its score and radius, up to rounding."""
    assert len(found) == len(expected) > 0
    # Neither by score nor by place: rounding, which differs between processors, swaps neighbours.
    a, b = np.array(found), np.array(expected)
    rows, columns = linear_sum_assignment(cdist(a, b))
    np.testing.assert_allclose(a[rows], b[columns], rtol=0, atol=1e-3)


@pytest.fixture
def sequence(tmp_path):
    rng = np.random.default_rng(0)
    frames = rng.integers(0, 4000, (7, 45, 70)).astype(np.uint16)
    np.save(tmp_path / "s.npy", frames)
    with open_sequence(tmp_path / "s.npy") as opened:
        yield opened


@pytest.mark.parametrize("batch", [1, 3, 16])
@pytest.mark.parametrize("temporal", ["attention", "concat", "single"])
def test_the_stream_finds_the_same_as_plain_triplets(sequence, batch, temporal):
    model = loud_model(RPRNetConfig(width=0.25, temporal=temporal))
    detector = SequenceDetector(model, "cpu", threshold=FLOOR, batch=batch)
    found = list(detector.detect(sequence))
    assert [frame for frame, _ in found] == list(range(7))
    for frame, detections in found:
        same(detections, plain(model, list(sequence), frame))


def test_each_frame_goes_through_the_backbone_once(sequence):
    detector = SequenceDetector(loud_model(), "cpu")
    seen = []
    detector.model.backbone.register_forward_hook(lambda _m, given, _o: seen.append(len(given[0])))
    assert len(list(detector.detect(sequence))) == 7
    assert sum(seen) == 7
    seen.clear()
    some = list(detector.detect(sequence, [0, 5]))
    assert [frame for frame, _ in some] == [0, 5]
    assert sum(seen) == 5  # 0, 1 and 4, 5, 6


def test_gain_and_offset_of_the_sensor_do_not_change_detections(sequence, tmp_path):
    np.save(tmp_path / "other.npy", np.stack(list(sequence)) * 3.0 + 1000.0)
    detector = SequenceDetector(loud_model(), "cpu")
    with open_sequence(tmp_path / "other.npy") as other:
        for (_, a), (_, b) in zip(detector.detect(sequence), detector.detect(other), strict=True):
            same(a, b)


def test_an_unreadable_frame_has_no_detections_and_stops_nothing(tmp_path):
    rng = np.random.default_rng(0)
    for i in range(5):
        cv2.imwrite(str(tmp_path / f"{i}.png"), rng.integers(0, 255, (40, 40)).astype(np.uint8))
    good = tmp_path / "2.png"
    good.write_bytes(good.read_bytes()[:200])
    model = loud_model()
    with open_sequence(tmp_path) as frames:
        found = dict(SequenceDetector(model, "cpu", threshold=FLOOR).detect(frames))
        assert list(found) == [0, 1, 2, 3, 4]
        assert found[2] == []
        same(found[1], plain(model, [frames[0], frames[1]], 1))


def test_bad_devices_and_weights_are_refused(tmp_path):
    with pytest.raises(InputError, match="device 'cuda:9' cannot be used here"):
        SequenceDetector(loud_model(), "cuda:9")
    with pytest.raises(InputError, match="no such file"):
        SequenceDetector(tmp_path / "none.safetensors")
    with pytest.raises(InputError, match="2-D"):
        normalise(np.zeros((2, 2, 3)))


def test_bf16_finds_nearly_the_same_on_real_frames():
    with open_sequence(real("drone_ir") / "val" / "IR_HELICOPTER_044.mp4") as frames:
        exact, half = (
            dict(SequenceDetector(precision=p, threshold=0.3).detect(frames, [10, 11]))
            for p in ("fp32", "bf16")
        )
    for frame in (10, 11):
        (a,), (b,) = exact[frame][:1], half[frame][:1]
        assert np.hypot(a.x - b.x, a.y - b.y) < 1.0
        assert a.score == pytest.approx(b.score, abs=0.1)


def test_all_variants_run_in_a_stream(sequence):
    for config in VARIANTS.values():
        assert len(list(SequenceDetector(RPRNet(config), "cpu").detect(sequence, [3]))) == 1
