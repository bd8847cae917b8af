"""Candidate masks for a whole source tree (the paper's III-D), into a project file.

Labels or a detector give the positions of targets (`labels`, `plan`), processes grow their masks
(`work`, `run`), a journal beside the goal keeps the finished chunks (`journal`), which become the
project at the end (`assemble`). The result depends on the input alone: not on the number of
processes, nor on how often they were killed.
"""

from p2m_core.preannotate.plan import Detecting, Plan, plan_labels, plan_suggestions
from p2m_core.preannotate.run import Summary, preannotate

__all__ = ["Detecting", "Plan", "Summary", "plan_labels", "plan_suggestions", "preannotate"]
