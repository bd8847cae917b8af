"""Data sets: their layout on disk, and how training reads them."""
