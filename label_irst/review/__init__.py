"""What to look at next, and why."""
