"""The document: current frame, selection, undo that goes to its frame, stored view settings."""

import gc
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from label_irst.display.levels import Levels
from label_irst.document import Document
from label_irst.document.actions import frame_actions
from label_irst.document.edits import frame_edits
from label_irst.review.queue import next_in
from p2m_core.errors import P2MError
from p2m_core.geometry import measure
from p2m_core.project import (
    FrameState,
    Project,
    add_sequence,
    create_project,
    get_meta,
    get_sequence,
    list_targets,
    paint,
    set_meta,
)
from tests.gui import scenes
from tests.gui.conftest import open_document
from tests.gui.scenes import FIRST, FRAMES, HEIGHT, SECOND, WIDTH

pytestmark = pytest.mark.usefixtures("qapp")  # a document has timers


@pytest.fixture
def two(qapp: QApplication, tmp_path: Path) -> Project:
    """A project of two sequences."""
    project = create_project(tmp_path / "two.lirst")
    for name, count in (("a", 6), ("b", 9)):
        add_sequence(project, scenes.write_stack(tmp_path / f"{name}.npy", scenes.frames(count)))
    return project


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(-100, 100), max_size=6))
def test_no_step_leads_out_of_the_sequence(document: Document, steps: list[int]) -> None:
    place = document.frame
    for by in steps:
        document.step(by)
        place = min(max(place + by, 0), FRAMES - 1)
        assert document.frame == place
        np.testing.assert_array_equal(document.image, scenes.frame(place))


def test_the_selection_follows_the_active_track(document: Document) -> None:
    for number in range(3):
        document.go_to(number)
        for plane in (FIRST, SECOND):
            frame_actions.click(document, *plane.middle(number))
    target = next(t for t in document.targets if t.seeds == (FIRST.middle(2),))
    document.select(target)
    document.go_to(0)
    assert document.selected is not None
    assert document.selected.track == target.track
    document.go_to(20)
    assert document.selected is None
    document.go_to(1)
    assert document.selected is not None
    document.select(None)
    document.go_to(0)
    assert document.selected is None


def test_undo_and_redo_go_to_the_frame_they_change(document: Document) -> None:
    for number in (0, 7, 14):
        document.go_to(number)
        frame_actions.click(document, *FIRST.middle(number))
    document.go_to(25)
    gone = []
    for _ in range(3):
        document.undo()
        gone.append(document.frame)
        assert document.targets == []
        assert document.state is FrameState.UNSEEN
    assert gone == [14, 7, 0]
    document.undo()
    assert document.frame == 0
    back = []
    for _ in range(3):
        document.redo()
        back.append(document.frame)
        assert len(document.targets) == 1
        assert document.selected is document.targets[0]
    assert back == [0, 7, 14]


def test_undo_goes_to_the_sequence_it_changes(two: Project) -> None:
    document = Document()
    document.open_project(two)
    document.open_sequence(get_sequence(two, 1))
    document.go_to(3)
    frame_actions.click(document, *FIRST.middle(3))
    document.open_sequence(get_sequence(two, 2))
    document.go_to(8)
    frame_actions.mark(document, frame_edits.UNCERTAIN, FrameState.UNCERTAIN)
    document.go_to(1)
    document.undo()
    assert document.info is not None
    assert (document.info.id, document.frame) == (2, 8)
    document.undo()
    assert document.info is not None
    assert (document.info.id, document.frame) == (1, 3)
    assert document.targets == []
    assert document.states.size == 6
    document.redo()
    document.redo()
    assert document.info is not None
    assert (document.info.id, document.frame, document.state) == (2, 8, FrameState.UNCERTAIN)
    document.close()


def test_undo_outlives_the_program(document: Document, clip: Path) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    document.go_to(9)
    document.close()
    again = open_document(clip)
    again.undo()
    assert (again.frame, again.targets) == (0, [])
    again.close()


def test_undo_without_a_sequence_on_show_is_refused(two: Project, tmp_path: Path) -> None:
    """The images were moved away: the user cannot see what would change."""
    document = Document()
    document.open_project(two)
    document.open_sequence(get_sequence(two, 1))
    frame_actions.click(document, *FIRST.middle(0))
    path = two.path
    document.close()
    (tmp_path / "a.npy").rename(tmp_path / "elsewhere.npy")
    document = Document()
    project = open_again(path)
    document.open_project(project)
    with pytest.raises(P2MError):
        document.open_sequence(get_sequence(project, 1))
    messages: list[str] = []
    document.message.connect(messages.append)
    document.undo()
    assert messages
    assert len(list_targets(project, 1, 0)) == 1
    assert project.undo_label == "grow"
    document.close()


