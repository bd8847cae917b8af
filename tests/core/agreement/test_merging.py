"""What a rule takes over from another annotation, and one undo that takes it back."""

from pathlib import Path

import numpy as np
import pytest

from p2m_core.agreement import Rule, compare, disagreements, merge
from p2m_core.datasets.labelled import LabelledSequence, MaskLabel, PointLabel
from p2m_core.datasets.readers.project import read_labels
from p2m_core.project import FrameState, get_frame_states, list_targets
from tests.core.project.sample import PIXEL, add, change, make_project, set_state, target

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
