"""The review queue as a list, worst first, filtered by reason and track; and Accept all."""

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from label_irst.document import Document
from label_irst.document.looks import track_colour, track_label, track_name
from label_irst.document.row import row_of
from label_irst.review.queue import Entry, queue, show
from label_irst.review.reasons import reason_text
from label_irst.views.picture import error_layer
from label_irst.views.widgets.row_model import Row, RowModel
from label_irst.views.widgets.tables import row_table
from p2m_core.doubt import Reason

WHY = 3  # column
MOST = 300  # rows: the worst; others follow as these are accepted


class ReviewPanel(QWidget):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._entries: list[Entry] = []
        self.reasons, self.tracks = QComboBox(), QComboBox()
        for box, tip in (
            (self.reasons, self.tr("Only targets with this reason")),
            (self.tracks, self.tr("Only targets of this track")),
        ):
            box.setToolTip(tip)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
            box.activated.connect(self.refresh)
        self.reasons.addItem(self.tr("Any reason"), 0)
        for reason in list(Reason)[1:]:
            self.reasons.addItem(reason_text(reason), int(reason))
        self._rows = RowModel(
            [self.tr("frame"), self.tr("track"), self.tr("doubt"), self.tr("why")], self
        )
        self.table = row_table(self._rows, self.tr("Frames to review"))
        header = self.table.horizontalHeader()
        for column, widest in enumerate(("M00000", "M000", "100 %")):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, header.fontMetrics().horizontalAdvance(widest) + 12)
        self.table.clicked.connect(self._clicked)
        self._left = QLabel()
        self._left.setProperty("faint", True)
        filters = QHBoxLayout()
        filters.setSpacing(6)
        filters.addWidget(self.reasons, 3)
        filters.addWidget(self.tracks, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._left)
        document.doubt_changed.connect(self.refresh)
        document.selection_changed.connect(self._mark)
        document.frame_changed.connect(self._mark)
        self.refresh()

    def filter(self) -> tuple[int, int]:
        """The reason and the track to list; 0 for any."""
        track = 0 if row_of(self._document).images else self.tracks.currentData()
        return self.reasons.currentData() or 0, track or 0

    def refresh(self) -> None:
        if not self.isVisible():
            return  # refreshed when shown
        document = self._document
        self._refresh_tracks()
        images = row_of(document).images
        self.tracks.setVisible(not images)  # each image has its own
        self._rows.name_column(0, self.tr("image") if images else self.tr("frame"))
        reason, track = self.filter()
        self._entries = queue(document, reason, track, MOST)
        rows = []
        for entry in self._entries:
            placed = entry.at is not None  # a model error: there may be no target
            cells = (
                str(entry.frame + 1),
                "–" if placed else track_label(document.looks, entry.track),
                f"{100 * entry.doubt:.0f} %",
                reason_text(entry.reason),
            )
            colour = track_colour(document.looks, entry.track)
            swatch = error_layer.COLOUR if placed else QColor(colour)
            rows.append(Row(cells, swatch, -1, entry.standing, WHY))
        self._rows.show_rows(rows)
        total = len(queue(document, reason, track)) if len(rows) == MOST else len(rows)
        self._left.setText(self.tr("{count} to review").format(count=total))
        self._mark()

    def _refresh_tracks(self) -> None:
        document = self._document
        chosen = self.tracks.currentData()
        self.tracks.clear()
        self.tracks.addItem(self.tr("All tracks"), 0)
        for track in sorted(document.track_runs.runs):
            self.tracks.addItem(track_name(document.looks, track), track)
        self.tracks.setCurrentIndex(max(0, self.tracks.findData(chosen)))

    def showEvent(self, event: object) -> None:
        self.refresh()

    def _mark(self) -> None:
        document = self._document
        selected = document.selected.id if document.selected is not None else 0
        ids = [entry.id for entry in self._entries]
        here_at = row_of(document).here
        here = [e.id for e in self._entries if e.at is not None and e.frame == here_at]
        if marked := ([selected] if selected in ids else here):
            self.table.selectRow(ids.index(marked[0]))
        else:
            self.table.clearSelection()

    def _clicked(self, index: QModelIndex) -> None:
        show(self._document, self._entries[index.row()])
