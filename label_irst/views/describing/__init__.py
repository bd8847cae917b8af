"""What the user says of targets and frames: classes, attributes, notes and flags."""
