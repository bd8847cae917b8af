"""RPR-Net: centres and radii of targets from three frames (paper, III-B).

Importing this package imports torch.
"""

from p2m_core.detector import Detection
from p2m_core.networks.rprnet.config import VARIANTS, RPRNetConfig
from p2m_core.networks.rprnet.model import Prediction, RPRNet, describe
from p2m_core.networks.rprnet.stream import SequenceDetector

__all__ = [
    "VARIANTS",
    "Detection",
    "Prediction",
    "RPRNet",
    "RPRNetConfig",
    "SequenceDetector",
    "describe",
]
