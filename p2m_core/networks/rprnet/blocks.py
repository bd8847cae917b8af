"""The building blocks of CSPDarknet: space to depth, convolution, bottleneck, CSP stage."""

import torch
from torch import Tensor, nn
from torch.nn.functional import pixel_unshuffle


class ConvBlock(nn.Sequential):
    """Convolution, batch normalisation, SiLU; the size is kept at stride 1."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1) -> None:
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False),
            nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.03),
            nn.SiLU(inplace=True),
        )


class Focus(nn.Module):
    """The stem: the pixels of each 2x2 block become channels, so that stride 2 loses nothing."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv = ConvBlock(4 * inputs, outputs, kernel=3)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, outputs, H/2, W/2)."""
        out: Tensor = self.conv(pixel_unshuffle(x, 2))
        return out


class Bottleneck(nn.Module):
    """1x1 and 3x3 convolutions; the input is added if `shortcut` is true."""

    def __init__(self, channels: int, shortcut: bool) -> None:
        super().__init__()
        self.reduce = ConvBlock(channels, channels)
        self.conv = ConvBlock(channels, channels, kernel=3)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.conv(self.reduce(x))
        return x + out if self.shortcut else out


class CSPStage(nn.Module):
    """Cross stage partial: half of the channels pass `depth` bottlenecks, half bypass them."""

    def __init__(self, inputs: int, outputs: int, depth: int, shortcut: bool = True) -> None:
        super().__init__()
        half = outputs // 2
        self.through = ConvBlock(inputs, half)
        self.past = ConvBlock(inputs, half)
        self.bottlenecks = nn.Sequential(*(Bottleneck(half, shortcut) for _ in range(depth)))
        self.join = ConvBlock(2 * half, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) -> (B, outputs, H, W)."""
        both = torch.cat((self.bottlenecks(self.through(x)), self.past(x)), dim=1)
        out: Tensor = self.join(both)
        return out
