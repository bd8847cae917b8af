"""One line of the benchmark's table."""

from collections.abc import Sequence

import numpy as np


def row(what: str, values: Sequence[float], unit: str, limit: float | None = None) -> str:
    """Median and 95th percentile of `values`, beside the limit of the issue for the latter."""
    median, p95 = np.percentile(values, [50, 95])
    bound = f"{limit:g}" if limit is not None else ""
    return f"{what:58} {median:9.3f} {p95:9.3f} {bound:>7}   {unit} (n={len(values)})"
