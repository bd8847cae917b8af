"""Training of RPR-Net: the loop, its config, and the folder of a run."""
