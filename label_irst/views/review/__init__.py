"""What to look at next: the review list, and a detector's suggestions."""
