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


Box = tuple[float, ...]  # left, top, width, height


def boxes(relative: str) -> dict[int, Box]:
    """The box of each labelled frame, frames from 0, of a MOT file below the shared data folder."""
    rows = [line.split(",") for line in real(relative).read_text().split()]
    return {int(row[0]) - 1: tuple(map(float, row[2:6])) for row in rows}


def is_in(box: Box, point: tuple[float, float], margin: float = 2.0) -> bool:
    (x, y, width, height), (px, py) = box, point
    return x - margin <= px < x + width + margin and y - margin <= py < y + height + margin