def test_undo_in_a_sequence_without_its_images_is_refused_with_a_message(
    two: Project, tmp_path: Path
) -> None:
    document = Document()
    document.open_project(two)
    document.open_sequence(get_sequence(two, 1))
    frame_actions.click(document, *FIRST.middle(0))
    document.open_sequence(get_sequence(two, 2))
    (tmp_path / "a.npy").rename(tmp_path / "elsewhere.npy")
    messages: list[str] = []
    document.message.connect(messages.append)
    document.undo()
    assert "a.npy" in messages[-1]
    assert document.info is not None
    assert document.info.id == 2, "what is shown stays"
    assert len(list_targets(two, 1, 0)) == 1, "and what cannot be shown is not changed"
    document.close()


def open_again(path: Path) -> Project:
    from p2m_core.project import open_project

    return open_project(path)


def test_place_levels_and_sequence_are_remembered(two: Project) -> None:
    document = Document()
    document.open_project(two)
    for id, frame, levels in ((1, 4, Levels(6000, 7000)), (2, 7, Levels(100, 300))):
        document.open_sequence(get_sequence(two, id))
        document.go_to(frame)
        document.display.set_levels(levels)
    path = two.path
    document.close()
    again = open_again(path)
    document.open_project(again)
    for id, frame, levels in ((1, 4, Levels(6000, 7000)), (2, 7, Levels(100, 300))):
        document.open_sequence(get_sequence(again, id))
        assert (document.frame, document.display.levels) == (frame, levels)
    assert get_meta(again, "last-sequence") == 2
    document.close()


def test_an_invalid_view_setting_is_ignored(two: Project) -> None:
    for key, value in (("last-frame:1", "seven"), ("display:1", [1, 2]), ("last-frame:2", 10**9)):
        set_meta(two, key, value)
    document = Document()
    document.open_project(two)
    document.open_sequence(get_sequence(two, 1))
    assert document.frame == 0
    assert document.display.levels.window > 0
    document.open_sequence(get_sequence(two, 2))
    assert document.frame == 8
    document.close()


def test_images_that_no_longer_match_the_sequence_are_refused(two: Project, tmp_path: Path) -> None:
    document = Document()
    document.open_project(two)
    document.open_sequence(get_sequence(two, 2))
    scenes.write_stack(tmp_path / "a.npy", scenes.frames(3))
    with pytest.raises(P2MError, match="relink"):
        document.open_sequence(get_sequence(two, 1))
    assert document.info is not None
    assert document.info.id == 2
    np.testing.assert_array_equal(document.image, scenes.frame(0))
    document.close()


def test_measurements_are_those_of_the_core(document: Document) -> None:
    frame_actions.click(document, *SECOND.middle(0))
    (target,) = document.targets
    assert document.image is not None
    expected = measure(document.image, paint(target, (HEIGHT, WIDTH)), 20.0)
    assert document.numbers(target) == expected
    assert expected.area == 25
    assert expected.scr > 50


@given(
    states=st.lists(st.sampled_from(list(FrameState)), min_size=1, max_size=30),
    data=st.data(),
)
def test_the_next_frame_to_review_is_found_with_wrap_around(
    states: list[FrameState], data: st.DataObject
) -> None:
    document = Document()
    document.states = np.array(states, np.uint8)
    document.frame = data.draw(st.integers(0, len(states) - 1))
    wanted = {FrameState.EDITED, FrameState.UNCERTAIN}
    round_trip = [*range(document.frame + 1, len(states)), *range(document.frame + 1)]
    expected = next((f for f in round_trip if states[f] in wanted), None)
    assert next_in(document.shown_states, document.frame, wanted) == expected


def test_commands_on_a_closed_document_do_nothing(document: Document) -> None:
    document.close()
    document.close()
    assert document.project is None
    assert document.image is None
    document.go_to(4)
    document.step(1)
    document.undo()
    document.redo()
    document.display.auto_levels()
    document.display.set_levels(Levels(0, 1))
    assert not frame_actions.click(document, 5, 5)
    assert not frame_actions.accept(document)
    assert document.frame == 0
    assert document.state is FrameState.UNSEEN
    assert next_in(document.shown_states, document.frame, set(FrameState)) is None


def test_a_closed_project_can_be_opened_by_the_next(document: Document) -> None:
    assert document.project is not None
    path = document.project.path
    document.close()
    gc.collect()
    open_again(path).close()
    assert not list(path.parent.glob("*.lock"))


@pytest.mark.parametrize(
    "strange",
    [
        {"parameters": {"support_radius": "wide", "weights": [1, 1, 1, 1]}},
        {"parameters": {"support_radius": 20.0}},
        {"seeds": ((9999.0, 9999.0),)},
    ],
)
def test_a_target_with_unknown_parameters_is_shown_without_its_growth(
    document: Document, strange: dict[str, Any]
) -> None:
    frame_actions.click(document, *FIRST.middle(0))
    assert document.growth is not None
    target = replace(document.targets[0], id=0, track=7, **strange)
    state = document.state
    document.apply(
        frame_edits.change_target(frame_edits.GROW, None, target, document.targets, state)
    )
    (stored,) = (t for t in document.targets if t.track == 7)
    document.select(stored)
    assert document.growth is None
    assert document.numbers(stored) is not None
