"""Edits of whole sequences: to remove them from the project, and what a person notes of them."""

from collections.abc import Collection

from label_irst.document.actions.description_actions import FLAG, NOTE
from label_irst.document.document import REMOVE, Document
from p2m_core.project import Edit, NoteChange, Remark, RemovalChange, get_sequence_notes


def remove(document: Document, ids: Collection[int]) -> bool:
    """Remove sequences and all they hold, in one step of undo; their images stay."""
    project = document.project
    if project is None or not ids or document.refuse_readonly():
        return False
    here = document.info.id if document.info is not None else 0
    first = here if here in ids else next(iter(ids))  # undo shows it
    return document.apply_all([Edit(REMOVE, first, 0, removal=RemovalChange(tuple(ids), True))])


def remark(document: Document, id: int, after: Remark) -> bool:
    """Store the note and the flag of a sequence, which need not be on show."""
    project = document.project
    if project is None or document.refuse_readonly():
        return False
    before = get_sequence_notes(project).get(id, Remark())
    change = NoteChange(None, before, after)
    label = NOTE if before.note != after.note else FLAG
    return before != after and document.apply_all([Edit(label, id, 0, notes=(change,))])
