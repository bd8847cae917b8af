"""Ascending numbers as stretches, for the undo history: thousands in a row take a few bytes."""

import json
from collections.abc import Sequence

import numpy as np


def to_stretches(numbers: Sequence[int]) -> str:
    """Return ascending numbers, at least one, as JSON: the first and last of each stretch."""
    own = np.array(numbers, np.int64)
    breaks = np.flatnonzero(np.diff(own) > 1)
    first = own[np.concatenate([[0], breaks + 1])]
    last = own[np.concatenate([breaks, [-1]])]
    return json.dumps(np.stack([first, last], axis=1).tolist())


def from_stretches(text: str) -> tuple[int, ...]:
    """Return the numbers that `to_stretches` wrote.

    Raises
    ------
    TypeError, ValueError, RecursionError
        If the text does not hold stretches.
    """
    stretches = [np.arange(first, last + 1) for first, last in json.loads(text)]
    return tuple(int(n) for n in np.concatenate(stretches).tolist())
