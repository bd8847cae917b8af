"""Training: the training set, its options, and the runs."""
