"""Which target or frame to look at next, and why."""
