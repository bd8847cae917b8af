"""Headless core of Label-IRST: from one point to the mask of an infrared small target."""

# The only place of the version: the package is built with it, a frozen application reads it.
__version__ = "0.1.0"
