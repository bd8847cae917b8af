"""PAMG: physics-driven adaptive mask generation, from one seed to the mask (paper, III-A)."""

from p2m_core.pamg._engines import warm_up
from p2m_core.pamg.growth import grow, grow_many
from p2m_core.pamg.params import TERMS, VARIANTS, PamgParams
from p2m_core.pamg.path import Growth
from p2m_core.pamg.snap import snapped

__all__ = [
    "TERMS",
    "VARIANTS",
    "Growth",
    "PamgParams",
    "grow",
    "grow_many",
    "snapped",
    "warm_up",
]
