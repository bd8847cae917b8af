"""What to look at next: the review list, and what a detector suggests."""
