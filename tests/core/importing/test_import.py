"""Labels into a project: pixels, states, tracks, roles; into a new one or one at hand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from p2m_core.datasets.labelled import BoxLabel, LabelledSequence, MaskLabel, PointLabel
from p2m_core.errors import Cancelled, InputError, P2MError
from p2m_core.importing import ImportOptions, import_labels, preview
from p2m_core.importing.frames import TrackKey, numbers_of
from p2m_core.project import (
    FrameState,
    Origin,
    TargetState,
    add_sequence,
    create_project,
    get_frame_states,
    get_roles,
    iter_targets,
    list_sequences,
    open_project,
    paint,
)
from tests.core.cli.clips import content
from tests.core.datasets.drawn import HEIGHT, WIDTH, image, mask, write_frames, write_image
from tests.core.datasets.drawn import write_text as text
from tests.core.project.sample import set_state

ONE, TWO = (10, 20, 13, 23), (40, 5, 41, 6)


def masked_set(root: Path) -> Path:
    """Three single images: two targets, none (stated by a mask), and no mask at all."""
    for name, boxes in (("a", (ONE, TWO)), ("b", ()), ("c", (ONE,))):
        write_image(root / "images" / f"{name}.png", image(*boxes))
        if name != "c":
            write_image(root / "masks" / f"{name}.png", mask(*boxes))
    return root


def sequence_of_masks(root: Path, count: int = 6) -> Path:
    """A sequence whose one target moves to the right by a pixel a frame."""
    for i in range(count):
        box = (10 + i, 20, 13 + i, 23)
        write_image(root / "images" / "s" / f"{i}.png", image(box))
        write_image(root / "masks" / "s" / f"{i}.png", mask(box))
    return root


def states_and_targets(path: Path):
    """Each sequence's frame states and targets, by its name."""
    with open_project(path, readonly=True) as project:
        return {
            info.name: (
                [FrameState(s) for s in get_frame_states(project, info.id)],
                list(iter_targets(project, info.id)),
            )
            for info in list_sequences(project)
        }


def test_masks_come_bit_for_bit_and_an_empty_one_is_verified_empty(tmp_path):
    done = import_labels(preview([masked_set(tmp_path / "set")]), tmp_path / "p.lirst")
    assert (done.sequences, done.targets, done.accepted, done.verified_empty) == (2, 2, 1, 1)
    found = states_and_targets(tmp_path / "p.lirst")
    assert list(found) == ["a", "b"], "nobody has labelled c"
    states, targets = found["a"]
    assert states == [FrameState.ACCEPTED]
    assert found["b"] == ([FrameState.VERIFIED_EMPTY], [])
    union = np.logical_or.reduce([paint(t, (HEIGHT, WIDTH)) for t in targets])
    assert np.array_equal(union, mask(ONE, TWO) > 0)
    assert {(t.origin, t.state) for t in targets} == {(Origin.IMPORTED, TargetState.ACCEPTED)}
    assert [t.area for t in targets] == [1, 9], "a 1-pixel target is a target"


def test_masks_to_be_gone_through_are_edited(tmp_path):
    options = ImportOptions(state="edited")
    import_labels(preview([masked_set(tmp_path / "set")]), tmp_path / "p.lirst", options=options)
    found = states_and_targets(tmp_path / "p.lirst")
    assert found["a"][0] == [FrameState.EDITED]
    assert {t.state for t in found["a"][1]} == {TargetState.EDITED}
    assert found["b"][0] == [FrameState.EDITED], "nobody has verified it"


def test_a_moving_target_without_numbers_is_one_track(tmp_path):
    seen = preview([sequence_of_masks(tmp_path / "set")])
    assert seen.total("tracks") == 1
    import_labels(seen, tmp_path / "p.lirst")
    _, targets = states_and_targets(tmp_path / "p.lirst")["s"]
    assert [t.track for t in targets] == [1] * 6


def boxes_on(folder: Path, **more) -> LabelledSequence:
    """A box around each target of `write_frames`, two pixels larger on each side."""
    labels = {i: (BoxLabel(8 + i, 18, 7, 7),) for i in range(3)}
    return LabelledSequence("s", folder, labels, **more)


def test_a_mask_grows_in_a_box_and_waits_for_review(tmp_path):
    frames = write_frames(tmp_path / "s", 4)
    categories = dict.fromkeys(range(3), ("drone",))
    given = [boxes_on(frames, tracks=dict.fromkeys(range(3), (7,)), categories=categories)]
    done = import_labels(given, tmp_path / "p.lirst")
    assert (done.edited, done.accepted, done.targets, done.tracks) == (3, 0, 3, 1)
    states, targets = states_and_targets(tmp_path / "p.lirst")["s"]
    assert states == [FrameState.EDITED] * 3 + [FrameState.UNSEEN]
    assert [t.box for t in targets] == [(10 + i, 20, 13 + i, 23) for i in range(3)]
    assert {t.state for t in targets} == {TargetState.EDITED}
    assert {(t.track, t.category) for t in targets} == {(7, "drone")}
    assert targets[1].parameters["box"] == [9, 18, 7, 7]


