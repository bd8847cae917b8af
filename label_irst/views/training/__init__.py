"""Training: what is learnt from, how, and the runs."""
