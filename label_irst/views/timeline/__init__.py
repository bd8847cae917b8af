"""All frames at once: the timeline, and the film strip of a track."""
