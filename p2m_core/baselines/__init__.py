"""The training-free mask generators that PAMG is compared with, in one registry with PAMG.

Each is a function ``generate(image, seed, radius=None)``:

image : array, shape (H, W)
    Grey levels of any depth.
seed : (float, float)
    A point ``(x, y)`` on the target.
radius : float, optional
    The target's equivalent radius in pixels, for the prior (guided) mode; blind without it.

It returns a bool mask of the image's shape, one component that holds the seed, and raises
`p2m_core.errors.InputError` where PAMG would. Same input, same mask. They are for comparison:
parameters are their authors' or plain defaults; where a first form scored far below the
published figures, a few settings were tried on SIRST and the one nearest to them was kept, which
can only favour the method.

MCGC (Kou et al., TGRS 2024) is not here: its public description, four named stages without
their formulas, does not suffice to build it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from p2m_core.baselines import (
    chan_vese,
    grabcut,
    half_maximum,
    mclc,
    otsu,
    pamg,
    random_walker,
)
from p2m_core.registry import registry_of

__all__ = ["METHODS", "Generate", "Method"]

Generate = Callable[..., NDArray[np.bool_]]


@dataclass(frozen=True)
class Method:
    """One mask generator.

    Attributes
    ----------
    name : str
        As on the command line.
    title : str
        As in tables.
    generate : callable
        See the package.
    """

    name: str
    title: str
    generate: Generate


METHODS = registry_of(
    Method("pamg", "PAMG", pamg.generate),
    Method("pamg-paper", "PAMG (paper)", pamg.generate_by_the_paper),
    Method("mclc", "MCLC", mclc.generate),
    Method("grabcut", "GrabCut", grabcut.generate),
    Method("chan-vese", "Chan-Vese", chan_vese.generate),
    Method("half-maximum", "Half maximum", half_maximum.generate),
    Method("half-seed", "Half seed level", half_maximum.generate_from_seed),
    Method("random-walker", "Random walker", random_walker.generate),
    Method("otsu", "Otsu", otsu.generate),
)
"""Every method by name. To add one, write its file and its line here."""
