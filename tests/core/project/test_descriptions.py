"""Classes, attributes, notes, flags and regions to ignore, in the project file."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2m_core.errors import InputError, P2MError
from p2m_core.geometry import equivalent_radius
from p2m_core.project import (
    Edit,
    IgnoredChange,
    IgnoredKind,
    IgnoredRegion,
    NoteChange,
    Project,
    Remark,
    TargetChange,
    TargetClass,
    Vocabulary,
    VocabularyChange,
    WordsChange,
    _migrations,
    count_attributes,
    count_categories,
    count_flagged,
    create_project,
    get_notes,
    get_sequence_notes,
    get_target,
    get_vocabulary,
    hidden_by,
    ignored_from_frame_mask,
    iter_targets,
    known_attributes,
    known_classes,
    list_ignored,
    list_track_targets,
    open_project,
    paint_ignored,
    take_snapshot,
    with_descriptions,
)
from tests.core.project.sample import HEIGHT, WIDTH, add, change, make_project, target
from tests.core.project.test_history_properties import lines, named, notes

FRAMES = 4
SHAPE = (HEIGHT, WIDTH)
DRONES = Vocabulary((TargetClass("drone", "#FF0000"), TargetClass("bird")), ("occluded", "dim"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made, _ = make_project(tmp_path, FRAMES)
    with made:
        yield made


@st.composite
def regions(draw: st.DrawFn) -> IgnoredRegion:
    first, last = sorted(draw(st.tuples(*[st.integers(0, FRAMES - 1)] * 2)))
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 9))
    mask = np.zeros(SHAPE, np.bool_)
    y, x = draw(st.integers(0, HEIGHT - height)), draw(st.integers(0, WIDTH - width))
    mask[y : y + height, x : x + width] = draw(st.booleans())
    mask[y, x] = mask[y + height - 1, x + width - 1] = True
    return ignored_from_frame_mask(
        mask, sequence=1, first=first, last=last, kind=draw(st.sampled_from(IgnoredKind)),
        enabled=draw(st.booleans()),
    )  # fmt: skip


vocabularies = st.builds(
    Vocabulary,
    st.lists(
        st.builds(TargetClass, lines.filter(bool), st.sampled_from(["", "#0a1b2c"])),
        max_size=4, unique_by=lambda one: one.name,
    ).map(tuple),
    st.lists(lines.filter(named), max_size=4, unique=True).map(tuple),
)  # fmt: skip
remarks = st.builds(Remark, notes, st.booleans())
changes = st.tuples(st.none() | st.integers(0, FRAMES - 1), remarks) | regions() | vocabularies


def edit_of(project: Project, new: object) -> Edit:
    """Return the edit that puts `new` in its place, from what the file holds."""
    if isinstance(new, Vocabulary):
        words = VocabularyChange(get_vocabulary(project), new)
        return Edit("classes", 1, 0, vocabulary=words)
    if isinstance(new, IgnoredRegion):
        known = list_ignored(project, 1)
        if len(known) < 2:
            return Edit("ignore", 1, 0, ignored=(IgnoredChange(None, new),))
        # One goes, the other changes.
        other = replace(new, id=known[1].id)
        steps = IgnoredChange(known[0], None), IgnoredChange(known[1], other)
        return Edit("ignore", 1, 0, ignored=steps)
    assert isinstance(new, tuple)
    frame, remark = new
    places = get_sequence_notes(project) if frame is None else get_notes(project, 1)
    before = places.get(1 if frame is None else frame, Remark())
    return Edit("note", 1, 0, notes=(NoteChange(frame, before, remark),))


def content(project: Project) -> tuple[object, ...]:
    return (
        get_notes(project, 1),
        get_sequence_notes(project),
        list_ignored(project, 1),
        get_vocabulary(project),
    )


@settings(max_examples=20, deadline=None)
@given(st.lists(changes, min_size=1, max_size=8))
def test_all_is_stored_undone_and_done_again(todo: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project, _ = make_project(Path(folder), FRAMES)
        with project:
            states = [content(project)]
            for new in todo:
                project.apply(edit_of(project, new))
                if content(project) != states[-1]:
                    states.append(content(project))
            for state in states[-2::-1]:
                project.undo()
                assert content(project) == state
            assert project.undo_label is None
            for state in states[1:]:
                project.redo()
                assert content(project) == state
            path = project.path
        with open_project(path) as again:
            assert content(again) == states[-1]


def test_a_region_holds_in_its_frames_only(project: Project) -> None:
    square = np.ones((2, 3), np.bool_)
    region = IgnoredRegion(sequence=1, first=1, last=2, x0=4, y0=5, mask=square)
    stored = project.apply(Edit("ignore", 1, 0, ignored=(IgnoredChange(None, region),)))
    known = stored.ignored[0].after
    assert known is not None
    assert list_ignored(project, 1) == [known]
    found = [paint_ignored([known], frame, SHAPE) for frame in range(FRAMES)]
    assert [int(mask.sum()) for mask in found] == [0, 6, 6, 0]
    assert found[1][5:7, 4:7].all()
    off = replace(known, enabled=False)
    project.apply(Edit("refuse", 1, 0, ignored=(IgnoredChange(known, off),)))
    assert not paint_ignored(list_ignored(project, 1), 1, SHAPE).any()
    again = project.apply(Edit("ignore", 1, 0, ignored=(IgnoredChange(None, region),)))
    assert again.ignored[0].id > known.id  # a number is never used twice
    for bad in (replace(region, x0=WIDTH - 1), replace(region, last=FRAMES)):
        with pytest.raises(InputError, match=r"outside the|the last is 4"):
            project.apply(Edit("ignore", 1, 0, ignored=(IgnoredChange(None, bad),)))
    with pytest.raises(P2MError, match="is not what the edit starts from"):
        project.apply(Edit("refuse", 1, 0, ignored=(IgnoredChange(known, off),)))


def test_what_targets_have_is_counted_and_offered(project: Project) -> None:
    add(project, target(0, category="drone", attributes=("dim",)))
    add(project, target(1, category="plane", attributes=("dim", "far"), flagged=True))
    add(project, target(1, track=2, category="plane"))
    add(project, target(2))
    assert count_categories(project) == {"plane": 2, "drone": 1}
    assert count_attributes(project) == {"dim": 2, "far": 1}
    assert count_flagged(project) == {1: 1}
    assert [one.name for one in known_classes(project)] == ["plane", "drone"]
    project.apply(edit_of(project, DRONES))
    assert [one.name for one in known_classes(project)] == ["drone", "bird", "plane"]
    assert known_attributes(project) == ("occluded", "dim", "far")
    assert known_classes(project)[0].colour == "#ff0000"


def test_a_snapshot_keeps_all_of_it(project: Project, tmp_path: Path) -> None:
    add(project, target(0, category="drone", attributes=("dim",), note="a\nb", flagged=True))
    for new in (DRONES, (2, Remark("fog", True)), (None, Remark("from the roof"))):
        project.apply(edit_of(project, new))
    take_snapshot(project.path, tmp_path / "copy.lirst")
    with open_project(tmp_path / "copy.lirst", readonly=True) as copy:
        assert content(copy) == content(project)
        assert get_target(copy, 1) == get_target(project, 1)


def test_texts_that_no_table_could_hold_are_refused() -> None:
    for bad in ({"category": "a\nb"}, {"attributes": ("a;b",)}, {"attributes": ("",)},
                {"attributes": "dim"}, {"attributes": ("x" * 101,)}, {"note": "x" * 2001},
                {"note": "\0"}):  # fmt: skip
        with pytest.raises(InputError) as caught:
            target(**bad)
        assert "\n" not in str(caught.value)
    given = target(attributes=("b", " a ", "b"), note=" one\r\ntwo ")
    assert (given.attributes, given.note) == (("a", "b"), "one\ntwo")
    with pytest.raises(InputError, match="twice"):
        Vocabulary((TargetClass("a"), TargetClass("a ")))


def test_a_file_of_version_5_keeps_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables and undo steps are written as the program of that version did."""
    path = tmp_path / "old.lirst"
    with monkeypatch.context() as patch:
        patch.setattr(_migrations, "MIGRATIONS", _migrations.MIGRATIONS[:5])
        create_project(path).close()
    row = [1, 1, 0, 3, 4, 5, 3, 1, b"\xa0", "[]", "click", "edited", "pamg", "{}"]
    text = json.dumps([*row[:8], "oA==", *row[9:], "bird"])
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("INSERT INTO sequences VALUES (1, 'a', 'a.npy', '', 32, 24, 'uint8', 6)")
        values = [*row, 5.0, 5.0, equivalent_radius(2), 2, "bird"]
        db.execute(f"INSERT INTO targets VALUES ({', '.join('?' * len(values))})", values)
        db.execute("UPDATE targets SET track = 7")
        db.execute("UPDATE counter SET next = 2")
        for number, before, after in ((1, None, text), (2, text, '{"state":"edited","track":7}')):
            db.execute("INSERT INTO history VALUES (?, 'step', 1, 0, 0)", (number,))
            db.execute(
                "INSERT INTO history_change VALUES (?, 0, NULL, ?, ?, NULL, NULL)",
                (number, before, after),
            )
    with open_project(path) as project:
        stored = get_target(project, 1)
        assert (stored.category, stored.track, stored.attributes) == ("bird", 7, ())
        assert (stored.note, stored.flagged) == ("", False)
        assert stored.mask.tolist() == [[True, False, True]]
        project.undo()
        assert list_track_targets(project, 1, 3) == [stored.relabelled(3, stored.state)]
        project.undo()
        assert count_categories(project) == {}
        project.redo()
        project.redo()
        assert get_target(project, 1) == stored
        change(project, stored, stored.described(note="new", flagged=True))
        project.apply(edit_of(project, (2, Remark("fog"))))
        assert get_notes(project, 1) == {2: Remark("fog")}
        assert list_ignored(project, 1) == []
        assert get_vocabulary(project) == Vocabulary()


