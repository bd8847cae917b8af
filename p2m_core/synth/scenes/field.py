"""The field: grass and furrows up to a tree line, with the cold sky above."""

import cv2
import numpy as np

from p2m_core.synth.scenes.fields import Picture, fractal, profile, ramp, shrink, sigmoid
from p2m_core.synth.scenes.sky import RAGGED, above_horizon

# Scale of the painting before it is averaged down, which gives sub-pixel edges.
FINER = 2


def field(rng: np.random.Generator, shape: tuple[int, int]) -> Picture:
    """Return a field in perspective, a tree line and the sky."""
    height, width = FINER * shape[0], FINER * shape[1]
    horizon = rng.uniform(0.6, 0.8) * height
    picture = above_horizon(rng, (height, width), horizon)
    _hills(rng, picture, horizon)
    ground = _ground(rng, picture.shape, horizon)
    rows = np.arange(height)[:, None]
    start = horizon + 0.01 * height * profile(rng, width, 2.0)[None, :]
    picture = np.where(rows >= start, ground, picture)
    for distance in (0.5, 1.0):
        _tree_line(rng, picture, horizon, distance)
    if rng.random() < 0.6:
        _fence(rng, picture, horizon + 0.35 * (height - horizon))
    return shrink(picture, shape)


def _hills(rng: np.random.Generator, picture: Picture, horizon: float) -> None:
    height, width = picture.shape
    crest = horizon - 0.03 * height - 0.02 * height * profile(rng, width, 2.2)[None, :]
    rows = np.arange(height)[:, None]
    level = rng.uniform(90.0, 115.0) + 2.0 * fractal(rng, picture.shape, 1.2, 3.0)
    np.copyto(picture, level, where=rows >= crest)


def _ground(rng: np.random.Generator, shape: tuple[int, ...], horizon: float) -> Picture:
    height, width = shape
    rows = np.arange(height, dtype=np.float32)[:, None]
    columns = np.arange(width, dtype=np.float32)[None, :]
    depth = np.clip((rows - horizon) / (height - horizon), 1e-3, 1.0)
    # Texture lies on the ground plane: drawn flat, then projected from a low camera.
    flat = fractal(rng, (512, 512), RAGGED - 0.4) + 0.6 * fractal(rng, (512, 512), 0.5)
    across = (columns / width - 0.5) * 300.0 / np.sqrt(depth)
    away = np.broadcast_to(-260.0 * np.log(depth), (height, width))
    texture = cv2.remap(
        flat,
        (across % 512).astype(np.float32),
        (away % 512).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_WRAP,
    )
    vanishing = rng.uniform(-0.3, 1.3) * width
    furrow = np.sin((columns - vanishing) / (depth + 0.08) / width * rng.uniform(25.0, 60.0))
    strip = sigmoid(4.0 * fractal(rng, (height, width), 2.2, 8.0))
    level = rng.uniform(110.0, 150.0) + rng.uniform(5.0, 35.0) * ramp(height)
    relief = 9.0 * (0.3 + depth) * texture + 4.0 * depth * furrow + 14.0 * (strip - 0.5)
    return np.asarray(level + relief, np.float32)


def _tree_line(rng: np.random.Generator, picture: Picture, horizon: float, distance: float) -> None:
    """Paint a row of crowns; `distance` 1 is the near one, taller and brighter."""
    height, width = picture.shape
    crown = distance * height * rng.uniform(0.04, 0.075)
    envelope = np.maximum(0.0, 0.6 + 0.5 * profile(rng, width, 1.6))
    silhouette = np.zeros(width, np.float32)
    columns = np.arange(width, dtype=np.float32)
    x = 0.0
    while x < width:
        radius = crown * rng.uniform(0.25, 0.7)
        top = crown * rng.uniform(0.6, 1.4) * envelope[min(int(x), width - 1)]
        arc = np.sqrt(np.maximum(0.0, 1.0 - ((columns - x) / radius) ** 2))
        # A pointed crown is a conifer, a round one a leafy tree.
        silhouette = np.maximum(silhouette, top * arc ** rng.choice([0.7, 2.2]))
        x += radius * rng.uniform(0.3, 1.3)
    silhouette += 0.05 * crown * np.abs(profile(rng, width, 0.4)) * (silhouette > 0)
    foot = horizon + 0.012 * height * distance
    rows = np.arange(height, dtype=np.float32)[:, None]
    inside = (rows >= foot - silhouette[None, :]) & (rows <= foot)
    leaves = fractal(rng, picture.shape, 0.9)
    trunks = profile(rng, width, 0.5)[None, :]
    level = 125.0 + 65.0 * distance + 11.0 * leaves + 5.0 * trunks
    # The foot of the trees is colder: it lies in the shade.
    level = level - 25.0 * np.exp(-np.maximum(foot - rows, 0.0) / (0.15 * crown))
    np.copyto(picture, level.astype(np.float32), where=inside)


def _fence(rng: np.random.Generator, picture: Picture, row: float) -> None:
    height, width = picture.shape
    post = max(3, round(0.03 * height))
    spacing = rng.uniform(0.07, 0.14) * width
    level = rng.uniform(165.0, 195.0)
    slope = rng.uniform(-0.05, 0.05)
    for x in np.arange(rng.uniform(0.0, spacing), width, spacing):
        y = round(row + slope * x)
        cv2.line(picture, (round(x), y), (round(x), y - post), level, FINER)
    for part in (0.4, 0.9):
        y = row - part * post
        cv2.line(
            picture, (0, round(y)), (width, round(y + slope * width)), level - 25.0, 1, cv2.LINE_AA
        )
