"""Detections: the type, as masks, and as files."""

from p2m_core.detector import Detection, Detector

__all__ = ["Detection", "Detector"]
