"""Headless core of Label-IRST: from one point to the mask of an infrared small target."""

__version__ = "0.1.0"
