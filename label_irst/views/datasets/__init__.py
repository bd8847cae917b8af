"""Data sets: export."""
