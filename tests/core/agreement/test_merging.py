"""What a rule takes over from another annotation, and one undo that takes it back."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from p2m_core.agreement import Rule, compare, disagreements, merge
from p2m_core.cli import main
from p2m_core.datasets.labelled import LabelledSequence, MaskLabel, PointLabel
from p2m_core.datasets.readers.project import read_labels
from p2m_core.datasets.writers import export
from p2m_core.project import FrameState, get_frame_states, list_targets, open_project
from tests.core.project.sample import (
    HEIGHT,
    PIXEL,
    WIDTH,
    add,
    change,
    make_project,
    set_state,
    target,
)

SQUARE = np.ones((3, 3), np.bool_)


@pytest.fixture
def project(tmp_path: Path):
    """Frame 1: one cross; frame 2: a cross that B misses; frame 3: empty for A."""
    project, _ = make_project(tmp_path)
    add(project, target(0, track=2))
    set_state(project, 1, 0, FrameState.ACCEPTED)
    add(project, target(1, track=2))
    set_state(project, 1, 1, FrameState.ACCEPTED)
    set_state(project, 1, 2, FrameState.VERIFIED_EMPTY)
    yield project
    project.close()


def theirs(project) -> LabelledSequence:
    """B: a square in the cross's place, and a pixel where A has none, of the same track."""
    (own,) = read_labels(project.path)
    labels = {0: (MaskLabel(4, 5, SQUARE),), 1: (), 2: (MaskLabel(9, 9, PIXEL),)}
    return LabelledSequence(own.name, own.path, labels, tracks={0: (8,), 2: (8,)})


@pytest.mark.parametrize(
    ("rule", "areas", "track"),
    [
        (Rule.ADD, {0: 5, 1: 5, 2: 1}, 2),
        (Rule.THEIRS, {0: 9, 2: 1}, 2),
        (Rule.UNION, {0: 9, 1: 5, 2: 1}, 2),
        (Rule.LARGER, {0: 9, 1: 5, 2: 1}, 2),
        (Rule.INTERSECTION, {0: 5}, None),
    ],
)
def test_a_rule_decides_every_pair_and_undo_takes_it_back(project, rule, areas, track) -> None:
    before = {frame: list_targets(project, 1, frame) for frame in range(3)}
    states = get_frame_states(project, 1).tolist()
    agreement = compare(read_labels(project.path), [theirs(project)])
    merged = merge(project, agreement, agreement.pairs, rule, [1])
    for edit in merged.edits:
        project.apply(edit)
    found = {f: list_targets(project, 1, f) for f in range(3)}
    assert {f: t[0].area for f, t in found.items() if t} == areas
    assert (merged.without_pixels, merged.gone) == (0, 0)
    if track is not None:
        assert found[2][0].track == track, "B's track 8 is A's track 2 elsewhere"
    after = get_frame_states(project, 1)
    for frame in range(3):
        same = [t.area for t in found[frame]] == [t.area for t in before[frame]]
        expected = FrameState.EDITED if found[frame] else FrameState.UNSEEN
        assert after[frame] == (states[frame] if same else expected), "no change counts as accepted"
    project.undo()
    assert {frame: list_targets(project, 1, frame) for frame in range(3)} == before
    assert get_frame_states(project, 1).tolist() == states


def test_what_changed_since_or_has_no_pixels_is_left_alone_and_counted(project) -> None:
    (own,) = read_labels(project.path)
    other = LabelledSequence(own.name, own.path, {0: (PointLabel(5.0, 6.0),), 1: ()})
    agreement = compare([own], [other])
    assert len(disagreements(agreement)) == 1
    change(project, list_targets(project, 1, 1)[0], None)
    merged = merge(project, agreement, agreement.pairs, Rule.THEIRS, [1])
    assert (merged.edits, merged.changed, merged.without_pixels, merged.gone) == ((), 0, 1, 1)


def test_theirs_gives_the_category_too_where_the_masks_are_equal(project) -> None:
    own = read_labels(project.path)
    labels = own[0].labels
    names = {0: ("drone",), 1: ("",)}
    other = LabelledSequence(own[0].name, own[0].path, labels, categories=names)
    agreement = compare(own, [other])
    assert merge(project, agreement, agreement.pairs, Rule.UNION, [1]).changed == 0
    merged = merge(project, agreement, agreement.pairs, Rule.THEIRS, [1])
    assert merged.changed == 1, "a name is no reason to take another one away"
    project.apply(merged.edits[0])
    assert [list_targets(project, 1, f)[0].category for f in (0, 1)] == ["drone", ""]
    assert get_frame_states(project, 1)[0] == FrameState.EDITED


def test_masks_with_empty_edges_become_tight(project) -> None:
    (own,) = read_labels(project.path)
    padded = np.pad(SQUARE, 2)
    other = LabelledSequence(own.name, own.path, {0: (MaskLabel(2, 3, padded),)})
    agreement = compare([own], [other])
    project.apply(merge(project, agreement, agreement.pairs, Rule.THEIRS, [1]).edits[0])
    (found,) = list_targets(project, 1, 0)
    assert (found.x0, found.y0, found.mask.shape, found.area) == (4, 5, (3, 3), 9)


def test_a_frame_never_gets_two_targets_of_one_track(project) -> None:
    """B's track 8 is A's track 2 in frame 1; in frame 2 A has that track somewhere else."""
    (own,) = read_labels(project.path)
    near, far = MaskLabel(4, 5, SQUARE), MaskLabel(20, 15, PIXEL)
    other = LabelledSequence(own.name, own.path, {0: (near,), 1: (far,)}, tracks={0: (8,), 1: (8,)})
    agreement = compare([own], [other])
    for edit in merge(project, agreement, agreement.pairs, Rule.ADD, [1]).edits:
        project.apply(edit)
    assert sorted(t.track for t in list_targets(project, 1, 1)) == [2, 3]


def test_the_command_changes_the_project_by_a_rule(project, tmp_path: Path, capsys) -> None:
    path = project.path
    other = export(project, "sirstd-pixel", tmp_path / "set").out
    (mask,) = (other / "masks" / "clip").glob("*0000.png")
    assert cv2.imwrite(str(mask), np.zeros((HEIGHT, WIDTH), np.uint8))
    project.close()
    out = str(tmp_path / "out")
    assert main(["compare", str(path), str(other), "--out", out, "--merge", "theirs"]) == 0
    assert "1 target changed" in capsys.readouterr().out
    with open_project(path) as changed:
        assert [len(list_targets(changed, 1, f)) for f in range(3)] == [0, 1, 0]
        assert get_frame_states(changed, 1)[0] == FrameState.UNSEEN
        changed.undo()
        assert len(list_targets(changed, 1, 0)) == 1
    for arguments, words in (
        ([str(path), str(other), "--merge", "best"], "choose one of add, theirs"),
        ([str(other), str(path), "--merge", "theirs"], "changes a project"),
    ):
        assert main(["compare", *arguments, "--out", out]) == 2
        assert words in capsys.readouterr().err
