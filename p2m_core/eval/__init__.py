"""Metrics, the paper's protocols, and their reports."""
