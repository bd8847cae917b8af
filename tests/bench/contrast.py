"""Low contrast as a doubt: the share of targets, and of places without one, that are doubtful.

``python -m tests.bench.contrast``. Targets: the true masks of `sirst` and `nudt`, and what grows
from the strongest pixel in the boxes of `drone_ir` and `antiuav` (every 20th frame). Places: what
grows from random pixels more than 25 from any label of the same images. The constants of
`p2m_core.doubt` were chosen on the even images and videos; the odd ones are printed too. Then what
propagation makes of a click on an empty place: the share of its frames that are doubtful.
"""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from p2m_core import geometry, pamg
from p2m_core.doubt import DOUBTFUL, doubt_of_mask, doubts
from p2m_core.errors import InputError
from p2m_core.sequence import open_sequence
from p2m_core.track import propagate
from tests.bench.propagation import table_of
from tests.real_data import ROOT

AWAY = 25.0
EVERY = 20
LONGEST = 150  # frames of a propagation

Image = NDArray[np.generic]


class Judged(NamedTuple):
    source: str
    half: int
    target: bool
    doubtful: bool


def doubtful(image: Image, mask: NDArray[np.bool_], margin: float = np.nan) -> bool:
    numbers = geometry.measure(image, mask)
    box = geometry.bounding_box(mask)
    doubt, _ = doubt_of_mask(box, numbers.area, image.shape, numbers.scr, numbers.rho, margin)
    return doubt >= DOUBTFUL


def places(image: Image, labels: NDArray[np.float64], rng: np.random.Generator) -> Iterator[Image]:
    """Masks grown at two places away from all labels."""
    height, width = image.shape
    for _ in range(2):
        for _ in range(50):
            x, y = int(rng.integers(3, width - 3)), int(rng.integers(3, height - 3))
            if (np.hypot(*(labels - (x, y)).T) > AWAY).all():
                yield pamg.grow(image, (x, y)).mask
                break


def of_masks(source: str, every: int) -> Iterator[Judged]:
    rng = np.random.default_rng(7)
    for number, path in enumerate(sorted((ROOT / source / "images").glob("*.png"))[::every]):
        image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        image = cv2.cvtColor(image[..., :3], cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image
        truth = cv2.imread(str(ROOT / source / "masks" / path.name), cv2.IMREAD_GRAYSCALE) > 0
        count, parts, _, middles = cv2.connectedComponentsWithStats(truth.astype(np.uint8))
        for part in range(1, count):
            yield Judged(source, number % 2, True, doubtful(image, parts == part))
        for mask in places(image, middles[1:], rng):
            yield Judged(source, number % 2, False, doubtful(image, mask))


def of_videos(source: str, pattern: str) -> Iterator[Judged]:
    rng = np.random.default_rng(7)
    for number, path in enumerate(sorted(ROOT.glob(pattern))):
        rows = [line.split(",") for line in path.with_suffix(".gt.txt").read_text().splitlines()]
        with open_sequence(path) as sequence:
            for row in rows[::EVERY]:
                image = sequence[int(row[0]) - 1]
                x, y, width, height = (float(v) for v in row[2:6])
                seed = strongest(image, x, y, width, height)
                yield Judged(source, number % 2, True, doubtful(image, pamg.grow(image, seed).mask))
                middle = np.array([[x + width / 2, y + height / 2]])
                for mask in places(image, middle, rng):
                    yield Judged(source, number % 2, False, doubtful(image, mask))


def strongest(image: Image, x: float, y: float, width: float, height: float) -> tuple[int, int]:
    """The pixel in the middle half of a box that differs most from the median of the box."""
    left, top = max(0, int(x)), max(0, int(y))
    cut = image[top : int(y + height) + 1, left : int(x + width) + 1].astype(float)
    off = np.abs(cv2.GaussianBlur(cut, (0, 0), 0.8) - np.median(cut))
    rows, columns = (np.abs(np.linspace(-1, 1, size)) <= 0.5 for size in off.shape)
    row, column = np.unravel_index(np.argmax(off * np.outer(rows, columns)), off.shape)
    return left + int(column), top + int(row)


def clicks_on_nothing() -> Iterator[str]:
    """Propagation from three empty places in each video of `drone_ir`."""
    rng = np.random.default_rng(3)
    frames, flagged, fine = 0, 0, 0
    for path in sorted(ROOT.glob("drone_ir/*/*.mp4")):
        row = path.with_suffix(".gt.txt").read_text().splitlines()[0].split(",")
        first = int(row[0]) - 1
        at = np.array([float(row[2]) + float(row[4]) / 2, float(row[3]) + float(row[5]) / 2])
        with open_sequence(path) as sequence:
            height, width = sequence.shape
            for _ in range(3):
                while True:
                    seed = int(rng.integers(5, width - 5)), int(rng.integers(5, height - 5))
                    if np.hypot(*(at - seed)) > AWAY:
                        break
                try:
                    track = propagate(sequence, first, seed)
                    shown = [(1, t) for t, _ in zip(track, range(LONGEST), strict=False)]
                except InputError:
                    continue
                doubt, _ = doubts(table_of(sequence, shown), sequence.shape)
                frames += len(doubt)
                flagged += int((doubt >= DOUBTFUL).sum())
                fine += bool((doubt < DOUBTFUL).mean() > 0.5)
    share = 100 * flagged / frames
    yield f"clicks on nothing: {frames} frames, {share:.0f} % doubtful; {fine} of 57 mostly fine"


def main() -> None:
    found = [*of_masks("sirst", 1), *of_masks("nudt", 3)]
    found += [*of_videos("drone_ir", "drone_ir/*/*.mp4"), *of_videos("antiuav", "antiuav/*.avi")]
    for source in dict.fromkeys(one.source for one in found):
        for target in (True, False):
            shares = [
                [one.doubtful for one in found if one[:3] == (source, half, target)]
                for half in (0, 1)
            ]
            what = "targets" if target else "places "
            print(source, what, *(f"{100 * np.mean(s):5.1f} % of {len(s)}" for s in shares))
    for line in clicks_on_nothing():
        print(line)


if __name__ == "__main__":
    main()
