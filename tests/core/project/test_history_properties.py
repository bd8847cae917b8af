"""Any order of edits, undo, redo and restarts, against a model that keeps whole copies."""

import json
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.project import (
    Edit,
    FrameChange,
    FrameState,
    Origin,
    Project,
    Target,
    TargetChange,
    TargetState,
    get_frame_states,
    iter_targets,
    open_project,
    words_changes,
)
from tests.core.project.sample import make_project

FRAMES = 3
finite = st.floats(allow_nan=False, allow_infinity=False)
numbers = st.integers(-(2**70), 2**70) | finite
json_values = (
    st.none() | st.booleans() | numbers | st.text(max_size=3) | st.lists(numbers, max_size=2)
)

plain = st.characters(exclude_categories=["C", "Z"])
lines = st.text(plain, max_size=5)
notes = st.text(plain | st.sampled_from("\n\t "), max_size=9)


def named(attribute: str) -> bool:
    return bool(attribute) and ";" not in attribute


@st.composite
def targets(draw: st.DrawFn) -> Target:
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 9))
    bits = draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width))
    mask = np.array(bits).reshape(height, width)
    # Opposite corners make any mask tight.
    mask[0, 0] = mask[-1, -1] = True
    return Target(
        sequence=1,
        frame=draw(st.integers(0, FRAMES - 1)),
        track=draw(st.integers(1, 4)),
        x0=draw(st.integers(0, 20)),
        y0=draw(st.integers(0, 15)),
        mask=mask,
        seeds=tuple(draw(st.lists(st.tuples(finite, finite), max_size=2))),
        origin=draw(st.sampled_from(Origin)),
        state=draw(st.sampled_from(TargetState)),
        algorithm=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=5)),
        parameters=draw(st.dictionaries(st.text(max_size=3), json_values, max_size=3)),
        category=draw(lines),
        attributes=tuple(draw(st.lists(lines.filter(named), max_size=3))),
        note=draw(notes),
        flagged=draw(st.booleans()),
    )


@dataclass(frozen=True)
class Step:
    """One thing that the user does; what it acts on is picked when it is done."""

    kind: str
    new: Target
    pick: int
    state: FrameState


steps = st.builds(
    Step,
    st.sampled_from(
        ["add", "add", "replace", "scrub", "scrub", "remove", "swap", "relabel", "describe", "name",
         "state", "undo", "undo", "redo", "restart"]
    ),
    targets(),
    st.integers(0, 100),
    st.sampled_from(FrameState),
)  # fmt: skip

State = tuple[dict[int, Target], dict[int, FrameState]]
Gesture = tuple[str, int, set[int]]  # label, frame, targets


def bits(state: State) -> tuple[object, ...]:
    """Return a text that differs where ``==`` does not: -0.0 from 0.0, 1 from 1.0."""
    return {
        id: (t.box, t.mask.tobytes(), repr((t.frame, t.track, t.seeds, t.origin, t.state)),
             t.algorithm, json.dumps(t.parameters, sort_keys=True),
             repr((t.category, t.attributes, t.note, t.flagged)))
        for id, t in state[0].items()
    }, [state[1].get(frame, FrameState.UNSEEN) for frame in range(FRAMES)]  # fmt: skip


@dataclass
class Model:
    """The states before each undo step, the present, and the ones that can be redone."""

    now: State = field(default_factory=lambda: ({}, {}))
    past: list[tuple[Gesture, State]] = field(default_factory=list)
    future: list[tuple[Gesture, State]] = field(default_factory=list)

    def apply(self, edit: Edit, merge: bool) -> None:
        targets, states = dict(self.now[0]), dict(self.now[1])
        for change in edit.targets:
            if change.after is None:
                del targets[change.id]
            else:
                targets[change.id] = change.after
        for change in edit.words:
            key = "category" if isinstance(change.after, str) else "attributes"
            for id in change.numbers:
                targets[id] = targets[id].described(**{key: change.after})
        for step in edit.frames:
            states[step.frame] = step.after
        if bits((targets, states)) == bits(self.now):
            return
        gesture = (edit.label, edit.frame, {change.id for change in edit.targets})
        if not (merge and not self.future and self.past and self.past[-1][0] == gesture):
            self.past.append((gesture, self.now))
        self.future.clear()
        self.now = (targets, states)

    def undo(self) -> None:
        if self.past:
            gesture, before = self.past.pop()
            self.future.append((gesture, self.now))
            self.now = before

    def redo(self) -> None:
        if self.future:
            gesture, after = self.future.pop()
            self.past.append((gesture, self.now))
            self.now = after


def edit_of(step: Step, model: Model, project: Project) -> Edit | None:
    stored, states = model.now
    present = FrameChange(step.new.frame, states.get(step.new.frame, FrameState.UNSEEN), step.state)
    if step.kind == "state":
        return Edit("state", 1, step.new.frame, frames=(present,))
    if step.kind == "add":
        new = replace(step.new, id=project.new_target_id())
        return Edit("add", 1, new.frame, (TargetChange(None, new),), (present,))
    if not stored:
        return None
    if step.kind == "relabel":  # whole tracks at once
        new = step.new
        pairs = [TargetChange(t, t.relabelled(new.track, new.state)) for t in stored.values()]
        return Edit("relabel", 1, new.frame, tuple(pairs))
    if step.kind == "describe":
        pairs = [TargetChange(t, t.described_as(step.new)) for t in stored.values()]
        return Edit("describe", 1, step.new.frame, tuple(pairs))
    if step.kind == "name":  # in one statement each
        new, own = step.new, stored.values()
        names = words_changes((t.id, t.category, new.category) for t in own)
        rest = words_changes((t.id, t.attributes, new.attributes) for t in own)
        return Edit("name", 1, new.frame, words=(*names, *rest))
    id = sorted(stored)[step.pick % len(stored)]
    old = stored[id]
    if step.kind == "remove":
        return Edit("remove", 1, old.frame, (TargetChange(old, None),))
    if step.kind == "swap":
        new = replace(step.new, id=project.new_target_id())
        return Edit("swap", 1, old.frame, (TargetChange(old, None), TargetChange(None, new)))
    new = replace(step.new, id=id, frame=old.frame)
    return Edit(step.kind, 1, old.frame, (TargetChange(old, new),))


def check(project: Project, model: Model) -> None:
    stored = {t.id: t for t in iter_targets(project, 1)}
    states = dict(enumerate(map(FrameState, get_frame_states(project, 1))))
    assert stored == model.now[0]
    assert bits((stored, states)) == bits(model.now)
    assert project.undo_label == (model.past[-1][0][0] if model.past else None)
    assert project.redo_label == (model.future[-1][0][0] if model.future else None)


@settings(max_examples=25, deadline=None)
@given(st.lists(steps, min_size=5, max_size=25))
def test_the_file_agrees_with_the_model_after_every_step(todo: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project, _ = make_project(Path(folder), FRAMES)
        model = Model()
        try:
            for step in todo:
                if step.kind == "undo":
                    project.undo()
                    model.undo()
                elif step.kind == "redo":
                    project.redo()
                    model.redo()
                elif step.kind == "restart":
                    project.close()
                    project = open_project(project.path)
                elif (edit := edit_of(step, model, project)) is not None:
                    merge = step.kind == "scrub"
                    model.apply(project.apply(edit, merge), merge)
                check(project, model)
            while model.past:
                project.undo()
                model.undo()
                check(project, model)
            while model.future:
                project.redo()
                model.redo()
                check(project, model)
        finally:
            project.close()
