"""A network that is quick to make and to run."""

from pathlib import Path

import torch

from p2m_core.networks.rprnet import RPRNet, RPRNetConfig, checkpoint


def small_weights(path: Path) -> Path:
    """Write a small untrained model."""
    torch.manual_seed(3)
    checkpoint.save(path, RPRNet(RPRNetConfig(width=0.125)), 0.3, {"epoch": 1})
    return path
