"""What the user does: each function makes one edit of the document."""
