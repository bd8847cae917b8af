"""Frames without what is burnt into them."""

import numpy as np
import pytest

from p2m_core.sequence import Hiding, open_sequence, overlay_of, without_points
from p2m_core.track import propagate
from tests.core.sequence.test_overlays import FRAMES, SIZE, scene, stored, written
from tests.core.track.test_propagate import clip, line, opened


def test_hidden_pixels_take_the_levels_around_them(tmp_path):
    frames = scene(np.random.default_rng(3), True)
    clean = np.clip(frames[0], 0, 255)
    _, ever = written(frames)
    with stored(tmp_path, frames) as sequence:
        shown = Hiding(sequence, lambda frame: ever if frame != 5 else None)
        assert (len(shown), shown.shape, shown.dtype) == (FRAMES, SIZE, np.uint8)
        for frame in (0, 5, 9):
            hidden = ever if frame != 5 else np.zeros(SIZE, bool)
            np.testing.assert_array_equal(shown[frame][~hidden], sequence[frame][~hidden])
        assert np.abs(shown[0] - clean)[ever].mean() < 10.0
        assert np.abs(sequence[0] - clean)[ever].mean() > 100.0
        np.testing.assert_array_equal(shown[5], sequence[5])


def test_what_a_person_points_at_is_no_overlay():
    overlay = np.zeros((20, 30), bool)
    overlay[4:6, 4:9] = overlay[12:15, 20:22] = True
    left = without_points(overlay, [(10.0, 5.0), (0.0, 19.0)])
    assert not left[4:6].any(), "the point is two pixels beside it"
    assert left[12:15, 20:22].all()


@pytest.mark.parametrize("compressed", [False, True])
def test_a_target_is_followed_across_a_reticle(tmp_path, compressed):
    frames = np.repeat(scene(np.random.default_rng(8), False)[:1], 40, axis=0)
    frames += np.random.default_rng(9).normal(0.0, 2.0, frames.shape)
    way = line((70.0, 78.0), (1.5, 0.05), 40)
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    for frame, (x, y) in zip(frames, way, strict=True):
        frame += 90.0 * np.exp(-0.5 * ((columns - x) ** 2 + (rows - y) ** 2) / 1.3**2)
    written(frames)
    with stored(tmp_path, frames, compressed) as sequence:
        track = {t.frame: t for t in propagate(sequence, 0, tuple(way[0]))}
    seen = [i for i in range(40) if i in track and track[i].seen]
    off = [np.hypot(*(np.array(track[i].centroid) - way[i])) for i in seen]
    assert max(track) == 39
    assert len(seen) > 30
    assert max(off) < 3.0


def test_a_target_on_an_overlay_is_followed_all_the_same(tmp_path):
    frames = clip(line((60.0, 45.0), (0.0, 0.0), 20), 0.0)
    frames[:, 44:47, 59:62] = 255.0  # it stands still, white, with sharp edges: as a stuck pixel
    with opened(tmp_path, np.clip(frames, 0, 255).astype(np.uint8)) as sequence:
        assert overlay_of(sequence)[45, 60]
        track = list(propagate(sequence, 0, (60.0, 45.0)))
    assert len(track) == 20
    assert all(t.mask[45, 60] for t in track)


def test_an_overlay_is_looked_for_once(tmp_path):
    frames = scene(np.random.default_rng(3), True)
    written(frames)
    stored(tmp_path, frames).close()
    with open_sequence(tmp_path / "clip.npy") as sequence:
        assert overlay_of(sequence) is overlay_of(sequence)
