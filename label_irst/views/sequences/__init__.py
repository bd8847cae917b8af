"""The sequences of the project: which one is shown, and the way from one to the next."""
