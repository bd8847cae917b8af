"""Regions to ignore: found by themselves, listed, and let go."""
