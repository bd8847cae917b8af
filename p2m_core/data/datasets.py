"""The older name of `p2m_core.datasets.opening`: programs outside this repository import it."""

from p2m_core.datasets.opening import Rules, open_dataset, part

__all__ = ["Rules", "open_dataset", "part"]
