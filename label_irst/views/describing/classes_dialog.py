"""Define the classes and attributes of the project: nothing changes before Apply."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from label_irst.document import Document
from label_irst.document.actions import description_actions
from label_irst.i18n import targets
from label_irst.views.commands import key_text, keys_in_force
from label_irst.views.describing.word_list import Word, WordList
from label_irst.views.widgets.wrapped import Wrapped
from p2m_core.project import TargetClass, Vocabulary, count_attributes, count_categories


class ClassesDialog(QDialog):
    def __init__(self, parent: QWidget, document: Document) -> None:
        super().__init__(parent)
        self._document = document
        self.setWindowTitle(self.tr("Classes and attributes"))
        said, project = document.descriptions, document.project
        assert project is not None
        of_class, of_attribute = count_categories(project), count_attributes(project)
        self.classes = WordList(
            self.tr("Classes"), self.tr("new class"),
            [Word(c.name, c.name, of_class.get(c.name, 0), c.colour) for c in said.classes],
            _key("class-{n}"), colours=True,
        )  # fmt: skip
        self.attributes = WordList(
            self.tr("Attributes"), self.tr("new attribute"),
            [Word(name, name, of_attribute.get(name, 0)) for name in said.attributes],
            _key("attribute-{n}"), colours=False,
        )  # fmt: skip
        what = Wrapped(
            self.tr(
                "A class says what a target is, such as drone or bird; the keys give it to a whole "
                "track. Attributes say what holds in one frame, such as occluded or dim."
            )
        )
        what.setProperty("faint", True)
        self._note = Wrapped()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Apply | QDialogButtonBox.StandardButton.Cancel
        )
        self.apply = buttons.button(QDialogButtonBox.StandardButton.Apply)
        self.apply.setProperty("primary", True)
        self.apply.clicked.connect(self._apply)
        buttons.rejected.connect(self.reject)
        lists = QHBoxLayout()
        lists.setSpacing(18)
        for words in (self.classes, self.attributes):
            lists.addWidget(words, 1)
            words.changed.connect(self._refresh)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(what)
        layout.addLayout(lists, 1)
        layout.addWidget(self._note)
        layout.addWidget(buttons)
        self.resize(680, 460)
        self._refresh()

    def _refresh(self) -> None:
        """Tell what Apply does to targets."""
        lines = []
        for words in (self.classes, self.attributes):
            counts = {word.old: word.count for word in (*words.words, *words.removed)}
            for old, new in words.renames().items():
                if not counts[old]:
                    continue
                text = self.tr("{old} becomes {new} on {targets}.")
                if not new:
                    text = self.tr("{old} is taken from {targets}.")
                lines.append(text.format(old=old, new=new, targets=targets(counts[old])))
        self._note.setText("\n".join(lines))
        self._note.setVisible(bool(lines))

    def _apply(self) -> None:
        self.apply.setFocus()  # a name that is still being typed counts
        colours = {word.name: word.colour for word in reversed(self.classes.words)}
        vocabulary = Vocabulary(
            tuple(TargetClass(name, colours[name]) for name in self.classes.names()),
            tuple(self.attributes.names()),
        )
        self.accept()
        description_actions.define(
            self._document, vocabulary, self.classes.renames(), self.attributes.renames()
        )


def _key(command: str) -> str:
    """The pattern of the keys of numbered commands, as their user has set the first one."""
    first = next(iter(keys_in_force()[command.format(n=1)]), "")
    return key_text(first).replace("1", "{n}") if first.endswith("1") else ""
