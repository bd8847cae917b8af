"""The town: rows of houses one behind the other, roofs, windows, lamps and wires."""

import cv2
import numpy as np

from p2m_core.synth.scenes.fields import Picture, fractal, shrink
from p2m_core.synth.scenes.sky import above_horizon

# Scale of the painting before it is averaged down, which gives sub-pixel edges.
FINER = 2
HAZE = 112.0


def town(rng: np.random.Generator, shape: tuple[int, int]) -> Picture:
    """Return a street scene below a cold sky."""
    height, width = FINER * shape[0], FINER * shape[1]
    horizon = rng.uniform(0.62, 0.75) * height
    picture = above_horizon(rng, (height, width), horizon)
    rows = np.arange(height, dtype=np.float32)[:, None]
    depth = np.clip((rows - horizon) / (height - horizon), 0.0, 1.0)
    ground = rng.uniform(115.0, 140.0) + 25.0 * depth + 9.0 * fractal(rng, picture.shape, 1.1, 6.0)
    np.copyto(picture, ground.astype(np.float32), where=rows >= horizon)
    leaves = fractal(rng, picture.shape, 0.8)
    for nearness in (0.2, 0.3, 0.45, 0.65, 1.0):
        _row_of_houses(rng, picture, horizon, nearness, leaves)
    _road(rng, picture, horizon)
    for _ in range(int(rng.integers(3, 8))):
        _lamp(rng, picture, horizon)
    if rng.random() < 0.7:
        _wires(rng, picture, horizon)
    # Sun and heating warm the walls: no surface is one even level.
    stains = 3.0 * leaves + 5.0 * fractal(rng, picture.shape, 1.7)
    weathered = picture + stains * np.clip((picture - 85.0) / 60.0, 0.0, 1.0)
    return shrink(weathered.astype(np.float32), shape)


def _row_of_houses(
    rng: np.random.Generator, picture: Picture, horizon: float, nearness: float, leaves: Picture
) -> None:
    height, width = picture.shape
    foot = horizon + 0.26 * (height - horizon) * nearness**1.5
    x = -rng.uniform(0.0, 0.1) * width
    while x < width:
        wide = width * nearness * rng.uniform(0.06, 0.2)
        tall = height * nearness * rng.uniform(0.06, 0.17)
        if nearness < 0.5:
            # Tower blocks stand in the distance.
            tall *= rng.uniform(0.8, 2.4)
            wide *= 0.6
        if rng.random() < 0.15 + 0.3 * (nearness > 0.9):
            x += wide * rng.uniform(0.3, 1.2)
            continue
        _house(rng, picture, (x, foot - tall, wide, tall), nearness)
        if rng.random() < 0.6:
            _tree(rng, picture, (x, foot), 0.45 * tall, leaves)
        x += wide * rng.uniform(1.0, 1.25)


def _house(
    rng: np.random.Generator,
    picture: Picture,
    box: tuple[float, float, float, float],
    nearness: float,
) -> None:
    x, y, wide, tall = box
    wall = rng.uniform(120.0, 205.0)
    side = wide * rng.uniform(0.15, 0.3)
    _fill(picture, [(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall)], wall, nearness)
    # The wall round the corner gets other sunlight.
    shade = wall + rng.uniform(-35.0, 20.0)
    corner = x + wide - side
    _fill(
        picture,
        [(corner, y), (x + wide, y + 0.05 * tall), (x + wide, y + tall), (corner, y + tall)],
        shade,
        nearness,
    )
    _windows(rng, picture, (x, y, wide - side, tall), wall, nearness)
    if nearness > 0.5 and rng.random() < 0.6:
        ridge = y - tall * rng.uniform(0.2, 0.45)
        eaves = 0.04 * wide
        _fill(
            picture,
            [
                (x - eaves, y),
                (x + 0.12 * wide, ridge),
                (x + 0.88 * wide, ridge),
                (x + wide + eaves, y),
            ],
            # A roof sees the cold sky: mostly the coldest part of a house.
            rng.uniform(75.0, 150.0),
            nearness,
        )
        top = ridge
    else:
        edge = max(2.0, 0.04 * tall)
        _fill(
            picture,
            [(x, y - edge), (x + wide, y - edge), (x + wide, y), (x, y)],
            wall + rng.uniform(-45.0, 35.0),
            nearness,
        )
        top = y - edge
    if rng.random() < 0.7:
        at = x + wide * rng.uniform(0.2, 0.7)
        size = wide * rng.uniform(0.05, 0.12)
        _fill(
            picture,
            [(at, top - size), (at + size, top - size), (at + size, top + 2), (at, top + 2)],
            rng.uniform(150.0, 225.0),
            nearness,
        )


