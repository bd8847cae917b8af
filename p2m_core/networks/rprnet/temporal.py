"""Three frames' features to one: temporal difference attention, fusion, spatial attention."""

import torch
from torch import Tensor, nn
from torch.nn.functional import softplus


class TemporalDifferenceAttention(nn.Module):
    """Enhances the key frame where it differs from its neighbours (Eq. 10-12)."""

    def __init__(self, channels: int, gated: bool) -> None:
        super().__init__()
        self.motion = nn.Sequential(nn.Conv2d(channels, channels, 1), nn.Sigmoid())  # C_mot
        # softplus(0.5413) = 1; softplus keeps alpha positive: a negative one would reward jitter.
        self.alpha = nn.Parameter(torch.tensor(0.5413)) if gated else None

    def forward(self, before: Tensor, key: Tensor, after: Tensor) -> Tensor:
        """Three times (B, C, H, W) -> f'_t, (B, C, H, W)."""
        change: Tensor = self.motion((key - before).abs() + (key - after).abs())  # D_t, Eq. 10
        if self.alpha is not None:
            jitter = (after - before).abs().mean(dim=(2, 3), keepdim=True)  # J, Eq. 11
            change = torch.exp(-softplus(self.alpha) * jitter) * change  # G, Eq. 12
        return key + change * key


class TemporalFusion(nn.Module):
    """Weights the channels of each frame by all three frames, and adds them up (Eq. 13-14)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        hidden = 3 * channels // 4
        self.weigh = nn.Sequential(
            nn.Linear(3 * channels, hidden),
            nn.ReLU(inplace=True),
            nn.Linear(hidden, 3 * channels),
            nn.Sigmoid(),
        )
        self.smooth = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, before: Tensor, key: Tensor, after: Tensor) -> Tensor:
        """Three times (B, C, H, W) -> F_temp, (B, C, H, W)."""
        # The average of the stack is the stack of the averages.
        pooled = torch.cat([f.mean(dim=(2, 3)) for f in (before, key, after)], dim=1)
        weights = self.weigh(pooled)[:, :, None, None].chunk(3, dim=1)
        fused: Tensor = self.smooth(weights[0] * before + weights[1] * key + weights[2] * after)
        return fused


class AttentionAndFusion(nn.Module):
    """TDA, then fusion: the paper's temporal part."""

    def __init__(self, channels: int, gated: bool) -> None:
        super().__init__()
        self.attention = TemporalDifferenceAttention(channels, gated)
        self.fusion = TemporalFusion(channels)

    def forward(self, before: Tensor, key: Tensor, after: Tensor) -> Tensor:
        fused: Tensor = self.fusion(before, self.attention(before, key, after), after)
        return fused


class Concatenation(nn.Module):
    """Table VI's Concat: the three frames' channels through a 1x1 convolution."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.mix = nn.Conv2d(3 * channels, channels, 1)

    def forward(self, before: Tensor, key: Tensor, after: Tensor) -> Tensor:
        mixed: Tensor = self.mix(torch.cat((before, key, after), dim=1))
        return mixed


class KeyFrameOnly(nn.Module):
    """Table VI's Single: Eq. 14 with the key frame alone."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.smooth = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, before: Tensor, key: Tensor, after: Tensor) -> Tensor:
        smoothed: Tensor = self.smooth(key)
        return smoothed


class SpatialAttention(nn.Module):
    """Weights each cell by the mean and the maximum of its channels (Eq. 15)."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(2, 1, 7, padding=3, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> the same shape."""
        pooled = torch.cat((x.mean(dim=1, keepdim=True), x.amax(dim=1, keepdim=True)), dim=1)
        return x * torch.sigmoid(self.conv(pooled))
