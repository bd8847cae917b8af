"""The buttons of playback, beside the hints below the picture: both ways, the speed, the loop."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from label_irst.views.commands import set_icon
from label_irst.views.picture.playback import SPEEDS, Playback, speed_text
from label_irst.views.widgets.keyboard import reached_by_tab


class Transport(QWidget):
    def __init__(self, playback: Playback, actions: dict[str, QAction]) -> None:
        super().__init__()
        self._playback = playback
        self.speed = QToolButton()
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed.setToolTip(
            self.tr("Speed of playing: 1× is 25 frames a second; what is late is left out")
        )
        self.speed.setMenu(self._menu())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(2)
        for name in ("play-back", "play", "loop"):
            set_icon(actions[name])
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            layout.addWidget(button)
        layout.insertWidget(2, self.speed)
        for button in self.findChildren(QToolButton):
            button.setProperty("small", True)
            button.setFixedSize(26, 24)
            reached_by_tab(button)
        self.speed.setFixedWidth(44)
        playback.changed.connect(self.refresh)
        self.refresh()

    def _menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        for speed in SPEEDS:
            action = menu.addAction(speed_text(speed))
            action.setCheckable(True)
            action.triggered.connect(lambda checked=False, s=speed: self._playback.set_speed(s))
            group.addAction(action)
        return menu

    def refresh(self) -> None:
        text = speed_text(self._playback.speed)
        self.speed.setText(text)
        self.speed.setAccessibleName(self.tr("Speed {speed}").format(speed=text))
        for action in self.speed.menu().actions():
            action.setChecked(action.text() == text)
