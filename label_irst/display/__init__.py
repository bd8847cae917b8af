"""From raw frames to pictures on the screen; the raw values are never touched."""
