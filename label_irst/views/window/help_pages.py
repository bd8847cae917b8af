"""The pages of keys (F1) and About."""

from functools import partial
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from label_irst import log
from label_irst.document.standing import Standing
from label_irst.i18n import tr
from label_irst.views.commands import key_text, keys_in_force, menus, plain
from label_irst.views.widgets import standings
from label_irst.views.widgets.open_folder import open_folder
from label_irst.views.widgets.placing import bring_up
from p2m_core import __version__


def show_keys(parent: QWidget) -> QDialog:
    """Show all keys, from the same table as the menus."""
    keys = keys_in_force()
    sections = [
        (
            plain(menu.title),
            [
                (plain(command.text), " · ".join(key_text(key) for key in keys[command.name]))
                for command in menu.commands
                if command is not None and keys[command.name]
            ],
        )
        for menu in menus()
    ]
    pointer = [
        (tr("Zoom at the pointer"), tr("wheel")),
        (tr("Walk the growth path"), tr("Shift+wheel")),
        (tr("Move the picture"), tr("middle drag; with Select also left drag")),
        (tr("Grow a new target on a new track"), tr("Ctrl+click")),
        (tr("Take a pixel out of a mask, and keep it out"), tr("right click")),
        (tr("Choose frames: keys act on all of them"), tr("Shift+drag in timeline or film strip")),
    ]
    sections.append((tr("Pointer"), pointer))
    parts = []
    for title, lines in sections:
        rows = "".join(
            f"<tr><td width=300>{escape(what)}</td><td>{escape(how)}</td></tr>"
            for what, how in lines
        )
        parts.append(f"<b>{escape(title)}</b><table>{rows}</table>")
    parts.append(_marks())
    return _page(parent, tr("Keys"), "<br>".join(parts))


def _marks() -> str:
    """The marks of frames and targets, as they are in the timeline and the lists."""
    said, heading = standings.meanings(), tr("Marks of frames and targets")
    rows = "".join(
        f"<tr><td width=20><img src='{_picture(standing)}'></td><td width=140>{escape(word)}</td>"
        f"<td>{escape(said[standing])}</td></tr>"
        for standing, word in standings.words().items()
    )
    return f"<b>{escape(heading)}</b><table>{rows}</table>"


def _picture(standing: Standing) -> str:
    data = QByteArray()
    buffer = QBuffer(data)
    standings.pixmap(standing, 1.0).save(buffer, "PNG")
    return f"data:image/png;base64,{bytes(data.toBase64().data()).decode()}"


def show_about(parent: QWidget) -> QDialog:
    what = tr("One click grows the pixel mask of an infrared small target.")
    whose = tr("The method is that of Gao et al., Point-to-Mask.")
    text = (
        f"<h3>Label-IRST {__version__}</h3><p>{escape(what)}</p><p>{escape(whose)}</p>"
        "<p>Apache-2.0</p>"
    )
    path = log.place()
    if path is None:
        return _page(parent, tr("About Label-IRST"), text)
    heading = tr("Log, which stays on this machine:")  # lupdate reads no f-strings
    text += f"<p>{escape(heading)}<br>{escape(str(path))}</p>"
    show = QPushButton(tr("Open folder"))
    show.clicked.connect(partial(open_folder, path.parent))
    return _page(parent, tr("About Label-IRST"), text, show)


def _page(parent: QWidget, title: str, html: str, button: QPushButton | None = None) -> QDialog:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    label = QLabel(html)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setMargin(14)
    area = QScrollArea()
    area.setWidget(label)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    if button is not None:
        buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    hint = label.sizeHint()
    dialog.resize(hint.width() + 60, min(hint.height() + 80, 640))
    bring_up(dialog)
    return dialog
