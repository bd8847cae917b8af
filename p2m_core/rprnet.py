"""RPR-Net under its short name: see `p2m_core.networks.rprnet`. Importing it imports torch."""

from p2m_core.networks.rprnet import (
    VARIANTS,
    Detection,
    Prediction,
    RPRNet,
    RPRNetConfig,
    SequenceDetector,
    describe,
)

__all__ = [
    "VARIANTS",
    "Detection",
    "Prediction",
    "RPRNet",
    "RPRNetConfig",
    "SequenceDetector",
    "describe",
]
