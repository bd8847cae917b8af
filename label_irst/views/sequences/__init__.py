"""The sequences of the project: their list, and the steps between frames and sequences."""
