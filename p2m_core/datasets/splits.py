"""Draw the sequences that are for testing: by chance, yet alike in size and saliency of targets."""

import math
import random
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from p2m_core.errors import InputError


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

    The sequences are put into classes, thirds by area and by SCR; those without targets are a
    class of their own. Every class gives its share. The result depends on nothing but the
    arguments, whatever their order.

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
    some = [one for one in every if not math.isnan(one.area)]
    by_area = _thirds({one.name: one.area for one in some})
    # One without an SCR stands with those on a flat background, whose SCR has no bound.
    by_scr = _thirds({one.name: math.inf if math.isnan(one.scr) else one.scr for one in some})
    found: dict[tuple[int, int], list[Candidate]] = {}
    for one in every:
        key = (by_area.get(one.name, -1), by_scr.get(one.name, -1))
        found.setdefault(key, []).append(one)
    return [found[key] for key in sorted(found)]


def _thirds(values: dict[str, float]) -> dict[str, int]:
    """Return the third, 0 to 2, that each is in by its value; equal values are in one."""
    ordered = sorted(values.values())
    ends = [ordered[len(ordered) * part // 3] for part in (1, 2)] if ordered else []
    return {name: bisect_right(ends, value) for name, value in values.items()}
