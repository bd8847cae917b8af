"""Bootstrap intervals of means over targets."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

RESAMPLES = 2000
_SEED = 3407


def interval(
    values: ArrayLike, groups: ArrayLike | None = None, confidence: float = 0.95
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of the mean of `values`.

    Parameters
    ----------
    values : array, shape (N,)
        One number a target, without NaN; N at least 1.
    groups : array of int, shape (N,), optional
        The image of each target, numbered from 0. Images are resampled, not targets: the targets
        of one image succeed and fail together, and an interval over single targets is too narrow.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    (float, float)
        Lower and upper end. The same input gives the same interval: the seed is fixed.

    Examples
    --------
    >>> interval([0.5, 0.5, 0.5])
    (0.5, 0.5)
    """
    numbers = np.asarray(values, np.float64)
    members = np.arange(numbers.size) if groups is None else np.asarray(groups, np.int64)
    _, members = np.unique(members, return_inverse=True)
    counts = np.bincount(members)
    sums = np.bincount(members, weights=numbers).astype(np.float64)
    means = _resampled(sums, counts)
    tail = 50.0 * (1.0 - confidence)
    low, high = np.percentile(means, [tail, 100.0 - tail])
    return float(low), float(high)


def _resampled(sums: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    rng = np.random.default_rng(_SEED)
    means = np.empty(RESAMPLES)
    for k in range(RESAMPLES):  # one by one: all at once is a large array on a large set
        drawn = rng.integers(sums.size, size=sums.size)
        means[k] = sums[drawn].sum() / counts[drawn].sum()
    return means
