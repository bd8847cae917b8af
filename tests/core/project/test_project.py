"""What the window does with a project, step by step."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from p2m_core.errors import InputError, P2MError
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Project,
    TargetChange,
    TargetState,
    _history,
    add_sequence,
    add_sequences,
    count_accepted,
    count_states,
    count_targets,
    create_project,
    get_frame_states,
    get_meta,
    get_sequence,
    get_target,
    get_track_runs,
    iter_targets,
    list_sequences,
    list_targets,
    list_track_numbers,
    list_tracks,
    look_at,
    next_track,
    open_project,
    relink_sequence,
    set_meta,
)
from tests.core.project.sample import (
    CROSS,
    PIXEL,
    add,
    change,
    make_frames,
    make_project,
    set_state,
    target,
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project, _ = make_project(tmp_path)
    with project:
        yield project


def test_an_edit_is_in_the_file_when_apply_returns(project: Project) -> None:
    with open_project(project.path, readonly=True) as reader:
        assert list_targets(reader, 1, 2) == []
        edit = Edit(
            "grow target",
            1,
            2,
            (TargetChange(None, target(2)),),
            (FrameChange(2, FrameState.UNSEEN, FrameState.EDITED),),
        )
        stored = project.apply(edit).targets[0].after
        assert stored is not None
        assert list_targets(reader, 1, 2) == [stored]
        assert get_target(reader, stored.id) == stored
        assert get_frame_states(reader, 1).tolist() == [0, 0, FrameState.EDITED, 0, 0, 0]


def test_targets_come_back_as_they_were(project: Project) -> None:
    rng = np.random.default_rng(1)
    for shape in ((1, 1), (1, 9), (9, 1), (7, 5), (24, 32)):
        mask = rng.random(shape) < 0.5
        mask[0] = mask[-1] = mask[:, 0] = mask[:, -1] = True
        stored = add(project, target(x0=0, y0=0, mask=mask, seeds=((0.1, 1 / 3), (-0.0, 2e-30))))
        again = get_target(project, stored.id)
        assert again == stored
        assert again.mask.tobytes() == mask.tobytes()
        assert again.mask.shape == shape
        assert not again.mask.flags.writeable


def test_the_file_can_be_queried_by_others(project: Project) -> None:
    add(project, target(x0=10, y0=20, mask=PIXEL))
    with sqlite3.connect(project.path) as db:
        row = db.execute("SELECT centroid_x, centroid_y, area, origin FROM targets").fetchone()
    db.close()
    assert row == (10.0, 20.0, 1, "click")


def test_undo_and_redo_restore_bit_for_bit_and_return_the_place(project: Project) -> None:
    first = add(project, target(3), "click")
    second = replace(first, mask=PIXEL, x0=5, y0=6)
    change(project, first, second, "brush")
    change(project, second, None, "remove")
    assert (project.undo_label, project.redo_label) == ("remove", None)

    undone = project.undo()
    assert undone is not None
    assert (undone.label, undone.frame) == ("remove", 3)
    assert undone.targets == (TargetChange(None, second),)
    assert list_targets(project, 1, 3) == [second]
    project.undo()
    assert list_targets(project, 1, 3) == [first]
    assert (project.undo_label, project.redo_label) == ("click", "brush")
    project.undo()
    assert list_targets(project, 1, 3) == []
    assert project.undo() is None
    assert project.undo_label is None

    for expected in ([first], [second], []):
        assert project.redo() is not None
        assert list_targets(project, 1, 3) == expected
    assert project.redo() is None


def test_undo_works_after_a_restart(project: Project) -> None:
    first = add(project, target())
    change(project, first, None)
    project.undo()
    project.close()
    with open_project(project.path) as again:
        assert list_targets(again, 1, 0) == [first]
        assert (again.undo_label, again.redo_label) == ("add", "edit")
        again.redo()
        assert list_targets(again, 1, 0) == []
        again.undo()
        again.undo()
        assert list_targets(again, 1, 0) == []


def test_a_new_edit_drops_the_undone_ones(project: Project) -> None:
    add(project, target(), "first")
    add(project, target(track=2), "second")
    project.undo()
    add(project, target(track=3), "third")
    assert project.redo_label is None
    assert project.redo() is None
    project.undo()
    assert project.undo_label == "first"


def test_a_drag_is_one_undo_step_and_each_move_is_stored(project: Project) -> None:
    start = current = add(project, target(), "grow")
    for x in range(5, 10):
        moved = replace(current, x0=x)
        change(project, current, moved, "scrub", merge=True)
        with open_project(project.path, readonly=True) as reader:
            assert list_targets(reader, 1, 0) == [moved]
        current = moved
    project.undo()
    assert list_targets(project, 1, 0) == [start]
    project.redo()
    assert list_targets(project, 1, 0) == [current]


def test_only_steps_of_one_gesture_are_merged(project: Project) -> None:
    a = add(project, target())
    b = add(project, target(track=2))
    a2, b2 = replace(a, x0=9), replace(b, x0=9)
    change(project, a, a2, "scrub", merge=True)
    change(project, b, b2, "scrub", merge=True)  # another target
    b3 = replace(b, x0=10)
    change(project, b2, b3, "brush", merge=True)  # another label
    b4 = replace(b, x0=11)
    change(project, b3, b4, "brush", merge=False)  # not asked for
    for expected in ([a2, b3], [a2, b2], [a2, b], [a, b]):
        project.undo()
        assert list_targets(project, 1, 0) == expected


def test_a_merge_after_undo_starts_a_new_step(project: Project) -> None:
    a = add(project, target())
    b, c = replace(a, x0=8), replace(a, x0=9)
    change(project, a, b, "scrub")
    change(project, b, c, "scrub")
    project.undo()
    change(project, b, c, "scrub", merge=True)
    project.undo()
    assert list_targets(project, 1, 0) == [b]


def test_a_merge_folds_frame_states_too(project: Project) -> None:
    a = add(project, target())
    b, c, d = replace(a, x0=8), replace(a, x0=9), replace(a, x0=10)
    edited = FrameChange(0, FrameState.UNSEEN, FrameState.EDITED)
    accepted = FrameChange(0, FrameState.EDITED, FrameState.ACCEPTED)
    other = FrameChange(1, FrameState.UNSEEN, FrameState.UNCERTAIN)
    project.apply(Edit("scrub", 1, 0, (TargetChange(a, b),), (edited,)))
    project.apply(Edit("scrub", 1, 0, (TargetChange(b, c),)), merge=True)
    project.apply(Edit("scrub", 1, 0, (TargetChange(c, d),), (accepted, other)), merge=True)
    project.undo()
    assert list_targets(project, 1, 0) == [a]
    assert not get_frame_states(project, 1).any()
    project.redo()
    assert list_targets(project, 1, 0) == [d]
    assert get_frame_states(project, 1)[:2].tolist() == [FrameState.ACCEPTED, FrameState.UNCERTAIN]


def test_a_target_drawn_and_wiped_in_one_gesture_can_be_undone(project: Project) -> None:
    a = add(project, target(), "stroke")
    change(project, a, None, "stroke", merge=True)
    assert list_targets(project, 1, 0) == []
    project.undo()
    assert list_targets(project, 1, 0) == [a]


def test_an_edit_that_changes_nothing_leaves_no_undo_step(project: Project) -> None:
    a = add(project, target(), "add")
    change(project, a, a, "nothing")
    project.apply(Edit("nothing", 1, 0))
    assert project.undo_label == "add"


def test_numbers_are_never_used_twice(project: Project) -> None:
    a = add(project, target())
    handed_out = project.new_target_id()
    assert handed_out > a.id
    assert project.new_target_id() != handed_out
    b = add(project, target(track=2))
    project.undo()
    c = add(project, target(track=3))  # b's undo step is gone for good
    assert len({a.id, handed_out, b.id, c.id}) == 4
    change(project, c, None)
    project.close()
    with open_project(project.path) as again:
        assert again.new_target_id() > c.id


def test_an_edit_of_something_else_is_refused_and_changes_nothing(project: Project) -> None:
    a = add(project, target())
    stale = replace(a, x0=9)
    bit = CROSS.copy()
    bit[0, 0] = True
    for before, after in (
        (stale, a),  # not what is stored
        (replace(a, mask=bit), a),  # one bit differs
        (replace(a, parameters={"support_radius": 20, "polarity": 1}), a),  # 20 is not 20.0
        (replace(a, id=99), None),  # no such target
        (None, a),  # the number is taken
    ):
        fresh = TargetChange(None, target(1, track=5))
        with pytest.raises(P2MError, match="not what the edit starts from"):
            project.apply(Edit("edit", 1, 0, (fresh, TargetChange(before, after))))
    with pytest.raises(P2MError, match="frame 1 is unseen, not edited"):
        project.apply(
            Edit(
                "edit",
                1,
                0,
                (TargetChange(a, None),),
                (FrameChange(0, FrameState.EDITED, FrameState.UNSEEN),),
            )
        )
    assert list(iter_targets(project, 1)) == [a]
    assert project.undo_label == "add"


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (target(frame=6), "is in frame 7; the last is 6"),
        (target(x0=30), "outside the 32x24 frame"),
        (target(sequence=2), "no sequence 2"),
    ],
)
def test_an_edit_outside_the_sequence_is_refused(
    project: Project, new: object, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        add(project, new)  # type: ignore[arg-type]
    assert project.undo_label is None


def test_the_history_keeps_the_newest(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_history, "HISTORY_LIMIT", 3)
    for track in range(1, 7):
        add(project, target(track=track), f"add {track}")
    labels = []
    while (label := project.undo_label) is not None:
        labels.append(label)
        project.undo()
    assert labels == ["add 6", "add 5", "add 4"]
    assert [t.track for t in list_targets(project, 1, 0)] == [1, 2, 3]


def test_the_history_keeps_a_step_of_many_sequences_whole_or_drops_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_history, "HISTORY_LIMIT", 3)

    def labels() -> list[str]:
        found = []
        while (label := project.undo_label) is not None:
            found.append(label)
            project.undo()
        while project.redo() is not None:
            pass
        return found

    add(project, target(track=1), "click")
    for track in range(2, 7):
        add(project, target(track=track), "merge 7")
    assert labels() == ["merge 7"] * 5
    for track in (7, 8):
        add(project, target(track=track), "click")
    assert labels() == ["click"] * 2 + ["merge 7"] * 5
    add(project, target(track=9), "click")
    assert labels() == ["click"] * 3


def test_targets_are_listed_by_track_and_frames_in_order(project: Project) -> None:
    for frame, track in ((4, 2), (1, 2), (1, 1), (4, 1), (0, 7)):
        add(project, target(frame, track=track))
    assert [t.track for t in list_targets(project, 1, 4)] == [1, 2]
    assert [(t.frame, t.track) for t in iter_targets(project, 1)] == [
        (0, 7), (1, 1), (1, 2), (4, 1), (4, 2),
    ]  # fmt: skip
    assert list_tracks(project, 1) == [(1, 2, 1, 4, 0), (2, 2, 1, 4, 0), (7, 1, 0, 0, 0)]
    assert list_track_numbers(project, 1) == [1, 2, 7]
    assert get_track_runs(project, 1, 2).tolist() == [[1, 1], [4, 4]]
    assert get_track_runs(project, 1, 2, first=2, last=5).tolist() == [[4, 4]]
    assert get_track_runs(project, 1, 9).shape == (0, 2)
    assert next_track(project, 1) == 8
    assert next_track(project, 2) == 1


def test_frame_states_are_one_number_a_frame(project: Project) -> None:
    for frame, state in enumerate(FrameState):
        set_state(project, 1, frame, state)
    states = get_frame_states(project, 1)
    assert states.dtype == np.uint8
    assert states.tolist() == [0, 1, 2, 3, 4, 5]
    set_state(project, 1, 4, FrameState.UNSEEN)
    assert get_frame_states(project, 1).tolist() == [0, 1, 2, 3, 0, 5]


def test_accepted_frames_and_their_targets_are_counted(project: Project) -> None:
    assert count_states(project) == {}
    assert count_accepted(project) == {}
    for frame, state in ((0, FrameState.ACCEPTED), (1, FrameState.ACCEPTED), (2, FrameState.EDITED),
                         (3, FrameState.VERIFIED_EMPTY)):  # fmt: skip
        for track in range(1, 3 if frame < 3 else 1):
            add(project, target(frame, track=track))
        set_state(project, 1, frame, state)
    add(project, target(1, track=3, state=TargetState.SUGGESTED))
    assert count_accepted(project) == {1: 4}, "without the edited frame and the suggestion"
    counts = {FrameState.ACCEPTED: 2, FrameState.EDITED: 1, FrameState.VERIFIED_EMPTY: 1}
    assert count_states(project) == {1: counts}


def test_settings_are_kept_outside_the_undo_history(project: Project) -> None:
    assert get_meta(project, "window.1") is None
    set_meta(project, "window.1", {"low": 100, "high": 2.5})
    set_meta(project, "window.1", {"low": 200, "high": [1, None]})
    assert project.undo_label is None
    with pytest.raises(InputError, match="is not a JSON value"):
        set_meta(project, "bad", {1, 2})
    project.close()
    with open_project(project.path) as again:
        assert get_meta(again, "window.1", "default") == {"low": 200, "high": [1, None]}
        assert get_meta(again, "bad", "default") == "default"


def test_a_sequence_has_its_name_path_size_and_type(project: Project, tmp_path: Path) -> None:
    info = list_sequences(project)[0]
    assert (info.id, info.name, info.path) == (1, "clip", tmp_path / "clip")
    assert (info.width, info.height, info.dtype, info.frame_count) == (32, 24, "uint16", 6)
    assert get_sequence(project, 1) == info
    with pytest.raises(InputError, match="no sequence 5"):
        get_sequence(project, 5)
    with pytest.raises(InputError):
        add_sequence(project, tmp_path / "nowhere")
    assert len(list_sequences(project)) == 1


def test_names_are_unique_and_a_source_is_added_once(project: Project, tmp_path: Path) -> None:
    other = add_sequence(project, make_frames(tmp_path / "b" / "clip", seed=1))
    third = add_sequence(project, make_frames(tmp_path / "c" / "clip", seed=2))
    assert [other.name, third.name] == ["clip-2", "clip-3"]
    assert add_sequence(project, tmp_path / "b" / ".." / "b" / "clip") == other
    assert len(list_sequences(project)) == 3


def test_sequences_are_added_many_at_a_time(project: Project, tmp_path: Path) -> None:
    places = [make_frames(tmp_path / name / "clip", seed=i) for i, name in enumerate("abcd")]
    found = [look_at(place) for place in (*places, tmp_path / "clip", places[0])]
    added = add_sequences(project, found)
    names = ["clip-2", "clip-3", "clip-4", "clip-5", "clip", "clip-2"]
    assert [info.name for info in added] == names
    assert [info.path for info in added] == [info.path for info in found]
    assert list_sequences(project) == [added[4], *added[:4]]
    assert [replace(info, id=0, name="clip") for info in added[:4]] == found[:4]


def test_a_batch_of_changes_is_stored_whole_or_not_at_all(project: Project, tmp_path: Path) -> None:
    other = look_at(make_frames(tmp_path / "b" / "clip"))
    with open_project(project.path, readonly=True) as reader:

        def break_off() -> None:
            with project.transaction():
                add_sequences(project, [other])
                add(project, target())
                raise KeyError

        with pytest.raises(KeyError):
            break_off()
        assert len(list_sequences(project)) == 1
        assert list_targets(project, 1, 0) == []
        assert project.undo_label is None
        with project.transaction():
            add_sequences(project, [other])
            with pytest.raises(InputError):
                add(project, target(frame=99))
            kept = add(project, target())
            assert list_targets(reader, 1, 0) == []
        assert list_targets(reader, 1, 0) == [kept]
        assert len(list_sequences(reader)) == 2
        assert count_targets(reader, 1).tolist() == [1, 0, 0, 0, 0, 0]


def test_project_and_images_move_together(tmp_path: Path) -> None:
    make_frames(tmp_path / "old" / "data" / "clip")
    (tmp_path / "old" / "labels").mkdir()
    with create_project(tmp_path / "old" / "labels" / "sky.lirst") as project:
        add_sequence(project, tmp_path / "old" / "data" / "clip")
    (tmp_path / "old").rename(tmp_path / "new")
    with open_project(tmp_path / "new" / "labels" / "sky.lirst") as project:
        assert list_sequences(project)[0].path == tmp_path / "new" / "data" / "clip"


def test_a_link_beside_the_project_moves_with_it(tmp_path: Path) -> None:
    make_frames(tmp_path / "store" / "clip")
    home = tmp_path / "a" / "b"
    home.mkdir(parents=True)
    (home / "data").symlink_to(tmp_path / "store")
    with create_project(home / "sky.lirst") as project:
        assert add_sequence(project, home / "data" / "clip").path == home / "data" / "clip"
    home.rename(tmp_path / "b")
    with open_project(tmp_path / "b" / "sky.lirst") as project:
        assert list_sequences(project)[0].path == tmp_path / "b" / "data" / "clip"


def test_relink_takes_the_same_images_only(project: Project, tmp_path: Path) -> None:
    a = add(project, target())
    (tmp_path / "clip").rename(tmp_path / "moved")
    assert relink_sequence(project, 1, tmp_path / "moved").path == tmp_path / "moved"

    other = make_frames(tmp_path / "other", seed=9)
    with pytest.raises(InputError, match="is not the sequence clip: its content differs"):
        relink_sequence(project, 1, other)
    assert get_sequence(project, 1).path == tmp_path / "moved"
    assert relink_sequence(project, 1, other, force=True).path == other
    assert relink_sequence(project, 1, other).name == "clip"

    short = make_frames(tmp_path / "short", count=5)
    with pytest.raises(InputError, match="it has 5 frames, not 6"):
        relink_sequence(project, 1, short, force=True)
    np.save(tmp_path / "wide.npy", np.zeros((6, 24, 40), np.uint16))
    with pytest.raises(InputError, match="40x24, not 32x24"):
        relink_sequence(project, 1, tmp_path / "wide.npy", force=True)
    assert list_targets(project, 1, 0) == [a]


def test_a_snapshot_does_not_see_later_edits(project: Project) -> None:
    a = add(project, target())
    with open_project(project.path, readonly=True) as reader:
        with reader.read_transaction():
            assert list_targets(reader, 1, 0) == [a]
            change(project, a, None)
            assert list_targets(reader, 1, 0) == [a]
        assert list_targets(reader, 1, 0) == []


def test_reading_damage_names_the_target(project: Project) -> None:
    a = add(project, target(), "add")
    for column, value in (
        ("mask", b""), ("mask", "text"), ("mask", b"\0\0"), ("seeds", "["), ("seeds", "[[1]]"),
        ("origin", "elsewhere"), ("width", 10**9), ("width", -3), ("parameters", "[" * 100_000),
        ("x0", "left"), ("frame", -1),
    ):  # fmt: skip
        with sqlite3.connect(project.path) as db:
            (good,) = db.execute(f"SELECT {column} FROM targets").fetchone()
            db.execute(f"UPDATE targets SET {column} = ?", (value,))
            db.commit()
            with pytest.raises(P2MError, match="target 1 is damaged"):
                get_target(project, a.id)
            with pytest.raises(P2MError):
                project.undo()
            db.execute(f"UPDATE targets SET {column} = ?", (good,))
        db.close()
    assert list_targets(project, 1, 0) == [a]
    with sqlite3.connect(project.path) as db:
        db.execute("UPDATE history_change SET after = ?", ('{"a": 1}',))
    db.close()
    with pytest.raises(P2MError, match="undo history is damaged"):
        project.undo()
    assert list_targets(project, 1, 0) == [a]
    set_state(project, 1, 0, FrameState.EDITED)
    with sqlite3.connect(project.path) as db:
        db.execute("INSERT INTO frame_states VALUES (1, 99, 'accepted'), (1, 'x', 'accepted')")
        db.execute("UPDATE history_change SET frame = 'x' WHERE frame IS NOT NULL")
    db.close()
    assert get_frame_states(project, 1).tolist() == [FrameState.EDITED, 0, 0, 0, 0, 0]
    with pytest.raises(P2MError, match="undo history is damaged"):
        project.undo()


def test_accepting_many_targets_is_one_step(project: Project) -> None:
    stored = [add(project, target(frame)) for frame in range(6)]
    accepted = [replace(t, state=TargetState.ACCEPTED) for t in stored]
    changes = tuple(TargetChange(t, u) for t, u in zip(stored, accepted, strict=True))
    frames = tuple(FrameChange(i, FrameState.UNSEEN, FrameState.ACCEPTED) for i in range(6))
    project.apply(Edit("accept all", 1, 0, changes, frames))
    assert list(iter_targets(project, 1)) == accepted
    project.undo()
    assert list(iter_targets(project, 1)) == stored
    assert not get_frame_states(project, 1).any()


def test_a_change_that_compares_equal_can_be_undone_too(project: Project) -> None:
    a = add(project, target(seeds=((0.0, 1.0),), parameters={"k": 1}), "add")
    b = replace(a, seeds=((-0.0, 1.0),), parameters={"k": 1.0})
    assert a == b
    change(project, a, b, "retune")
    assert repr(get_target(project, a.id).seeds) == "((-0.0, 1.0),)"
    assert project.undo_label == "retune"
    project.undo()
    project.undo()
    assert list_targets(project, 1, 0) == []
