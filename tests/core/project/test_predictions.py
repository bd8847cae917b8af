"""Predictions in the project file: beside the targets, never among them, rejected for good."""

import json
import sqlite3
from pathlib import Path

import pytest

from p2m_core.datasets import layout
from p2m_core.datasets.writers import sirstd_pixel
from p2m_core.detector import Detection
from p2m_core.errors import InputError
from p2m_core.project import (
    Edit,
    FrameState,
    Prediction,
    PredictionChange,
    Project,
    TargetChange,
    TargetState,
    _migrations,
    _target_rows,
    create_project,
    get_frame_states,
    get_prediction_scores,
    iter_targets,
    list_predictions,
    list_targets,
    list_tracks,
    open_project,
    store_predictions,
)
from tests.core.project.sample import add, make_frames, make_project, set_state, target

NEAR, FAR = Detection(6.0, 6.0, 1.5, 0.9), Detection(20.25, 12.5, 2.0, 0.4)


@pytest.fixture
def project(tmp_path: Path):
    project, _ = make_project(tmp_path)
    with project:
        yield project


def reject(project: Project, prediction: Prediction) -> Edit:
    change = PredictionChange(prediction, rejected=True)
    return project.apply(
        Edit("reject", prediction.sequence, prediction.frame, predictions=(change,))
    )


def where(predictions: list[Prediction]) -> list[Detection]:
    return [p.detection for p in predictions]


def test_predictions_are_stored_and_listed_surest_first(tmp_path: Path) -> None:
    project, _ = make_project(tmp_path)
    with project:
        store_predictions(project, 1, "rprnet", [(2, [FAR, NEAR]), (4, [])])
    with open_project(project.path) as again:
        stored = list_predictions(again, 1, 2)
        assert where(stored) == [NEAR, FAR]
        assert {p.detector for p in stored} == {"rprnet"}
        assert not any(p.rejected for p in stored)
        assert list_predictions(again, 1, 4) == []
        assert get_prediction_scores(again, 1).tolist() == pytest.approx([0, 0, 0.9, 0, 0, 0])


def test_a_new_run_replaces_the_predictions_of_its_frames(project: Project) -> None:
    store_predictions(project, 1, "log", [(0, [NEAR]), (1, [NEAR])])
    store_predictions(project, 1, "rprnet", [(0, [FAR])])
    assert where(list_predictions(project, 1, 0)) == [FAR]
    assert where(list_predictions(project, 1, 1)) == [NEAR]


def test_a_rejected_prediction_does_not_come_back(project: Project) -> None:
    store_predictions(project, 1, "log", [(0, [NEAR, FAR])])
    reject(project, list_predictions(project, 1, 0)[0])
    assert where(list_predictions(project, 1, 0)) == [FAR]
    assert get_prediction_scores(project, 1)[0] == pytest.approx(FAR.score)
    moved = NEAR._replace(x=7.2, y=6.5)
    store_predictions(project, 1, "rprnet", [(0, [moved, FAR]), (1, [moved])])
    assert where(list_predictions(project, 1, 0)) == [FAR], "the same thing, a pixel away"
    assert where(list_predictions(project, 1, 1)) == [moved], "but it may be one in another frame"


def test_a_rejection_is_one_undo_step(project: Project) -> None:
    store_predictions(project, 1, "log", [(0, [NEAR, FAR])])
    before = list_predictions(project, 1, 0)
    reject(project, before[0])
    project.undo()
    assert list_predictions(project, 1, 0) == before
    project.redo()
    assert list_predictions(project, 1, 0) == before[1:]
    assert (
        reject(project, list_predictions(project, 1, 0)[0]).label == project.undo_label == "reject"
    )


def test_a_rejection_can_be_taken_back_after_another_run(project: Project) -> None:
    store_predictions(project, 1, "log", [(0, [NEAR, FAR])])
    reject(project, list_predictions(project, 1, 0)[0])
    store_predictions(project, 1, "log", [(0, [FAR])])
    project.undo()
    assert where(list_predictions(project, 1, 0)) == [NEAR, FAR]


def test_numbers_are_never_used_twice(project: Project) -> None:
    store_predictions(project, 1, "log", [(0, [NEAR])])
    [first] = list_predictions(project, 1, 0)
    store_predictions(project, 1, "log", [(0, [])])
    store_predictions(project, 1, "log", [(0, [NEAR])])
    assert list_predictions(project, 1, 0)[0].id > first.id


