"""Sequences that are removed: nothing sees them, undo brings all back, and in the end they go."""

from pathlib import Path

import numpy as np
import pytest

from p2m_core.detector import Detection
from p2m_core.errors import InputError, P2MError
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    NoteChange,
    Origin,
    Project,
    Remark,
    RemovalChange,
    SequenceInfo,
    Target,
    TargetChange,
    TargetState,
    _history,
    add_sequences,
    count_accepted,
    count_categories,
    count_flagged,
    count_frames_done,
    count_labels,
    count_sequences,
    count_states,
    create_project,
    get_sequence,
    get_sequence_notes,
    get_target_table,
    images_around,
    left_to_review,
    list_cards,
    list_sequence_names,
    list_sequences,
    list_teaching,
    list_waiting,
    open_project,
    renaming,
    sequence_at_step,
    store_predictions,
    take_snapshot,
)


def info(name: str, frames: int, folder: Path) -> SequenceInfo:
    return SequenceInfo(0, name, folder / name, name, 32, 24, "uint8", frames)


def remove(project: Project, *ids: int) -> None:
    project.apply(Edit("remove-sequence", ids[0], 0, removal=RemovalChange(ids, True)))


def label(project: Project, id: int) -> None:
    """An accepted and a waiting target, a note, a flag and a prediction."""
    for frame, state in ((0, TargetState.ACCEPTED), (1, TargetState.EDITED)):
        target = Target(
            sequence=id, frame=frame, track=1, x0=4, y0=5, mask=np.ones((2, 3), bool),
            origin=Origin.CLICK, state=state, algorithm="brush", category="bird",
        )  # fmt: skip
        of_frame = FrameState.from_word(str(state))
        project.apply(
            Edit(
                "brush", id, frame, (TargetChange(None, target),),
                (FrameChange(frame, FrameState.UNSEEN, of_frame),),
            )
        )  # fmt: skip
    notes = NoteChange(None, Remark(), Remark("dusk")), NoteChange(2, Remark(), Remark("", True))
    project.apply(Edit("note", id, 0, notes=notes))
    store_predictions(project, id, "RPR-Net", [(3, [Detection(9, 9, 2.0, 0.9)])])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Three sequences; the second one is labelled."""
    project = create_project(tmp_path / "p.lirst")
    add_sequences(project, [info(name, 4, tmp_path) for name in ("a", "b", "c")])
    label(project, 2)
    return project


def seen(project: Project) -> list[object]:
    """All that functions over the whole project return."""
    return [
        list_sequences(project), list_sequence_names(project), count_sequences(project),
        count_frames_done(project), count_states(project), count_accepted(project),
        count_categories(project), count_flagged(project), get_sequence_notes(project),
        left_to_review(project, 0.5), list_teaching(project),
        [(card.info.id, card.targets, card.note) for card in list_cards(project, 0.5)],
        {id: waiting.id.tolist() for id, waiting in list_waiting(project).items()},
        sequence_at_step(project, 1, 1), sequence_at_step(project, 3, -1),
    ]  # fmt: skip


def test_nothing_sees_a_removed_sequence_and_undo_brings_back_all(project: Project) -> None:
    with project:
        before = seen(project)
        table = get_target_table(project, 2)
        assert count_labels(project, [2]) == (2, 2, 2)
        remove(project, 2)
        assert [info.name for info in list_sequences(project)] == ["a", "c"]
        after = seen(project)
        assert after[2:6] == [2, 0, {}, {}]
        assert after[6:11] == [{}, {}, {}, [], []]
        assert after[13:] == [3, 1]
        assert renaming(project, "class", {"bird": "drone"}, {}) == []
        with pytest.raises(InputError, match="has no sequence 2"):
            get_sequence(project, 2)
        with pytest.raises(InputError, match="has no sequence 2"):
            label(project, 2)
        project.undo()
        assert seen(project) == before
        assert np.array_equal(get_target_table(project, 2).id, table.id)
        project.redo()
        assert seen(project) == after
        with pytest.raises(P2MError, match="are not all what the edit starts from"):
            remove(project, 2)


def test_the_same_images_are_added_anew_and_undo_finds_a_free_name(
    project: Project, tmp_path: Path
) -> None:
    with project:
        remove(project, 2)
        (again,) = add_sequences(project, [info("b", 4, tmp_path)])
        assert (again.id, again.name) == (4, "b")
        assert count_labels(project, [4]) == (0, 0, 0)
        project.undo()
        assert [s.name for s in list_sequences(project)] == ["a", "b-2", "c", "b"]


def test_what_undo_cannot_reach_is_deleted_for_good(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_history, "HISTORY_LIMIT", 3)
    with project:
        remove(project, 2)
        for text in "vwxyz":
            before = get_sequence_notes(project).get(1, Remark())
            note = NoteChange(None, before, Remark(text))
            project.apply(Edit("note", 1, 0, notes=(note,)))
        for table in ("targets", "frame_states", "notes", "predictions", "history"):
            sql = f"SELECT COUNT(*) FROM {table} WHERE sequence = 2"
            assert project.read(sql) == [(0,)], table
        assert project.read("SELECT id FROM sequences") == [(1,), (3,)]
        while project.undo():
            pass
        assert [s.name for s in list_sequences(project)] == ["a", "c"]


def test_a_snapshot_to_train_on_has_no_removed_sequence(project: Project, tmp_path: Path) -> None:
    with project:
        remove(project, 2)
        take_snapshot(project.path, tmp_path / "copy.lirst")
    with open_project(tmp_path / "copy.lirst", readonly=True) as copy:
        assert copy.read("SELECT name FROM sequences") == [("a",), ("c",)]
        assert copy.read("SELECT COUNT(*) FROM targets") == [(0,)]


def test_the_images_of_a_row_close_up(tmp_path: Path) -> None:
    with create_project(tmp_path / "p.lirst") as project:
        add_sequences(project, [info(name, 1, tmp_path) for name in "abcd"])
        remove(project, 2)
        assert [image.name for image in images_around(project, 3)] == ["a", "c", "d"]