def test_a_box_can_be_the_mask(tmp_path):
    frames = write_frames(tmp_path / "s", 1)
    labels = {0: (BoxLabel(9.6, 19.4, 3.2, 2.9), PointLabel(30.4, 7.0))}
    given = [LabelledSequence("s", frames, labels)]
    import_labels(given, tmp_path / "p.lirst", options=ImportOptions(boxes="rectangle"))
    states, (box, point) = states_and_targets(tmp_path / "p.lirst")["s"]
    assert (box.box, box.area) == ((10, 19, 13, 22), 9)
    assert (point.box, point.seeds) == ((30, 7, 31, 8), ((30.4, 7.0),))
    assert states == [FrameState.EDITED]


def test_labels_outside_the_picture_are_named_and_the_others_come(tmp_path):
    frames = write_frames(tmp_path / "s", 3)
    far = MaskLabel(WIDTH - 1, 3, np.ones((1, 2), bool))
    good = MaskLabel(3, 3, np.ones((1, 2), bool))
    labels = {0: (good, far), 1: (PointLabel(500.0, 3.0),), 2: (good,), 7: (good,)}
    done = import_labels([LabelledSequence("s", frames, labels)], tmp_path / "p.lirst")
    states, targets = states_and_targets(tmp_path / "p.lirst")["s"]
    assert [t.frame for t in targets] == [0, 2]
    assert states == [FrameState.EDITED, FrameState.UNSEEN, FrameState.ACCEPTED]
    assert sorted(f.frame for f in done.failures) == [0, 1, 7]
    for failure in done.failures:
        assert f"frame {failure.frame + 1}" in failure.message
        assert "\n" not in failure.message


def test_no_entry_is_not_empty_unless_asked(tmp_path):
    frames = write_frames(tmp_path / "s", 3)
    given = [
        LabelledSequence("s", frames, {0: (), 1: ()}, implied_empty=frozenset({1})),
    ]
    left = import_labels(given, tmp_path / "a.lirst")
    assert (left.verified_empty, left.implied_empty) == (1, 1)
    states, _ = states_and_targets(tmp_path / "a.lirst")["s"]
    assert states == [FrameState.VERIFIED_EMPTY, FrameState.UNSEEN, FrameState.UNSEEN]
    options = ImportOptions(implied_empty="verified")
    import_labels(given, tmp_path / "b.lirst", options=options)
    states, _ = states_and_targets(tmp_path / "b.lirst")["s"]
    assert states == [FrameState.VERIFIED_EMPTY] * 2 + [FrameState.UNSEEN]


