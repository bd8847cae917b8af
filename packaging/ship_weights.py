"""Make the shipped weights from a finished run: ``python packaging/ship_weights.py RUN``.

They hold half-precision values, the threshold, and their origin.
"""

import sys
from datetime import date
from pathlib import Path

from p2m_core.networks.rprnet import checkpoint
from p2m_core.resources import shipped_weights
from p2m_core.train import run

# At this threshold, networks trained on eight of the videos make about 0.1 false targets a frame on
# the other six. A threshold chosen on the training videos would be too high.
THRESHOLD = 0.6


def main() -> None:
    """Write the shipped file."""
    folder = Path(sys.argv[1])
    stored = checkpoint.load(folder / "last.safetensors")
    facts = {
        **stored.facts,
        "date": date.today().isoformat(),
        "labels": run.labels_of(folder),
    }
    path = shipped_weights()
    path.parent.mkdir(parents=True, exist_ok=True)
    checkpoint.save(path, stored.model, THRESHOLD, facts, half=True)
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
