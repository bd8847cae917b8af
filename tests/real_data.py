"""Where the real data lies; it is never part of the repository, and tests skip without it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1].parent / "shared" / "data"


def real(relative: str) -> Path:
    """Return a path below the shared data folder, or skip the test that asks."""
    path = ROOT / relative
    if not path.exists():
        pytest.skip(f"real data absent: {path}")
    return path
