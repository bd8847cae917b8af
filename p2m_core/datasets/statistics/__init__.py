"""What a data set holds: numbers of its targets, warnings, and images that are in it twice."""

from p2m_core.datasets.statistics.classes import saliency_classes, scale_classes
from p2m_core.datasets.statistics.numbers import TargetStatistics, measure_targets

__all__ = ["TargetStatistics", "measure_targets", "saliency_classes", "scale_classes"]
