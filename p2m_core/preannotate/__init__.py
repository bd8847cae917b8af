"""Candidate masks for a whole source tree (the paper's III-D), into a project file.

Labels or a detector give the places of targets (`labels`, `plan`), processes grow their masks
(`work`, `run`), a journal beside the goal keeps what is finished (`journal`), and from it the
project is made at the end (`assemble`). What comes out depends on what went in alone: not on how
many processes there were, nor on how often they were killed.
"""

from p2m_core.preannotate.plan import Detecting, Plan, plan_labels, plan_suggestions
from p2m_core.preannotate.run import Summary, preannotate

__all__ = ["Detecting", "Plan", "Summary", "plan_labels", "plan_suggestions", "preannotate"]
