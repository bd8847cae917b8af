"""Training runs: queued, started, followed, stopped and resumed."""
