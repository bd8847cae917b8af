"""What the user says of targets and frames: class, attributes, note and flag; one edit each.

What was accepted stays accepted, since no pixel changes. The functions return whether something
was done; if not, `Document.message` has the reason.
"""

from collections.abc import Mapping
from dataclasses import replace

from label_irst.document.document import Document
from label_irst.i18n import tr
from p2m_core.errors import P2MError
from p2m_core.project import (
    Edit,
    NoteChange,
    Remark,
    SaidOf,
    TargetChange,
    Vocabulary,
    VocabularyChange,
    WordsChange,
    list_said,
    list_sequence_names,
    numbered,
    renaming,
    set_vocabulary,
    words_changes,
)

# The window translates them for the Undo entry.
CLASS, ATTRIBUTES, NOTE, FLAG, VOCABULARY = "class", "attributes", "note", "flag", "vocabulary"


def set_class(document: Document, name: str, here: bool = False) -> bool:
    """Say what the selected track is, "" for nothing: in all frames, in those chosen, or `here`."""
    said = _meant(document, whole_track=True, here=here)
    if not said:
        return False
    changes = words_changes((one.id, one.category, name) for one in said)
    if not changes:
        text = tr("It is {name} already.") if name else tr("It has no class.")
        document.message.emit(text.format(name=name))
        return False
    if not _apply(document, CLASS, words=changes):
        return False
    count = sum(len(change.numbers) for change in changes)
    text = tr("{name}: {count} frames of the track") if name else tr("No class: {count} frames")
    if count > 1:
        document.message.emit(text.format(name=name, count=count))
    return True


def set_class_number(document: Document, number: int, here: bool = False) -> bool:
    """Give the selected track the class at a place of the list, from 1; 0 clears it."""
    if _no_project(document):
        return False
    classes = document.descriptions.classes
    if number == 0:
        return set_class(document, "", here)
    if number > len(classes):
        none = tr("The project has no classes yet: define some first (Ctrl+L).")
        few = tr("There is no class {number}: define more first (Ctrl+L).")
        document.message.emit((few if classes else none).format(number=number))
        return False
    return set_class(document, classes[number - 1].name, here)


def toggle_attribute(document: Document, name: str) -> bool:
    """Give an attribute to the selected target or to the chosen frames of its track.

    Where all of them have it, it is taken away.
    """
    said = _meant(document)
    if not said:
        return False
    taking = all(name in one.attributes for one in said)
    changes = []
    for one in said:
        own = set(one.attributes) - {name} if taking else {*one.attributes, name}
        changes.append((one.id, one.attributes, tuple(sorted(own))))
    return _apply(document, ATTRIBUTES, words=words_changes(changes))


def _no_project(document: Document) -> bool:
    if document.project is None:
        document.message.emit(tr("Open a project first: it holds the classes."))
    return document.project is None


def toggle_attribute_number(document: Document, number: int) -> bool:
    """Toggle the attribute at a place of the list, from 1."""
    if _no_project(document):
        return False
    attributes = document.descriptions.attributes
    if number > len(attributes):
        none = tr("The project has no attributes yet: define some first (Ctrl+L).")
        few = tr("There is no attribute {number}: define more first (Ctrl+L).")
        document.message.emit((few if attributes else none).format(number=number))
        return False
    return toggle_attribute(document, attributes[number - 1])


def toggle_flag(document: Document) -> bool:
    """Flag the selected target, without one the frame; or take its flag away."""
    target = document.selected
    if target is None:
        return toggle_frame_flag(document)
    if not document.may_edit():
        return False
    after = target.described(flagged=not target.flagged)
    return _apply(document, FLAG, (TargetChange(target, after),))


def toggle_frame_flag(document: Document) -> bool:
    """Flag the frame, or take its flag away."""
    before = document.descriptions.remark(document.frame)
    return _remark(document, FLAG, document.frame, Remark(before.note, not before.flagged))


def set_note(document: Document, note: str) -> bool:
    """Note something of the selected target; "" takes the note away."""
    target = document.selected
    if target is None or not document.may_edit():
        return False
    try:
        after = target.described(note=note)
    except P2MError as error:
        document.message.emit(str(error))
        return False
    if after.note == target.note:
        return False
    return _apply(document, NOTE, (TargetChange(target, after),))


def set_frame_note(document: Document, note: str) -> bool:
    """Note something of the frame; "" takes the note away."""
    flagged = document.descriptions.remark(document.frame).flagged
    return _set_remark_note(document, document.frame, note, flagged)


def set_sequence_note(document: Document, note: str) -> bool:
    """Note something of the sequence on show; "" takes the note away."""
    return _set_remark_note(document, None, note, document.descriptions.sequence_note.flagged)


def _set_remark_note(document: Document, frame: int | None, note: str, flagged: bool) -> bool:
    try:
        after = Remark(note, flagged)
    except P2MError as error:
        document.message.emit(str(error))
        return False
    return _remark(document, NOTE, frame, after)


def _remark(document: Document, label: str, frame: int | None, after: Remark) -> bool:
    if document.info is None or not document.may_edit():
        return False
    said = document.descriptions
    before = said.sequence_note if frame is None else said.remark(frame)
    if before == after:
        return False
    change = NoteChange(frame, before, after)
    return document.apply(Edit(label, document.info.id, document.frame, notes=(change,)))


def define(
    document: Document,
    vocabulary: Vocabulary,
    classes: Mapping[str, str],
    attributes: Mapping[str, str],
) -> bool:
    """Store other classes and attributes, and their new names ("": none) on all targets.

    All of it is one step of undo.
    """
    project = document.project
    if project is None or document.refuse_readonly():
        return False
    before = document.descriptions.vocabulary
    change = VocabularyChange(before, vocabulary)
    try:
        step = numbered(VOCABULARY, project.new_target_id())
        edits = renaming(project, step, classes, attributes)
        if vocabulary == before and not edits:
            return False
        here = document.info.id if document.info is not None else 0
        known = [one.id for one in list_sequence_names(project)]
        if not known:
            set_vocabulary(project, vocabulary)
            document.descriptions.open_project(project)
            return True
        # The one on show comes first: there undo and redo end, and the user stays.
        own = next((edit for edit in edits if edit.sequence == here), None)
        label = edits[0].label if edits else VOCABULARY
        first = Edit(label, here or known[0], document.frame, vocabulary=change)
        first = replace(first, words=own.words if own is not None else ())
        return document.apply_all([first, *(edit for edit in edits if edit is not own)])
    except P2MError as error:
        document.message.emit(str(error))
        return False


def _meant(document: Document, whole_track: bool = False, here: bool = False) -> list[SaidOf]:
    """The targets that a statement is about; none, and a message, if there are none.

    These are the ones of the active track in the frames that are chosen; without such a choice all
    of the track, or the selected one.
    """
    if not document.may_edit() or document.info is None or document.project is None:
        return []
    track, chosen, target = document.active_track, document.range_here, document.selected
    found = []
    if here or (chosen is None and not whole_track):
        if target is not None:
            found = [SaidOf(target.id, target.category, target.attributes)]
    elif track is not None:
        found = list_said(document.project, document.info.id, track, *(chosen or (0, 2**62)))
    if not found:
        document.message.emit(tr("Select a target first: click it, or its row in the list."))
    return found


def _apply(
    document: Document,
    label: str,
    targets: tuple[TargetChange, ...] = (),
    words: tuple[WordsChange, ...] = (),
) -> bool:
    assert document.info is not None
    return document.apply(Edit(label, document.info.id, document.frame, targets, words=words))
