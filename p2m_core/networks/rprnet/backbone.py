"""One frame to features at stride 4: CSPDarknet without its deepest stage, and a pyramid."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from p2m_core.networks.rprnet.blocks import ConvBlock, CSPStage, Focus
from p2m_core.networks.rprnet.config import RPRNetConfig

# Channels at width 1, and depth, at strides 4 to 32. The paper gives no depths; with 2 at stride 4,
# which resolves small targets, the number of parameters is within 1.5 % of the paper's.
_STAGES = ((128, 2), (256, 3), (512, 3), (1024, 1))


class Backbone(nn.Module):
    """The Siamese part: the same weights for every frame (paper, III-B1).

    Top-down with one CSP stage a level, from the deepest stride to 4.
    """

    def __init__(self, config: RPRNetConfig) -> None:
        super().__init__()
        count = {16: 3, 32: 4}[config.deepest_stride]
        widths = [config.channels(full) for full, _ in _STAGES[:count]]
        stem = config.channels(64)
        self.stem = Focus(1, stem)
        self.stages = nn.ModuleList(
            nn.Sequential(
                ConvBlock(before, width, kernel=3, stride=2), CSPStage(width, width, depth)
            )
            for before, width, (_, depth) in zip([stem, *widths], widths, _STAGES, strict=False)
        )
        down = list(reversed(widths))
        pairs = list(pairwise(down))
        self.lateral = nn.ModuleList(ConvBlock(deep, shallow) for deep, shallow in pairs)
        self.merge = nn.ModuleList(
            CSPStage(2 * shallow, shallow, depth=1, shortcut=False) for _, shallow in pairs
        )
        self.channels = widths[0]

    def forward(self, frames: Tensor) -> Tensor:
        """(B, 1, H, W) -> (B, channels, H/4, W/4); H and W multiples of the deepest stride."""
        x = self.stem(frames)
        levels = []
        for stage in self.stages:
            x = stage(x)
            levels.append(x)
        x = levels.pop()
        for lateral, merge in zip(self.lateral, self.merge, strict=True):
            x = interpolate(lateral(x), scale_factor=2.0, mode="nearest")
            x = merge(torch.cat((x, levels.pop()), dim=1))
        features: Tensor = x
        return features
