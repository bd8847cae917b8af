"""Tools of the pointer: each turns press, drag and release into edits."""
