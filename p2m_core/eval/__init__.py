"""Metrics, the paper's protocols, and their reports."""

COMPARISON_FORMAT = 1
"""Version of ``comparison.json``, see `p2m_core.eval.compare`; here, so that a reader of it need
not import that."""
