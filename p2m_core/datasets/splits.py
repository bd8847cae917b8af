"""Draw the sequences that are for testing: by chance, yet alike in size and saliency of targets."""

import math
import random
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from p2m_core.errors import InputError

_CLASSES = 3


class Drawn(NamedTuple):
    """A split that is drawn: the share of the frames for testing, 0 to 1, and the seed."""

    share: float
    seed: int = 0


class Candidate(NamedTuple):
    """A sequence to draw from: its frames, and the median area and SCR of its targets.

    `area` and `scr` are NaN where it has no target, or none with an SCR.
    """

    name: str
    frames: int
    area: float
    scr: float


def draw(candidates: Iterable[Candidate], split: Drawn) -> frozenset[str]:
    """Return the names of the sequences for testing; a sequence is never cut.

    The sequences are put into classes: thirds by area, and in each thirds by SCR; those without
    targets are a class of their own. Every class gives its share. The result depends on nothing but
    the arguments, whatever their order.

    Parameters
    ----------
    candidates : iterable of Candidate
        Each name once.
    split : Drawn

    Raises
    ------
    InputError
        If the share is not between 0 and 1, or there are fewer than two sequences.

    Examples
    --------
    >>> skies = [Candidate(f"sky{i}", 10, area=i, scr=5.0) for i in range(10)]
    >>> len(draw(skies, Drawn(0.3, seed=1)))
    3
    """
    share, seed = split
    every = sorted(candidates)
    if not 0.0 < share < 1.0:
        raise InputError(f"the share for testing is {share:g}: give a number between 0 and 1")
    if len(every) < 2:
        raise InputError(
            "a share for testing needs two sequences to export: accept frames of another one"
        )
    order: list[Candidate] = []
    chance = random.Random(seed)
    for group in _classes(every):
        chance.shuffle(group)
        order += group
    chosen, debt = [], 0.0
    for one in order:
        debt += share * one.frames
        # Taken where the total is then nearer to the share than without it.
        if debt >= one.frames / 2:
            chosen.append(one)
            debt -= one.frames
    # The shortest there is, so that the share is missed by the least.
    if not chosen:
        chosen = [min(order, key=lambda one: one.frames)]
    if len(chosen) == len(order):
        chosen.remove(min(chosen, key=lambda one: one.frames))
    return frozenset(one.name for one in chosen)


def _classes(every: list[Candidate]) -> list[list[Candidate]]:
    empty = [one for one in every if math.isnan(one.area)]
    rest = sorted((one for one in every if not math.isnan(one.area)), key=lambda one: one.area)
    found = [empty]
    for by_area in _parts(rest):
        # One without an SCR stands with those on a flat background, whose SCR has no bound.
        by_area.sort(key=lambda one: math.inf if math.isnan(one.scr) else one.scr)
        found += _parts(by_area)
    return found


def _parts(ordered: list[Candidate]) -> list[list[Candidate]]:
    """Cut a list into `_CLASSES` of nearly equal length."""
    ends = [len(ordered) * i // _CLASSES for i in range(_CLASSES + 1)]
    return [ordered[a:b] for a, b in pairwise(ends)]
