"""The buttons of playback, beside the hints below the picture: both ways, the speed, the loop."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from label_irst.views.commands import set_icon
from label_irst.views.picture.playback import SPEEDS, Playback, speed_text
from label_irst.views.widgets.keyboard import reached_by_tab


class Transport(QWidget):
    def __init__(self, playback: Playback, actions: dict[str, QAction]) -> None:
        super().__init__()
        self._playback = playback
        self.speed = QComboBox()
        self.speed.addItems([speed_text(speed) for speed in SPEEDS])
        self.speed.setAccessibleName(self.tr("Speed of playing"))
        self.speed.setToolTip(
            self.tr("Speed of playing: 1× is 25 frames a second; what is late is left out")
        )
        self.speed.setFixedSize(68, 24)
        self.speed.setProperty("low", True)
        self.speed.activated.connect(lambda place: playback.set_speed(SPEEDS[place]))
        reached_by_tab(self.speed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(2)
        for name in ("play-back", "play", "loop"):
            set_icon(actions[name])
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setProperty("small", True)
            button.setFixedSize(26, 24)
            reached_by_tab(button)
            layout.addWidget(button)
        layout.addSpacing(6)
        layout.addWidget(self.speed)
        playback.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self.speed.setCurrentIndex(SPEEDS.index(self._playback.speed))
