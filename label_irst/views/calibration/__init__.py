"""Calibration of PAMG to the annotator's own masks."""
