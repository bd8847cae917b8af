"""Two annotations of the same images: how far they agree, and where they do not."""

from p2m_core.agreement.beside import frames_beside, labels_beside
from p2m_core.agreement.compared import (
    Agreement,
    Pair,
    Reason,
    compare,
    compare_frame,
    disagreements,
    worst_of,
)
from p2m_core.agreement.merging import Merge, Rule, as_one_step, merge
from p2m_core.agreement.summary import summarise

__all__ = [
    "Agreement",
    "Merge",
    "Pair",
    "Reason",
    "Rule",
    "as_one_step",
    "compare",
    "compare_frame",
    "disagreements",
    "frames_beside",
    "labels_beside",
    "merge",
    "summarise",
    "worst_of",
]
