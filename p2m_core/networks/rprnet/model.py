"""RPR-Net (paper, III-B): three frames to the centre and radius of each target."""

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from p2m_core.networks.rprnet.backbone import Backbone
from p2m_core.networks.rprnet.blocks import ConvBlock
from p2m_core.networks.rprnet.config import RPRNetConfig
from p2m_core.networks.rprnet.temporal import (
    AttentionAndFusion,
    Concatenation,
    KeyFrameOnly,
    SpatialAttention,
)

# The heat map's probability in every cell before training; without it, the many empty cells would
# dominate the loss of the first steps.
_PRIOR = 0.01
_TYPICAL_RADIUS = 2.0


class Prediction(NamedTuple):
    """The output of the three heads for each cell of 4x4 pixels.

    Attributes
    ----------
    heat : tensor, shape (B, 1, H/4, W/4)
        Logit of a target's centre in the cell.
    offset : tensor, shape (B, 2, H/4, W/4)
        Centre within the cell, (x, y), 0..1 of its side.
    radius : tensor, shape (B, 1, H/4, W/4)
        Equivalent radius, pixels.
    """

    heat: Tensor
    offset: Tensor
    radius: Tensor


class RPRNet(nn.Module):
    """The network.

    `features` and `head` are its two halves: in a sequence each frame's features serve three
    times (see `p2m_core.networks.rprnet.stream`).
    """

    def __init__(self, config: RPRNetConfig | None = None) -> None:
        super().__init__()
        self.config = config or RPRNetConfig()
        self.backbone = Backbone(self.config)
        channels = self.backbone.channels
        self.temporal: nn.Module
        match self.config.temporal:
            case "concat":
                self.temporal = Concatenation(channels)
            case "single":
                self.temporal = KeyFrameOnly(channels)
            case kind:
                self.temporal = AttentionAndFusion(channels, gated=kind == "attention")
        self.spatial = SpatialAttention()
        self.heat = _head(channels, 1, -math.log((1.0 - _PRIOR) / _PRIOR))
        self.offset = _head(channels, 2, 0.5)
        self.radius = _head(channels, 1, _TYPICAL_RADIUS)

    def features(self, frames: Tensor) -> Tensor:
        """Features of single frames: (B, 1, H, W) -> (B, C, H/4, W/4)."""
        features: Tensor = self.backbone(frames)
        return features

    def head(self, before: Tensor, key: Tensor, after: Tensor) -> Prediction:
        """Features of three frames, (B, C, H/4, W/4) each, to the prediction for the second."""
        x = self.spatial(self.temporal(before, key, after))
        return Prediction(self.heat(x), self.offset(x), self.radius(x))

    def forward(self, frames: Tensor) -> Prediction:
        """Predict the targets of the middle frame.

        Parameters
        ----------
        frames : tensor, shape (B, 3, 1, H, W)
            The frames t-1, t, t+1 from `p2m_core.networks.rprnet.frames.normalise`; H and W are
            multiples of the config's deepest stride. (B, 1, 1, H, W) too if it is single-frame.
        """
        batch, count = frames.shape[:2]
        if self.config.temporal == "single":
            key = self.features(frames[:, count // 2])
            return self.head(key, key, key)
        features = self.features(frames.flatten(0, 1))
        before, key, after = features.reshape(batch, 3, *features.shape[1:]).unbind(1)
        return self.head(before, key, after)


def _head(channels: int, outputs: int, bias: float) -> nn.Sequential:
    last = nn.Conv2d(channels, outputs, 1)
    nn.init.normal_(last.weight, std=0.01)
    nn.init.constant_(last.bias, bias)  # type: ignore[arg-type]
    return nn.Sequential(ConvBlock(channels, channels, kernel=3), last)


def describe(config: RPRNetConfig, height: int = 512, width: int = 512) -> dict[str, float]:
    """Return the size of the network.

    Returns
    -------
    dict
        ``parameters``, and ``multiply_adds`` of the convolutions and matrix products for one
        key frame of `height` by `width` pixels with its neighbours (Table VII's FLOPs).
    """
    with torch.device("meta"):
        model = RPRNet(config).eval()
        frames = torch.zeros(1, config.frames, 1, height, width)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(frames)
    return {
        "parameters": sum(p.numel() for p in model.parameters()),
        "multiply_adds": counter.get_total_flops() / 2,
    }
