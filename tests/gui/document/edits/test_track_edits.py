"""Edits of whole tracks: their results, and undo bit for bit."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from label_irst.document.edits import track_edits
from label_irst.document.edits.track_edits import EditContext
from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Project,
    Target,
    TargetChange,
    TargetState,
    TrackLook,
    _target_rows,
    count_targets,
    get_frame_states,
    get_track_looks,
    iter_targets,
    list_track_targets,
)
from tests.core.project.sample import HEIGHT, WIDTH, make_project, target

FRAMES = 12
LOOK = TrackLook("drone", "#00ff00")

tracks = st.lists(st.integers(0, FRAMES - 1), min_size=1, max_size=FRAMES, unique=True).map(sorted)
states = st.lists(st.sampled_from(FrameState), min_size=FRAMES, max_size=FRAMES)
frames = st.integers(0, FRAMES - 1)


@st.composite
def made(draw: st.DrawFn, track: int, where: list[int]) -> list[Target]:
    return [
        target(
            frame,
            track=track,
            x0=draw(st.integers(0, WIDTH - 3)),
            y0=draw(st.integers(0, HEIGHT - 3)),
            state=draw(st.sampled_from(TargetState)),
        )
        for frame in where
    ]


class Scene:
    """A project with tracks 1 and 2, and everything in it."""

    def __init__(self, project: Project, targets: list[Target], given: list[FrameState]) -> None:
        self.project = project
        steps = [FrameChange(i, FrameState.UNSEEN, s) for i, s in enumerate(given)]
        new = [TargetChange(None, t) for t in targets]
        project.apply(Edit("given", 1, 0, tuple(new), tuple(steps)))
        project.apply(track_edits.restyle(self.context(0), 2, TrackLook(), LOOK))

    def context(self, frame: int) -> EditContext:
        counts = count_targets(self.project, 1)
        return EditContext(1, frame, get_frame_states(self.project, 1), counts)

    def track(self, track: int, first: int = 0) -> list[Target]:
        return list_track_targets(self.project, 1, track, first)

    def everything(self) -> object:
        rows = [_target_rows.to_row(t) for t in iter_targets(self.project, 1)]
        return rows, get_frame_states(self.project, 1).tolist(), get_track_looks(self.project, 1)

    def check(self, edit: Edit) -> None:
        """Apply the edit, and check that undo and redo restore everything."""
        before = self.everything()
        self.project.apply(edit)
        after = self.everything()
        for _ in range(2):
            self.project.undo()
            assert self.everything() == before
            self.project.redo()
            assert self.everything() == after
        counts = count_targets(self.project, 1)
        for step in edit.frames:
            wanted = FrameState.EDITED if counts[step.frame] else FrameState.UNSEEN
            assert get_frame_states(self.project, 1)[step.frame] == wanted


@st.composite
def scenes(draw: st.DrawFn) -> tuple[list[Target], list[FrameState]]:
    first, second = draw(tracks), draw(tracks)
    return draw(made(1, first)) + draw(made(2, second)), draw(states)


def scene(drawn: tuple[list[Target], list[FrameState]], folder: str) -> Scene:
    project, _ = make_project(Path(folder), FRAMES)
    return Scene(project, *drawn)


@settings(max_examples=60, deadline=None)
@given(
    scenes(), frames, st.booleans(), st.sampled_from(["split", "swap", "merge", "remove", "put"])
)
def test_undo_restores_the_project_bit_for_bit(
    drawn: tuple[list[Target], list[FrameState]], frame: int, flag: bool, kind: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        now = scene(drawn, folder)
        with now.project:
            given_states = get_frame_states(now.project, 1).tolist()
            one, two = now.track(1), now.track(2)
            union = {t.frame for t in one + two}
            later, others = now.track(1, frame), now.track(2, frame)
            context = now.context(frame)
            if kind == "split" and later:
                now.check(track_edits.split(context, later, 3))
                assert {t.frame for t in now.track(3)} == {t.frame for t in later}
                assert get_frame_states(now.project, 1).tolist() == given_states
            elif kind == "swap" and later and others:
                now.check(track_edits.swap(context, later, others))
                assert [t.id for t in now.track(2, frame)] == [t.id for t in later]
                assert [t.id for t in now.track(1, frame)] == [t.id for t in others]
                assert get_frame_states(now.project, 1).tolist() == given_states
            elif kind == "merge":
                now.check(track_edits.merge(context, one, two, LOOK, keep_joining=flag))
                assert now.track(2) == []
                assert [t.frame for t in now.track(1)] == sorted(union)
                winner = {t.frame: t.id for t in (two if flag else one)}
                for t in now.track(1):
                    assert t.id == winner.get(t.frame, t.id)
                assert get_track_looks(now.project, 1) == {}
            elif kind == "remove":
                now.check(track_edits.remove("delete-track", context, two, LOOK))
                assert now.track(2) == []
                assert now.track(1) == one
            elif kind == "put":
                after = [replace(t, state=TargetState.EDITED, x0=0) for t in one]
                now.check(track_edits.put("regrow", context, list(zip(one, after, strict=True))))
                assert now.track(1) == after


@given(tracks)
def test_gaps_lie_between_the_frames_of_a_track(where: list[int]) -> None:
    found = track_edits.gaps(np.array(where))
    inside = [f for a, b in found for f in range(a + 1, b)]
    assert inside == sorted(set(range(where[0], where[-1] + 1)) - set(where))
    assert all(a in where and b in where for a, b in found)


@given(st.data())
def test_a_mask_between_two_lies_on_the_line_and_in_the_picture(data: st.DataObject) -> None:
    (before,) = data.draw(made(4, [2]))
    (after,) = data.draw(made(4, [9]))
    frame = data.draw(st.integers(3, 8))
    new = track_edits.interpolated(before, after, frame, (HEIGHT, WIDTH))
    assert new is not None
    part = (frame - 2) / 7
    for axis in (0, 1):
        expected = before.centroid[axis] * (1 - part) + after.centroid[axis] * part
        assert abs(new.centroid[axis] - expected) <= 0.5 + 1e-9
    assert (new.frame, new.track, new.origin) == (frame, 4, Origin.PROPAGATED)
    assert new.state is TargetState.EDITED
    assert new.parameters["interpolated"] is True
    assert np.array_equal(new.mask, before.mask)
    assert new.box[2] <= WIDTH
    assert new.box[3] <= HEIGHT


def test_the_mask_of_the_nearer_neighbour_is_moved_and_cut_at_the_border() -> None:
    before = target(0, x0=0, y0=0, mask=np.ones((1, 1), bool))
    after = target(10, x0=20, y0=10, mask=np.ones((5, 5), bool))
    near = track_edits.interpolated(before, after, 3, (HEIGHT, WIDTH))
    assert near is not None
    assert (near.x0, near.y0, near.area) == (7, 4, 1)  # 6.6, 3.6
    late = track_edits.interpolated(before, after, 8, (HEIGHT, WIDTH))
    assert late is not None
    assert late.area == 25
    narrow = track_edits.interpolated(before, after, 8, (HEIGHT, 18))
    assert narrow is not None
    assert narrow.box == (16, 8, 18, 13)
    assert track_edits.interpolated(before, after, 8, (HEIGHT, 10)) is None