def test_targets_and_rejections_in_one_edit_come_and_go_together(project: Project) -> None:
    store_predictions(project, 1, "log", [(0, [NEAR, FAR])])
    before = list_predictions(project, 1, 0)
    changes = tuple(PredictionChange(p, rejected=True) for p in before)
    project.apply(Edit("accept", 1, 0, (TargetChange(None, target()),), predictions=changes))
    assert len(list_targets(project, 1, 0)) == 1
    assert list_predictions(project, 1, 0) == []
    project.undo()
    assert list_targets(project, 1, 0) == []
    assert list_predictions(project, 1, 0) == before


def test_predictions_are_neither_targets_nor_edits(project: Project) -> None:
    store_predictions(project, 1, "log", [(frame, [NEAR]) for frame in range(6)])
    assert list(iter_targets(project, 1)) == []
    assert list_tracks(project, 1) == []
    assert not get_frame_states(project, 1).any()
    assert project.undo_label is None
    assert project.new_target_id() == 1


def test_export_leaves_predictions_out(project: Project, tmp_path: Path) -> None:
    store_predictions(project, 1, "log", [(frame, [NEAR, FAR]) for frame in range(6)])
    accepted = add(project, target(1, state=TargetState.ACCEPTED))
    set_state(project, 1, 1, FrameState.ACCEPTED)
    set_state(project, 1, 2, FrameState.VERIFIED_EMPTY)
    summary = sirstd_pixel.export(project, tmp_path / "out")
    assert (summary.frames, summary.targets, summary.targets_suggested) == (2, 1, 0)
    [row] = layout.read_targets(tmp_path / "out")
    assert (row.frame, row.area) == ("0001", accepted.area)


@pytest.mark.parametrize(
    "bad",
    [
        NEAR._replace(x=float("nan")),
        NEAR._replace(radius=0.0),
        NEAR._replace(score=1.5),
        NEAR._replace(score=-0.1),
    ],
)
def test_an_invalid_prediction_is_refused_and_nothing_stored(
    project: Project, bad: Detection
) -> None:
    with pytest.raises(InputError, match="is not a prediction: give finite numbers"):
        store_predictions(project, 1, "log", [(0, [NEAR]), (1, [bad])])
    with pytest.raises(InputError, match="frame 7: the sequence has 6 frames"):
        store_predictions(project, 1, "log", [(0, [NEAR]), (6, [NEAR])])
    assert not get_prediction_scores(project, 1).any()


def test_an_edit_reaches_the_predictions_of_its_frame_only(project: Project) -> None:
    store_predictions(project, 1, "log", [(3, [NEAR])])
    change = PredictionChange(list_predictions(project, 1, 3)[0], rejected=True)
    with pytest.raises(InputError, match="a prediction of frame 4"):
        Edit("reject", 1, 0, predictions=(change,))


def test_a_file_of_the_first_version_keeps_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(_migrations, "MIGRATIONS", _migrations.MIGRATIONS[:1])
        create_project(tmp_path / "old.lirst").close()
    db = sqlite3.connect(tmp_path / "old.lirst")
    clip = make_frames(tmp_path / "clip")
    db.execute("INSERT INTO sequences VALUES (1, ?, 'clip', '', 32, 24, 'uint16', 6)", (clip.name,))
    # What the first version wrote: one target that was drawn, and its undo step.
    stored = target(1, id=1)
    row = dict(zip(_target_rows.COLUMNS.split(", "), _target_rows.to_row(stored), strict=True))
    for later in ("category", "attributes", "note", "flagged"):
        del row[later]
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO targets ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    db.execute("UPDATE counter SET next = 2")
    db.execute("INSERT INTO frame_states VALUES (1, 1, 'edited')")
    db.execute("INSERT INTO history VALUES (1, 'grow', 1, 1, 0)")
    db.execute(
        "INSERT INTO history_change (history, position, frame, before, after) "
        "VALUES (1, 0, NULL, NULL, ?), (1, 1, 1, 'unseen', 'edited')",
        (json.dumps(json.loads(_target_rows.to_text(stored))[:-4]),),  # without a description
    )
    db.commit()
    db.close()
    with open_project(tmp_path / "old.lirst") as project:
        assert not project.readonly
        assert list_targets(project, 1, 1) == [stored]
        assert get_frame_states(project, 1)[1] == FrameState.EDITED
        assert not get_prediction_scores(project, 1).any()
        store_predictions(project, 1, "log", [(1, [NEAR])])
        assert project.undo().label == "grow"
        assert list_targets(project, 1, 1) == []
        assert get_frame_states(project, 1)[1] == FrameState.UNSEEN
        assert where(list_predictions(project, 1, 1)) == [NEAR]
    with open_project(tmp_path / "old.lirst", readonly=True) as reader:
        assert where(list_predictions(reader, 1, 1)) == [NEAR]
