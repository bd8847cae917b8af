"""Project, format, `p2m import`, project: the same masks, boxes, tracks, categories and states."""

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from p2m_core.datasets.writers import FORMATS, export
from p2m_core.datasets.writers.format import Carries
from p2m_core.datasets.writers.shapes import target_box
from p2m_core.importing import ImportOptions, import_labels, preview
from p2m_core.project import (
    FrameState,
    Project,
    Target,
    get_frame_states,
    iter_targets,
    list_sequences,
    open_project,
    paint,
)
from p2m_core.sequence import open_sequence
from tests.real_data import real

KINDS = [(name, shapes) for name, format in FORMATS.items() for shapes in format.shapes]


class Labelled(NamedTuple):
    """A frame that leaves a project: its pixels, state and targets."""

    image: NDArray[np.generic]
    state: FrameState
    targets: list[Target]


def content(path: Path) -> list[Labelled]:
    """All frames of a project that are not unseen; the same images in the same order each time."""
    found = []
    with open_project(path, readonly=True) as project:
        for info in list_sequences(project):
            targets: dict[int, list[Target]] = {}
            for target in iter_targets(project, info.id):
                targets.setdefault(target.frame, []).append(target)
            with open_sequence(info.path) as images:
                for frame, state in enumerate(get_frame_states(project, info.id)):
                    if state != FrameState.UNSEEN:
                        own = sorted(targets.get(frame, []), key=lambda t: (t.y0, t.x0, t.area))
                        found.append(Labelled(images[frame], FrameState(state), own))
    return sorted(found, key=lambda one: one.image.tobytes())


def round_trip(project: Path, format: str, shapes: str, folder: Path) -> Path:
    options = {"shapes": shapes} if shapes else {}
    export(project, format, folder / "set", **options)
    found = preview([folder / "set"])  # recognised without a word
    assert found.total("implied_empty") <= 1
    choice = ImportOptions(boxes="rectangle", implied_empty="verified")
    import_labels(found, folder / "back.lirst", options=choice)
    return folder / "back.lirst"


def check(before: list[Labelled], after: list[Labelled], carries: Carries) -> None:
    if carries.empty == "lost":
        before = [one for one in before if one.targets]
    assert len(after) == len(before)
    for own, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(own.image, other.image)
        assert bool(own.targets) == bool(other.targets)
        assert (own.state is FrameState.VERIFIED_EMPTY) == (
            other.state is FrameState.VERIFIED_EMPTY
        )
        if carries.apart == "lost":
            np.testing.assert_array_equal(union(own), union(other))
            continue
        assert len(own.targets) == len(other.targets)
        if carries.label == "mask":
            for a, b in zip(own.targets, other.targets, strict=True):
                assert (a.x0, a.y0) == (b.x0, b.y0)
                np.testing.assert_array_equal(a.mask, b.mask)
        elif carries.label == "box":
            boxes = sorted(target_box(target) for target in own.targets)
            np.testing.assert_allclose(
                sorted(target_box(target) for target in other.targets), boxes, atol=0.5
            )
        else:
            places = sorted(target.centroid for target in own.targets)
            centres = sorted(target.centroid for target in other.targets)
            np.testing.assert_allclose(centres, places, atol=0.51)  # to the pixel they lie in
        if carries.categories and carries.label == "mask":
            names = [target.category or "target" for target in own.targets]
            assert [target.category or "target" for target in other.targets] == names
        elif carries.categories:
            names = sorted(target.category or "target" for target in own.targets)
            assert sorted(target.category or "target" for target in other.targets) == names


def check_words(before: list[Labelled], after: list[Labelled], carries: Carries) -> None:
    """Attributes and notes are as they were, or all gone."""
    for own, other in zip(before, after, strict=True):
        attributes = sorted(t.attributes if carries.attributes else () for t in own.targets)
        notes = sorted(t.note if carries.notes else "" for t in own.targets)
        if carries.apart != "lost":
            assert sorted(t.attributes for t in other.targets) == attributes
            assert sorted(t.note for t in other.targets) == notes