def test_parts_of_one_folder_are_one_sequence_with_tracks_of_their_own(tmp_path):
    frames = write_frames(tmp_path / "s", 6)
    parts = [
        LabelledSequence(
            f"s/{k}", frames, {i: (PointLabel(11 + 3 * k + i, 21),) for i in range(3)},
            start=3 * k, stop=3 * k + 3, split="train",
        )
        for k in range(2)
    ]  # fmt: skip
    done = import_labels(parts, tmp_path / "p.lirst")
    assert (done.sequences, done.frames, done.tracks) == (1, 6, 2)
    _, targets = states_and_targets(tmp_path / "p.lirst")["s"]
    assert [(t.frame, t.track) for t in targets] == [(i, 1 + i // 3) for i in range(6)]


def test_lists_of_a_set_give_the_roles(tmp_path):
    root = masked_set(tmp_path / "set")
    text(root / "train.txt", "a\n")
    text(root / "test.txt", "b\n")
    import_labels(preview([root]), tmp_path / "p.lirst")
    with open_project(tmp_path / "p.lirst", readonly=True) as project:
        names = {info.id: info.name for info in list_sequences(project)}
        assert {names[id]: role for id, role in get_roles(project).items()} == {
            "a": "train", "b": "test",
        }  # fmt: skip


def test_only_named_sequences_come(tmp_path):
    seen = preview([masked_set(tmp_path / "set")])
    options = ImportOptions(only=frozenset({"b"}))
    assert import_labels(seen, tmp_path / "p.lirst", options=options).sequences == 1
    assert list(states_and_targets(tmp_path / "p.lirst")) == ["b"]
    with pytest.raises(InputError, match="no sequence 'x'"):
        import_labels(seen, tmp_path / "q.lirst", options=ImportOptions(only=frozenset({"x"})))


def project_with_one_target(path: Path, frames: Path) -> None:
    """A project of a sequence whose frame 0 has a target of 2 pixels."""
    good = MaskLabel(3, 3, np.ones((1, 2), bool))
    given = [LabelledSequence("s", frames, {0: (good,)}, tracks={0: (4,)})]
    import_labels(given, path)


def test_labels_are_added_where_there_are_none(tmp_path):
    frames = write_frames(tmp_path / "s", 3)
    project_with_one_target(tmp_path / "p.lirst", frames)
    new = {i: (MaskLabel(9, 9, np.ones((2, 2), bool)),) for i in range(2)}
    given = [LabelledSequence("again", frames, new, tracks={0: (1,), 1: (1,)})]
    done = import_labels(given, tmp_path / "p.lirst", add=True)
    assert (done.known, done.sequences, done.skipped, done.targets) == (1, 1, 1, 1)
    states, targets = states_and_targets(tmp_path / "p.lirst")["s"]
    assert [(t.frame, t.area, t.track) for t in targets] == [(0, 2, 4), (1, 4, 5)]
    assert states == [FrameState.ACCEPTED, FrameState.ACCEPTED, FrameState.UNSEEN]


def test_labels_replace_where_asked_and_undo_brings_the_old_ones_back(tmp_path):
    frames = write_frames(tmp_path / "s", 3)
    project_with_one_target(tmp_path / "p.lirst", frames)
    before = content(tmp_path / "p.lirst")
    new = {0: (MaskLabel(9, 9, np.ones((2, 2), bool)),)}
    given = [LabelledSequence("s", frames, new, tracks={0: (4,)})]
    with open_project(tmp_path / "p.lirst") as project:
        done = import_labels(given, project, options=ImportOptions(present="replace"))
        (info,) = list_sequences(project)
        (target,) = iter_targets(project, info.id)
        assert (target.area, target.track, done.replaced) == (4, 4, 1)
        assert project.undo_label == "import"
        project.undo()
    assert content(tmp_path / "p.lirst") == before


def test_a_moved_sequence_is_recognised_by_its_content(tmp_path):
    frames = write_frames(tmp_path / "s", 3)
    project_with_one_target(tmp_path / "p.lirst", frames)
    elsewhere = write_frames(tmp_path / "elsewhere", 3)
    good = MaskLabel(9, 9, np.ones((2, 2), bool))
    twice = [LabelledSequence(n, elsewhere, {1: (good,)}) for n in ("t",)]
    done = import_labels(twice, tmp_path / "p.lirst", add=True)
    assert (done.known, done.targets) == (1, 1)
    assert list(states_and_targets(tmp_path / "p.lirst")) == ["s"]


def test_a_frame_that_somebody_called_uncertain_stays_so(tmp_path):
    frames = write_frames(tmp_path / "s", 2)
    good = MaskLabel(3, 3, np.ones((1, 2), bool))
    with create_project(tmp_path / "p.lirst") as project:
        info = add_sequence(project, frames)
        set_state(project, info.id, 0, FrameState.UNCERTAIN)
        given = [LabelledSequence("s", frames, {0: (good,), 1: (good,)})]
        done = import_labels(given, project)
        assert (done.accepted, done.edited) == (1, 1)
        states = [FrameState(s) for s in get_frame_states(project, info.id)]
        assert states == [FrameState.UNCERTAIN, FrameState.ACCEPTED]
        assert [t.state for t in iter_targets(project, info.id)] == ["edited", "accepted"]


def test_images_that_changed_since_are_named(tmp_path):
    frames = write_frames(tmp_path / "s", 3)
    project_with_one_target(tmp_path / "p.lirst", frames)
    before = content(tmp_path / "p.lirst")
    write_frames(frames, 5)
    good = MaskLabel(3, 3, np.ones((1, 2), bool))
    given = [
        LabelledSequence("s", frames, {4: (good,)}),
        LabelledSequence("t", write_frames(tmp_path / "t", 1), {0: (good,)}),
    ]
    done = import_labels(given, tmp_path / "p.lirst", add=True)
    assert "has 5 frames of 64x48 pixels, but 's' in the project is of 3" in (
        done.failures[0].message
    )
    assert (done.failed, done.targets) == (1, 1)
    assert content(tmp_path / "p.lirst")[:1] == before


def test_two_copies_of_an_image_stay_two_sequences(tmp_path):
    paths = [write_image(tmp_path / f"{name}.png", image(ONE)) for name in "ab"]
    good = MaskLabel(9, 9, np.ones((2, 2), bool))
    with create_project(tmp_path / "p.lirst") as project:
        add_sequence(project, write_image(tmp_path / "x.png", image(ONE)))
        given = [LabelledSequence(p.stem, p, {0: (good,)}) for p in paths]
        done = import_labels(given, project)
        assert (done.sequences, done.known, done.targets) == (2, 1, 2)
        assert [info.name for info in list_sequences(project)] == ["x", "b"]


def test_equal_names_of_two_sources_become_different(tmp_path):
    seen = preview([masked_set(tmp_path / "one"), masked_set(tmp_path / "two")])
    assert [one.name for one in seen.sequences] == ["a", "b", "a-2", "b-2"]
    assert any("'a-2'" in note for note in seen.notes)
    import_labels(seen, tmp_path / "p.lirst")
    assert list(states_and_targets(tmp_path / "p.lirst")) == ["a", "b", "a-2", "b-2"]


def test_folders_of_a_split_are_no_part_of_a_name(tmp_path):
    for name in ("train/a", "test/b", "train/c", "test/c"):
        masked_set(tmp_path / "set" / name)
    seen = preview([tmp_path / "set"])
    assert [(one.name, one.split) for one in seen.sequences] == [
        ("b/a", "test"), ("b/b", "test"), ("test/c/a", "test"), ("test/c/b", "test"),
        ("a/a", "train"), ("a/b", "train"), ("train/c/a", "train"), ("train/c/b", "train"),
    ]  # fmt: skip


def test_a_frame_that_is_labelled_twice_keeps_the_first_labels(tmp_path):
    frames = write_frames(tmp_path / "s", 2)
    one, two = (MaskLabel(x, 9, np.ones((2, 2), bool)) for x in (5, 9))
    given = [LabelledSequence("s", frames, {0: (label,)}) for label in (one, two)]
    done = import_labels(given, tmp_path / "p.lirst")
    assert "labelled twice" in done.failures[0].message
    _, targets = states_and_targets(tmp_path / "p.lirst")["s"]
    assert [t.x0 for t in targets] == [5]


def test_a_cancelled_import_leaves_nothing(tmp_path):
    seen = preview([sequence_of_masks(tmp_path / "set")])

    def stop(done: int, total: int) -> None:
        if done == 3:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        import_labels(seen, tmp_path / "p.lirst", progress=stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["set"]
    project_with_one_target(tmp_path / "q.lirst", write_frames(tmp_path / "s", 2))
    before = content(tmp_path / "q.lirst")
    with pytest.raises(Cancelled):
        import_labels(seen, tmp_path / "q.lirst", add=True, progress=stop)
    assert content(tmp_path / "q.lirst") == before


def test_a_goal_is_checked_first(tmp_path):
    given = [boxes_on(write_frames(tmp_path / "s", 3))]
    project_with_one_target(tmp_path / "p.lirst", tmp_path / "s")
    for goal, add, reason in (
        ("p.lirst", False, "exists already"),
        ("none.lirst", True, "no such project"),
        ("p.zip", False, "ends in .lirst"),
        ("no/p.lirst", False, "there is no folder"),
    ):
        with pytest.raises(P2MError, match=reason):
            import_labels(given, tmp_path / goal, add=add)


def test_nothing_that_opens_is_one_line(tmp_path):
    given = [LabelledSequence("s", tmp_path / "gone", {0: ()})]
    with pytest.raises(InputError, match=r"no sequence can be imported; the first: .*gone"):
        import_labels(given, tmp_path / "p.lirst")
    assert not (tmp_path / "p.lirst").exists()


@settings(max_examples=25)
@given(
    arrays(bool, st.tuples(st.integers(1, 9), st.integers(1, 9))).filter(np.any),
    st.integers(0, 40),
    st.integers(0, 30),
)
def test_any_mask_comes_as_it_is(tmp_path_factory, pixels, x0, y0):
    tmp_path = tmp_path_factory.mktemp("any")
    path = write_image(tmp_path / "a.png", image())
    given = [LabelledSequence("a", path, {0: (MaskLabel(x0, y0, pixels),)})]
    import_labels(given, tmp_path / "p.lirst")
    (target,) = states_and_targets(tmp_path / "p.lirst")["a"][1]
    whole = np.zeros((HEIGHT, WIDTH), bool)
    whole[y0 : y0 + pixels.shape[0], x0 : x0 + pixels.shape[1]] = pixels
    assert np.array_equal(paint(target, (HEIGHT, WIDTH)), whole)


@given(
    st.sets(st.builds(TrackKey, st.integers(0, 3), st.booleans(), st.integers(1, 10**19))),
    st.integers(0, 50),
    st.booleans(),
)
def test_no_two_tracks_get_one_number(keys, above, keep):
    numbers = numbers_of(keys, above, keep)
    assert len(set(numbers.values())) == len(keys)
    assert all(1 <= number < 2**62 for number in numbers.values())
    if not keep:
        assert all(number > above for number in numbers.values())


def test_numbers_of_a_set_are_kept():
    keys = [TrackKey(0, False, 7), TrackKey(0, True, 1), TrackKey(1, False, 2)]
    assert list(numbers_of(keys, 0).values()) == [7, 8, 10]
