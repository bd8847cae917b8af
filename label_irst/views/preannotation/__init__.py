"""Pre-annotation of whole data sets."""
