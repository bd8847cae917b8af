"""Project, format, project: what a format can carry comes back as it was, frame by frame."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from p2m_core.datasets.writers import FORMATS, export
from p2m_core.datasets.writers.shapes import NO_CATEGORY
from p2m_core.importing import ImportOptions, import_labels, preview
from p2m_core.project import (
    FrameState,
    Project,
    get_frame_states,
    list_sequences,
    list_targets,
    open_project,
)
from tests.core.datasets.writers.drawn_project import masks_of, one_track, sky, tight

CASES = [(name, shapes) for name, format in FORMATS.items() for shapes in format.shapes]

Frame = tuple[FrameState, list[tuple[Any, ...]]]


def frames_of(project: Project) -> list[Frame]:
    """The reviewed frames of all sequences in order: each target's mask, track and category."""
    found: list[Frame] = []
    for info in list_sequences(project):
        for frame, state in enumerate(get_frame_states(project, info.id)):
            targets = sorted(list_targets(project, info.id, frame), key=lambda t: t.id)
            masks = masks_of(project, info.id, frame)
            known = [(m, t.track, t.category) for m, t in zip(masks, targets, strict=True)]
            if state != FrameState.UNSEEN:
                found.append((FrameState(state), known))
    return found


@pytest.mark.parametrize(("name", "shapes"), CASES)
def test_a_project_comes_back(name: str, shapes: str, tmp_path: Path) -> None:
    format = FORMATS[name]
    carries = format.shapes[shapes]
    options = {"shapes": shapes} if shapes else {}
    with (one_track if name == "anti-uav" else sky)(tmp_path) as project:
        export(project, name, tmp_path / "set", **options)
        before = frames_of(project)
    rules = format.rules({o.name: o.default for o in format.options} | options)
    seen = preview([tmp_path / "set"], rules=rules)
    assert not any(one.problem for one in seen.sequences)
    importing = ImportOptions(boxes="rectangle", implied_empty="verified")
    import_labels(seen, tmp_path / "again.lirst", options=importing)
    with open_project(tmp_path / "again.lirst", readonly=True) as again:
        after = frames_of(again)
    if carries.empty == "lost":
        before = [frame for frame in before if frame[1]]
    # A set of single images lists them in the order of their names.
    first, second = (sorted(frames, key=lambda f: _key(f[1])) for frames in (before, after))
    assert len(first) == len(second)
    for (state, old), (new_state, new) in zip(first, second, strict=True):
        assert bool(old) == bool(new)
        if not old:
            assert state == new_state == FrameState.VERIFIED_EMPTY
        elif carries.label == "mask":
            assert new_state == FrameState.ACCEPTED
        else:
            assert new_state == FrameState.EDITED, "a box is no mask: a person has to look"
        _compare(old, new, carries)


def _key(targets: list[tuple[Any, ...]]) -> list[int]:
    """A key that is the same for masks, for their boxes, and for their middles."""
    places = [tuple(np.argwhere(mask).mean(axis=0)) for mask, *_ in targets]
    return sorted(round(float(x)) * 1000 + round(float(y)) for y, x in places)


def _compare(old: list[tuple[Any, ...]], new: list[tuple[Any, ...]], carries: Any) -> None:
    if carries.label == "mask" and carries.apart != "lost":
        assert [mask.tolist() for mask, *_ in new] == [mask.tolist() for mask, *_ in old]
    elif carries.label == "mask":
        union, again = (np.logical_or.reduce([m for m, *_ in some]) for some in (old, new))
        assert np.array_equal(union, again)
        return
    elif carries.label == "box":
        assert sorted(tight(m) for m, *_ in new) == sorted(tight(m) for m, *_ in old)
    else:
        places = [np.argwhere(mask).mean(axis=0) for mask, *_ in old]
        assert all(mask.sum() == 1 for mask, *_ in new)
        for (mask, *_), place in zip(new, places, strict=True):
            assert np.abs(np.argwhere(mask)[0] - place).max() <= 0.5
    if carries.tracks:
        assert sorted(track for _, track, _ in new) == sorted(track for _, track, _ in old)
    if carries.categories:
        # Most of these formats have no target without a category: a plain one is called so.
        old_names, new_names = ([c or NO_CATEGORY for *_, c in some] for some in (old, new))
        assert sorted(new_names) == sorted(old_names)