@pytest.mark.parametrize("damage", ["{", "[1]", "null", '["a", 7]', '["\\u0000", 0]'])
def test_damaged_notes_and_regions_are_told_in_one_line(project: Project, damage: str) -> None:
    square = IgnoredRegion(sequence=1, first=0, last=0, x0=0, y0=0, mask=np.ones((1, 1), np.bool_))
    for new in ((0, Remark("fog")), square, DRONES):
        project.apply(edit_of(project, new))
        before = content(project)
        db = project._file.db
        db.execute("UPDATE history_change SET after = ?", (damage,))
        with pytest.raises(P2MError, match="damaged") as caught:
            project.undo()
        assert "\n" not in str(caught.value)
        assert content(project) == before


def test_a_change_of_what_a_person_sees_differently_is_refused(project: Project) -> None:
    stored = add(project, target())
    change(project, stored, stored.described(category="bird"))
    step = TargetChange(stored, stored.described(category="drone"))
    for stale in (
        Edit("class", 1, 0, (step,)),
        Edit("note", 1, 0, notes=(NoteChange(0, Remark("other"), Remark()),)),
        Edit("note", 1, 0, notes=(NoteChange(None, Remark("other"), Remark()),)),
        Edit("classes", 1, 0, vocabulary=VocabularyChange(DRONES, Vocabulary())),
    ):
        with pytest.raises(P2MError, match="nothing was changed"):
            project.apply(stale)


