"""The older name of `p2m_core.datasets`: programs outside this repository import it."""