def _windows(
    rng: np.random.Generator,
    picture: Picture,
    box: tuple[float, float, float, float],
    wall: float,
    nearness: float,
) -> None:
    x, y, wide, tall = box
    storey = max(7.0, 0.035 * picture.shape[0] * nearness)
    level = wall + rng.uniform(-40.0, -12.0)
    if rng.random() < 0.3:
        level = wall + rng.uniform(10.0, 30.0)
    for top in np.arange(y + 0.35 * storey, y + tall - 0.7 * storey, storey):
        for left in np.arange(x + 0.4 * storey, x + wide - 0.7 * storey, 0.9 * storey):
            size = 0.45 * storey
            lit = level + rng.normal(0.0, 5.0)
            _fill(
                picture,
                [(left, top), (left + size, top), (left + size, top + size), (left, top + size)],
                lit,
                nearness,
            )


def _tree(
    rng: np.random.Generator,
    picture: Picture,
    foot: tuple[float, float],
    size: float,
    leaves: Picture,
) -> None:
    crown = np.zeros(picture.shape, np.uint8)
    for _ in range(120):
        # Many small clumps make the ragged outline of a crown.
        radius = max(1, round(size * rng.uniform(0.03, 0.16)))
        x = foot[0] + size * rng.normal(0.0, 0.45)
        y = foot[1] - size * abs(rng.normal(0.45, 0.3))
        cv2.circle(crown, (round(x), round(y)), radius, 1, -1)
    level = rng.uniform(140.0, 175.0) + 11.0 * leaves
    np.copyto(picture, level, where=crown.astype(bool))


def _road(rng: np.random.Generator, picture: Picture, horizon: float) -> None:
    height, width = picture.shape
    end = rng.uniform(0.2, 0.8) * width
    start = rng.uniform(-0.2, 1.2) * width
    foot = horizon + 0.3 * (height - horizon)
    level = rng.uniform(150.0, 190.0)
    road = [(end, foot), (end + 0.03 * width, foot), (start + 0.5 * width, height), (start, height)]
    _fill(picture, road, level, 1.0)
    kerb = np.array([road[0], road[3]]).round().astype(np.int32)
    cv2.polylines(picture, [kerb], False, level - 40.0, FINER, cv2.LINE_AA)


def _lamp(rng: np.random.Generator, picture: Picture, horizon: float) -> None:
    height, width = picture.shape
    x = rng.uniform(0.03, 0.97) * width
    foot = horizon + rng.uniform(0.05, 0.3) * (height - horizon)
    top = foot - rng.uniform(0.15, 0.4) * height
    level = rng.uniform(140.0, 185.0)
    arm = rng.choice([-1, 1]) * 0.02 * height
    cv2.line(picture, (round(x), round(foot)), (round(x), round(top)), level, FINER)
    cv2.line(picture, (round(x), round(top)), (round(x + arm), round(top)), level, FINER)
    head = (round(x + arm), round(top))
    cv2.ellipse(picture, head, (2 * FINER, FINER), 0, 0, 360, rng.uniform(190.0, 250.0), -1)


def _wires(rng: np.random.Generator, picture: Picture, horizon: float) -> None:
    height, width = picture.shape
    y0, y1 = rng.uniform(0.3, 0.8, 2) * horizon
    sag = rng.uniform(0.02, 0.06) * height
    t = np.linspace(0.0, 1.0, 60)
    for k in range(int(rng.integers(1, 4))):
        y = y0 + (y1 - y0) * t + 4.0 * sag * t * (1.0 - t) + 0.02 * height * k
        points = np.stack([t * width, y], axis=1).round().astype(np.int32)
        cv2.polylines(picture, [points], False, rng.uniform(100.0, 140.0), 1, cv2.LINE_AA)


def _fill(
    picture: Picture, corners: list[tuple[float, float]], level: float, nearness: float
) -> None:
    # Air between the camera and the house lowers its contrast.
    seen = HAZE + (level - HAZE) * (0.35 + 0.65 * nearness)
    points = np.array(corners).round().astype(np.int32)
    cv2.fillPoly(picture, [points], seen)