def test_words_change_for_all_or_none(project: Project) -> None:
    one, other = add(project, target(0, category="bird")), add(project, target(1))
    for numbers, before in (
        ((one.id, other.id), "bird"),
        ((one.id, 99), ""),
        ((one.id,), ("dim",)),
    ):
        after = "drone" if isinstance(before, str) else ("far",)
        edit = Edit("class", 1, 0, words=(WordsChange(numbers, before, after),))
        with pytest.raises(P2MError, match="not all targets have"):
            project.apply(edit)
    assert [t.category for t in iter_targets(project, 1)] == ["bird", ""]
    for numbers, before, after in (((), "a", "b"), ((2, 1), "a", "b"), ((1,), "a", "a"),
                                   ((1,), "a", ("a",)), ((1,), "", "a\nb")):  # fmt: skip
        with pytest.raises(InputError):
            WordsChange(numbers, before, after)
    project.apply(Edit("class", 1, 0, words=(WordsChange((one.id,), "bird", "drone"),)))
    db = project._file.db
    for damage in ("{", "[[3, 1]]", "[]", "[[1]]"):
        db.execute("UPDATE history_change SET before = ? WHERE kind = 'categories'", (damage,))
        with pytest.raises(P2MError, match="undo history is damaged"):
            project.undo()


def test_a_new_mask_keeps_what_was_said_of_the_one_before(project: Project) -> None:
    words = {"category": "drone", "attributes": ("dim",), "note": "fog", "flagged": True}
    first = add(project, target(0, **words))
    add(project, target(3, category="bird"))
    drawn = replace(target(0, mask=np.ones((2, 2), np.bool_)), id=first.id)
    other = target(0, origin="propagated")
    apart = target(0, track=2)
    near = target(1), target(2)
    edits = [
        Edit("draw", 1, 0, (TargetChange(first, drawn),)),
        Edit("again", 1, 0, (TargetChange(first, None), TargetChange(None, other))),
        Edit("new", 1, 0, (TargetChange(None, apart), *(TargetChange(None, t) for t in near))),
        Edit("clear", 1, 0, (TargetChange(first, first.described(category="", note="")),)),
    ]
    kept, again, new, clear = [
        [c.after for c in with_descriptions(project, edit).targets if c.after] for edit in edits
    ]
    assert [t.described(**words) for t in kept + again] == kept + again
    assert (new[0].category, new[0].attributes) == ("", ())
    assert [t.category for t in new[1:]] == ["drone", "drone"]  # that of the nearest
    assert (clear[0].category, clear[0].note, clear[0].attributes) == ("", "", ("dim",))


def test_what_is_hidden_from_following_is_the_overlay_and_the_regions_of_the_frame() -> None:
    def cell(*pixels: tuple[int, int]) -> np.ndarray:
        mask = np.zeros(SHAPE, np.bool_)
        mask[tuple(np.transpose(pixels))] = True
        return mask

    drawn = ignored_from_frame_mask(cell((1, 1)), sequence=1, first=2, last=3, id=1)
    refused = ignored_from_frame_mask(
        cell((3, 3)), sequence=1, first=0, last=9, kind=IgnoredKind.FOUND, enabled=False, id=2
    )
    hidden = hidden_by([drawn, refused], cell((3, 3), (5, 5)))
    assert np.argwhere(hidden(0)).tolist() == [[5, 5]]
    assert np.argwhere(hidden(2)).tolist() == [[1, 1], [5, 5]]
    assert np.argwhere(hidden(4)).tolist() == [[5, 5]]
