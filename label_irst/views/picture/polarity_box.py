"""The choice between bright and dark targets, for the next clicks."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

from label_irst.document import Document, polarity
from label_irst.i18n import tr
from label_irst.views.widgets.keyboard import reached_by_tab


def polarity_box(document: Document) -> QComboBox:
    words = {0: tr("Auto"), 1: tr("Bright"), -1: tr("Dark")}
    box = QComboBox()
    for value in polarity.ORDER:
        box.addItem(words[value], value)
    reached_by_tab(box)
    box.setAccessibleName(tr("Polarity"))
    box.setToolTip(
        tr("Whether targets are brighter or darker than what is around them, for the next clicks")
    )

    def refresh() -> None:
        with QSignalBlocker(box):
            box.setCurrentIndex(box.findData(document.params.polarity))

    box.activated.connect(lambda index: polarity.choose(document, box.itemData(index)))
    document.params_changed.connect(refresh)
    refresh()
    return box
