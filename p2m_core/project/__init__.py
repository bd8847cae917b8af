"""Annotation types, and the project file that holds them."""

from p2m_core.project.annotation import (
    FrameState,
    Origin,
    Target,
    TargetState,
    paint,
    target_from_frame_mask,
)
from p2m_core.project.edits import Edit, FrameChange, TargetChange, TrackChange
from p2m_core.project.predictions import Prediction, PredictionChange
from p2m_core.project.project import Project, TrackInfo, create_project, open_project
from p2m_core.project.sequences import SequenceInfo, look_at
from p2m_core.project.track_looks import TrackLook

__all__ = [
    "Edit",
    "FrameChange",
    "FrameState",
    "Origin",
    "Prediction",
    "PredictionChange",
    "Project",
    "SequenceInfo",
    "Target",
    "TargetChange",
    "TargetState",
    "TrackChange",
    "TrackInfo",
    "TrackLook",
    "create_project",
    "look_at",
    "open_project",
    "paint",
    "target_from_frame_mask",
]
