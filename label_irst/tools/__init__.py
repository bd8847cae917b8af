"""What the pointer does: each tool turns press, drag and release into edits."""
