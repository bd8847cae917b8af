"""Choose some of many items to stand for all."""

import numpy as np
from numpy.typing import NDArray


def evenly(count: int, most: int) -> NDArray[np.int64]:
    """Return the indices of at most `most` of `count` items, evenly spread.

    Parameters
    ----------
    count : int
        Number of items, 0 or more.
    most : int
        Most items to choose, 0 or more.

    Returns
    -------
    ndarray of int64, shape (min(count, most),)
        Ascending, each once. The first item is among them, and from two on the last.

    Examples
    --------
    >>> evenly(9, 3).tolist()
    [0, 4, 8]
    >>> evenly(2, 3).tolist()
    [0, 1]
    """
    return np.linspace(0, count - 1, min(count, most)).astype(np.int64)
