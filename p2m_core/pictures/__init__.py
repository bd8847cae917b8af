"""Pictures of sequences with their masks, for papers and reports: frames, animations, sheets."""
