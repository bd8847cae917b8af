"""From raw frames to pictures on the screen; raw values are never changed."""
