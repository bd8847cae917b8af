"""The Describe menu, and the keys of classes and attributes."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from label_irst.document import Document
from label_irst.document.actions import description_actions
from label_irst.document.looks import track_name
from label_irst.views.commands import Doings, set_icon
from label_irst.views.describing.classes_dialog import ClassesDialog
from label_irst.views.describing.note_dialog import NoteDialog
from label_irst.views.describing.panel import DescriptionPanel
from label_irst.views.widgets.placing import bring_up


class DescriptionsController(QObject):
    """`window` is the parent of dialogs; `panel` gets its buttons here."""

    def __init__(
        self, window: QWidget, document: Document, panel: DescriptionPanel,
        actions: dict[str, QAction],
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._document, self._actions = window, document, actions
        for name in ("flag", "note", "flag-frame", "note-frame"):
            set_icon(actions[name])
        panel.set_actions([actions["flag"], actions["note"]], actions["classes"])
        document.descriptions.changed.connect(self._tick)
        document.selection_changed.connect(self._tick)
        document.frame_changed.connect(self._tick)
        document.display_changed.connect(self._tick)
        self._tick()

    def commands(self) -> Doings:
        document = self._document
        numbered = {
            f"class-{n}{end}": partial(description_actions.set_class_number, document, n, here)
            for n in range(10)
            for end, here in (("", False), ("-here", True))
        }
        numbered |= {
            f"attribute-{n}": partial(description_actions.toggle_attribute_number, document, n)
            for n in range(1, 10)
        }
        return {
            **numbered,
            "classes": self._define,
            "flag": partial(self._flag, description_actions.toggle_flag),
            "flag-frame": partial(self._flag, description_actions.toggle_frame_flag),
            "note": self._note,
            "note-frame": self._note_frame,
            "note-sequence": self._note_sequence,
            "class-colours": self._switch_colours,
            "class-names": self._switch_names,
        }

    def _define(self) -> None:
        document = self._document
        if document.project is None:
            document.message.emit(self.tr("Open a project first: it holds the classes."))
            return
        self._open(ClassesDialog(self._window, document))

    def _flag(self, toggle: Callable[[Document], bool]) -> None:
        toggle(self._document)
        self._tick()  # where nothing was stored, the button went down all the same

    def _note(self) -> None:
        target = self._document.selected
        if target is None:
            self._note_frame()
            return
        title = self.tr("Note on {track} in frame {frame}").format(
            track=track_name(self._document.looks, target.track), frame=target.frame + 1
        )
        self._ask(title, target.note, description_actions.set_note)

    def _note_frame(self) -> None:
        document = self._document
        title = self.tr("Note on frame {frame}").format(frame=document.frame + 1)
        note = document.descriptions.remark(document.frame).note
        self._ask(title, note, description_actions.set_frame_note)

    def _note_sequence(self) -> None:
        document = self._document
        name = document.info.name if document.info is not None else ""
        title = self.tr("Note on {sequence}").format(sequence=name)
        note = document.descriptions.sequence_note.note
        self._ask(title, note, description_actions.set_sequence_note)

    def _ask(self, title: str, note: str, store: Callable[[Document, str], bool]) -> None:
        if not self._document.may_edit():
            return
        dialog = NoteDialog(self._window, title, note)
        dialog.accepted.connect(lambda: store(self._document, dialog.note))
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        """Show a dialog; the window waits for it, but events go on."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        bring_up(dialog)

    def _switch_colours(self) -> None:
        display = self._document.display
        style = display.mask_style
        display.set_mask_style(replace(style, by_class=not style.by_class))

    def _switch_names(self) -> None:
        display = self._document.display
        style = display.mask_style
        display.set_mask_style(replace(style, names=not style.names))

    def _tick(self) -> None:
        """Let the entries and buttons show what holds of the target and the frame on show."""
        document = self._document
        frame = document.descriptions.remark(document.frame)
        target = document.selected
        flagged = target.flagged if target is not None else frame.flagged
        style = document.display.mask_style
        for name, on in (
            ("flag", flagged),
            ("flag-frame", frame.flagged),
            ("class-colours", style.by_class),
            ("class-names", style.names),
        ):
            self._actions[name].setChecked(on)
