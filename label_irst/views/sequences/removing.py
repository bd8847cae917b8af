"""The question before sequences are removed from the project."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

from label_irst.document import Document
from label_irst.document.actions import sequence_actions
from label_irst.i18n import tr
from p2m_core.project import count_labels, get_sequence


def ask_and_remove(
    document: Document, ids: Sequence[int], over: QWidget, stop: Callable[[], object]
) -> bool:
    """Ask, in front of a widget; remove sequences with their labels, or return False.

    `stop` ends what works on them. Undo brings them back, the images stay.
    """
    project = document.project
    if project is None or not ids or document.refuse_readonly():
        return False
    box = QMessageBox(over)
    box.setWindowTitle(tr("Remove from the project"))
    box.setIcon(QMessageBox.Icon.Question)
    if len(ids) == 1:
        box.setText(tr("Remove {name}?").format(name=get_sequence(project, ids[0]).name))
    else:
        box.setText(tr("Remove {count} sequences?").format(count=len(ids)))
    labels = count_labels(project, ids)
    counts = [
        tr("targets: {count}").format(count=f"{labels.targets:,}"),
        tr("labelled frames: {count}").format(count=f"{labels.frames:,}"),
        tr("notes and flags: {count}").format(count=f"{labels.remarks:,}"),
    ]
    box.setInformativeText(
        tr("Their labels go too ({counts}). Undo brings all back; the images stay.").format(
            counts=", ".join(counts)
        )
    )
    remove = box.addButton(tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    if box.clickedButton() is not remove:
        return False
    stop()
    if not sequence_actions.remove(document, ids):
        return False
    text = tr("1 sequence removed.") if len(ids) == 1 else tr("{count} sequences removed.")
    document.message.emit(text.format(count=len(ids)))
    return True
