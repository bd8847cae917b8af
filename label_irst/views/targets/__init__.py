"""Targets and tracks: the dock, the growth curve, and following a target."""
