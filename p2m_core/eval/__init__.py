"""Metrics, the paper's protocols, and their reports."""

COMPARISON_FORMAT = 1
"""Of ``comparison.json``, see `p2m_core.eval.compare`; here, for those that only read it."""
