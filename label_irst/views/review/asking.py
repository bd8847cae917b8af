"""The question before doubtful frames are accepted with the others."""

from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from label_irst.document import Document
from label_irst.document.row import row_of
from label_irst.i18n import tr
from label_irst.review.accept import Answer, Doubtful
from label_irst.review.reasons import reason_text


def ask(window: QWidget, document: Document, found: Doubtful) -> Answer:
    """Ask what to do with doubtful frames; on request, show the first of them instead."""
    images, doubtful = row_of(document).images, len(found.frames)
    count = doubtful + found.others
    box = QMessageBox(window)
    box.setObjectName("doubtful")
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Accept images") if images else tr("Accept frames"))
    box.setText(_question(images, doubtful, count))
    box.setInformativeText(_worst(images, found))
    others = QPushButton(tr("Accept the {count} &others").format(count=found.others))
    if found.others == 1:
        others.setText(tr("Accept the &other one"))
    show = QPushButton(tr("&Show it") if doubtful == 1 else tr("&Show the first"))
    everything = QPushButton(tr("Accept &all {count}").format(count=count))
    if count == 1:
        everything.setText(tr("&Accept it"))
    for button in (others, show, everything):
        if button is not others or found.others:
            box.addButton(button, QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    first = others if found.others else show
    first.setProperty("primary", True)
    box.setDefaultButton(first)
    box.exec()
    clicked = box.clickedButton()
    if clicked is show:
        _show(document, found.frames[0])
    if clicked is everything:
        return Answer.ALL
    return Answer.OTHERS if clicked is others else Answer.NOTHING


def _question(images: bool, doubtful: int, count: int) -> str:
    if count == 1:
        return tr("This image is doubtful.") if images else tr("This frame is doubtful.")
    if images:
        one, some = (
            tr("1 of {count} images is doubtful."), tr("{doubtful} of {count} images are doubtful.")
        )  # fmt: skip
    else:
        one, some = (
            tr("1 of {count} frames is doubtful."), tr("{doubtful} of {count} frames are doubtful.")
        )  # fmt: skip
    return (one if doubtful == 1 else some).format(doubtful=doubtful, count=count)


def _worst(images: bool, found: Doubtful) -> str:
    text = tr("Most doubtful: frame {number}, {why}, doubt {percent} %.")
    if images:
        text = tr("Most doubtful: image {number}, {why}, doubt {percent} %.")
    why = reason_text(found.reason) or tr("several small reasons")
    return text.format(number=found.worst + 1, why=why, percent=round(100 * found.doubt))


def _show(document: Document, frame: int) -> None:
    row_of(document).go_to(frame)
    if document.selected is None and document.targets:
        document.select(document.targets[0])
    if document.selected is not None:
        document.focus_requested.emit(*document.selected.centroid)
