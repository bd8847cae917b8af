"""Labels and decoding are each other's inverse, and the loss knows the difference."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.networks.rprnet.decode import decode
from p2m_core.networks.rprnet.labels import encode
from p2m_core.networks.rprnet.loss import LabelBatch, loss
from p2m_core.networks.rprnet.model import Prediction


def one(x, y, radius, weight=1.0, height=64, width=80):
    columns = ([np.float32(v)] for v in (x, y, radius, weight))
    return encode(*(np.array(c, np.float32) for c in columns), height, width)


def perfect(labels, sure=8.0):
    heat = np.where(labels.heat == 1.0, sure, -sure)
    return Prediction(
        torch.tensor(heat)[None, None].float(),
        torch.tensor(labels.offset)[None],
        torch.tensor(labels.radius)[None, None],
    )


def batch_of(labels):
    tensors = [torch.tensor(part)[None] for part in labels]
    return LabelBatch(*(t if t.ndim == 4 else t[:, None] for t in tensors))


@given(
    x=st.floats(-0.5, 79.25, width=32), y=st.floats(-0.5, 63.25, width=32),
    radius=st.floats(0.5, 20.0, width=32),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_encoded_targets_are_decoded_again(x, y, radius):
    [found] = decode(perfect(one(x, y, radius)), 64, 80)
    assert len(found) == 1
    assert found[0].x == pytest.approx(x, abs=1e-3)
    assert found[0].y == pytest.approx(y, abs=1e-3)
    assert found[0].radius == pytest.approx(radius, abs=1e-4)
    assert found[0].score > 0.99


def test_the_spot_widens_with_the_target_between_its_bounds():
    """Eq. 16: sigma = max(2, min(r, 4)) cells."""
    widths = [(one(30, 30, r).heat > 0.5).sum() for r in (0.5, 2.0, 3.0, 4.0, 9.0)]
    assert widths[0] == widths[1] < widths[2] < widths[3] == widths[4]
    assert one(30, 30, 1.0).heat[7, 7 + 2] == pytest.approx(np.exp(-0.5))


def test_targets_outside_the_crop_and_ignored_ones_are_not_positive():
    assert not one(200.0, 30.0, 2.0).positive.any()
    ignored = one(30.0, 30.0, 2.0, weight=0.0)
    assert not ignored.positive.any()
    assert not ignored.heat.any()
    assert ignored.negative[7, 7] == 0.0
    assert ignored.negative[0, 19] == 1.0
    # A prediction there costs nothing, elsewhere it does.
    quiet = torch.full((1, 1, 16, 20), -12.0)
    loud = quiet.clone()
    loud[..., 7, 7] = 12.0
    nothing = Prediction(quiet, torch.zeros(1, 2, 16, 20), torch.zeros(1, 1, 16, 20))
    batch = batch_of(ignored)
    at = loss(nothing._replace(heat=loud), batch).total
    elsewhere = loss(nothing._replace(heat=loud.roll(9, -1)), batch).total
    assert at < 1e-3 < elsewhere


def test_a_perfect_prediction_costs_least():
    labels = one(30.3, 22.8, 2.5)
    best = loss(perfect(labels), batch_of(labels))
    assert best.offset == best.radius == 0.0
    assert best.heat < 1e-2
    wrong = perfect(labels)
    moved = wrong._replace(offset=wrong.offset + 0.25, radius=wrong.radius - 1.0)
    off = loss(moved, batch_of(labels))
    assert off.offset.item() == pytest.approx(0.5)
    assert off.radius.item() == pytest.approx(1.0)
    assert off.total.item() == pytest.approx(best.heat.item() + 0.5 + 0.1, rel=1e-5)  # Eq. 17
    blind = loss(wrong._replace(heat=torch.full_like(wrong.heat, -8.0)), batch_of(labels))
    assert blind.heat > 5.0


def test_the_loss_is_stable_for_logits_of_any_size():
    labels = one(30.3, 22.8, 2.5)
    sure = loss(perfect(labels, sure=500.0), batch_of(labels))
    assert torch.isfinite(sure.total)
    wrong = perfect(labels, sure=-500.0)
    wrong.heat.requires_grad_(True)
    worst = loss(wrong, batch_of(labels))
    worst.total.backward()
    assert torch.isfinite(worst.total)
    assert torch.isfinite(wrong.heat.grad).all()


def test_decoding_drops_detections_in_the_padding_and_keeps_the_order():
    heat = torch.full((1, 1, 16, 20), -8.0)
    heat[0, 0, 2, 3], heat[0, 0, 9, 9], heat[0, 0, 15, 19] = 1.0, 3.0, 5.0
    prediction = Prediction(heat, torch.full((1, 2, 16, 20), 0.5), torch.ones(1, 1, 16, 20))
    [found] = decode(prediction, 60, 76)
    assert [(d.x, d.y) for d in found] == [(37.5, 37.5), (13.5, 9.5)]
    assert found[0].score > found[1].score
    assert all(d.radius == 1.0 for d in found)
