"""Long work, outside of the window's thread."""
