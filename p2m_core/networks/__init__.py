"""Trained detectors, one package each. Importing this package imports torch."""

from p2m_core.networks.rprnet import RPRNet, RPRNetConfig, SequenceDetector

__all__ = ["RPRNet", "RPRNetConfig", "SequenceDetector"]
