"""F1 and About."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from label_irst.i18n import tr
from label_irst.views.actions import key_text, menus
from p2m_core import __version__


def show_keys(parent: QWidget) -> QDialog:
    """All keys, made from the same table as the menus."""
    rows: list[str] = []
    for menu in menus():
        title = escape(menu.title.replace("&", ""))
        gap = "<br>" if rows else ""
        rows.append(f"<tr><td colspan=2>{gap}<b>{title}</b></td></tr>")
        for command in menu.commands:
            if command is not None and command.keys:
                keys = escape(" · ".join(key_text(k) for k in command.keys))
                text = escape(command.text.replace("&", "").rstrip("…"))
                rows.append(f"<tr><td style='padding-right:28px'>{text}</td><td>{keys}</td></tr>")
    pointer = [
        (tr("Zoom at the pointer"), tr("wheel")),
        (tr("Walk the growth path"), tr("Shift+wheel")),
        (tr("Move the picture"), tr("middle drag; with Select also left drag")),
        (tr("Grow a new target on a new track"), tr("Ctrl+click")),
    ]
    rows.append(f"<tr><td colspan=2><br><b>{escape(tr('Pointer'))}</b></td></tr>")
    rows += [
        f"<tr><td style='padding-right:28px'>{escape(a)}</td><td>{escape(b)}</td></tr>"
        for a, b in pointer
    ]
    return _page(parent, tr("Keys"), f"<table>{''.join(rows)}</table>")


def show_about(parent: QWidget) -> QDialog:
    text = (
        f"<h3>Label-IRST {__version__}</h3>"
        f"<p>{escape(tr('One click grows the pixel mask of an infrared small target.'))}</p>"
        f"<p>{escape(tr('The method is that of Gao et al., Point-to-Mask.'))}</p>"
        "<p>Apache-2.0</p>"
    )
    return _page(parent, tr("About Label-IRST"), text)


def _page(parent: QWidget, title: str, html: str) -> QDialog:
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
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    hint = label.sizeHint()
    dialog.resize(hint.width() + 60, min(hint.height() + 80, 640))
    dialog.open()
    return dialog