def check_tracks(before: list[Labelled], after: list[Labelled]) -> None:
    """What was one track of a sequence is one, and nothing else joined it."""
    pairs = {
        ((a.sequence, a.track), (b.sequence, b.track))
        for own, other in zip(before, after, strict=True)
        for a in own.targets
        for b in [min(other.targets, key=lambda b: math.dist(a.centroid, b.centroid))]
    }
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def union(one: Labelled) -> NDArray[np.bool_]:
    height, width = one.image.shape
    mask = np.zeros((height, width), bool)
    for target in one.targets:
        mask |= paint(target, (height, width))
    return mask


@pytest.mark.parametrize(("format", "shapes"), KINDS)
def test_a_project_comes_back(
    drawn_sky: Project, drawn_track: Project, tmp_path: Path, format: str, shapes: str
) -> None:
    path = (drawn_track if format == "anti-uav" else drawn_sky).path
    back = round_trip(path, format, shapes, tmp_path)
    carries = FORMATS[format].shapes[shapes]
    before, after = content(path), content(back)
    check(before, after, carries)
    if carries.empty == "lost":
        before = [one for one in before if one.targets]
    check_words(before, after, carries)
    if carries.tracks:
        check_tracks(before, after)


@pytest.mark.slow
@pytest.mark.parametrize(("format", "shapes"), KINDS)
def test_real_images_with_masks_come_back(tmp_path: Path, format: str, shapes: str) -> None:
    source = real("sirst")
    names = (source / "dev.txt").read_text().split()[::8]
    for kind in ("images", "masks"):
        (tmp_path / "sirst" / kind).mkdir(parents=True)
        for name in names:
            place = tmp_path / "sirst" / kind / f"{name}.png"
            place.write_bytes((source / kind / f"{name}.png").read_bytes())
    seen = preview([tmp_path / "sirst"])
    import_labels(seen, tmp_path / "own.lirst")
    if format == "anti-uav":
        single = frozenset(one.name for one in seen.sequences if one.targets == 1)
        (tmp_path / "own.lirst").unlink()
        import_labels(seen, tmp_path / "own.lirst", options=ImportOptions(only=single))
    back = round_trip(tmp_path / "own.lirst", format, shapes, tmp_path)
    before, after = content(tmp_path / "own.lirst"), content(back)
    assert before
    check(before, after, FORMATS[format].shapes[shapes])


@pytest.mark.slow
@pytest.mark.parametrize("format", ["mot", "anti-uav", "cvat-video", "labelme", "yolo", "voc"])
def test_real_boxes_come_back(tmp_path: Path, format: str) -> None:
    """The fractional boxes of a video, in which PAMG grew the masks, leave as they came."""
    home = tmp_path / "birds"
    home.mkdir()
    for suffix in (".mp4", ".gt.txt"):
        source = real(f"drone_ir/train/IR_BIRD_071{suffix}")
        (home / source.name).write_bytes(source.read_bytes())
    import_labels(preview([home]), tmp_path / "own.lirst")
    shapes = "box" if "box" in FORMATS[format].shapes else ""
    options = {"shapes": shapes} if shapes else {}
    export(tmp_path / "own.lirst", format, tmp_path / "set", unreviewed=True, **options)
    choice = ImportOptions(boxes="rectangle")
    import_labels(preview([tmp_path / "set"]), tmp_path / "back.lirst", options=choice)
    lines = [line.split(",") for line in (home / "IR_BIRD_071.gt.txt").read_text().split()]
    with open_project(tmp_path / "back.lirst", readonly=True) as project:
        found = [target_box(target) for target in iter_targets(project, 1)]
    edges = np.array([[float(v) for v in line[2:6]] for line in lines])
    own = np.array(found)
    np.testing.assert_allclose(own[:, :2], edges[:, :2], atol=0.5)
    np.testing.assert_allclose(own[:, :2] + own[:, 2:], edges[:, :2] + edges[:, 2:], atol=0.5)
