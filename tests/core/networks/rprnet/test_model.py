"""The network: its size, shapes, gradients, and what its temporal part sees."""

import pytest
import torch

from p2m_core.errors import InputError
from p2m_core.networks.rprnet import VARIANTS, RPRNet, RPRNetConfig, describe
from p2m_core.registry import entry_named

TINY = RPRNetConfig(width=0.125)


def test_parameters_and_multiply_adds_are_within_three_percent_of_the_papers():
    size = describe(RPRNetConfig())
    assert size["parameters"] == pytest.approx(1.55e6, rel=0.03)
    assert size["multiply_adds"] == pytest.approx(13.28e9, rel=0.03)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_row_of_table_vi_has_heads_at_stride_4_and_learns_everywhere(name):
    torch.manual_seed(0)
    model = RPRNet(VARIANTS[name])
    frames = torch.randn(2, 3, 1, 64, 96)
    prediction = model(frames)
    assert prediction.heat.shape == (2, 1, 16, 24)
    assert prediction.offset.shape == (2, 2, 16, 24)
    assert prediction.radius.shape == (2, 1, 16, 24)
    sum(part.square().mean() for part in prediction).backward()
    still = [n for n, p in model.named_parameters() if p.grad is None or not p.grad.any()]
    assert still == []


def test_only_the_single_variant_ignores_the_neighbours():
    torch.manual_seed(0)
    frames = torch.randn(1, 3, 1, 64, 64)
    other = frames.clone()
    other[:, 2] = torch.randn(1, 1, 64, 64)
    for name, config in VARIANTS.items():
        model = RPRNet(config).eval()
        with torch.no_grad():
            same = torch.equal(model(frames).heat, model(other).heat)
        assert same == (name == "single"), name


def test_jitter_closes_the_gate():
    """Eq. 12: the larger the change from t-1 to t+1, the less motion counts."""
    model = RPRNet(TINY)
    attention = model.temporal.attention
    with torch.no_grad():
        attention.alpha.fill_(2.0)
        key = torch.rand(1, 16, 4, 4)
        calm = attention(key - 0.1, key, key - 0.1)  # moves, but t-1 and t+1 agree
        shaken = attention(key - 50.0, key, key + 50.0)
    assert (calm > key).all()
    torch.testing.assert_close(shaken, key)


def test_features_and_head_together_equal_the_network():
    torch.manual_seed(0)
    model = RPRNet(TINY).eval()
    frames = torch.randn(1, 3, 1, 32, 32)
    with torch.no_grad():
        whole = model(frames)
        halves = model.head(*(model.features(frames[:, i]) for i in range(3)))
    for a, b in zip(whole, halves, strict=True):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"width": 9.0}, "width is 9"),
        ({"deepest_stride": 8}, "deepest_stride is 8"),
        ({"temporal": "lstm"}, "temporal is 'lstm'"),
        ({"depth": 3}, "unknown field of an RPR-Net config: depth"),
        ({"width": "wide"}, "not an RPR-Net config"),
    ],
)
def test_bad_configs_are_refused(values, message):
    with pytest.raises(InputError, match=message):
        RPRNetConfig.from_dict(values)
    with pytest.raises(InputError, match="no variant 'best'; there are: full, width-s"):
        entry_named(VARIANTS, "variant", "best")
