"""The review queue as a list, worst first, filtered by reason and track; and Accept all."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from label_irst.document import Document
from label_irst.document.looks import track_colour, track_label, track_name
from label_irst.document.row import row_of
from label_irst.jobs.survey import Survey
from label_irst.review.entry import FLAGGED, Entry
from label_irst.review.everywhere import Everywhere, queue_everywhere
from label_irst.review.queue import count_left, queue, show
from label_irst.review.reasons import reason_text
from label_irst.views.picture import corners
from label_irst.views.widgets.row_model import Row, RowModel
from label_irst.views.widgets.tables import row_table
from p2m_core.doubt import Reason

WHY = 3  # column
MOST_OF_WIDTH = 0.6  # of the list, for the names of sequences
MARK = 32  # px: the mark beside a name, and the space around both
MOST = 300  # rows: the worst; others follow as these are accepted


class ReviewPanel(QWidget):
    wanted = Signal(object)  # an entry of any sequence

    def __init__(self, document: Document, survey: Survey) -> None:
        super().__init__()
        self._document, self._survey = document, survey
        self._kept: tuple[object, Everywhere] | None = None  # a list that took a while to sort
        self.skipped: set[int] = set()  # sequences whose images cannot be opened
        self._entries: list[Entry] = []
        self.scope, self.reasons, self.tracks = QComboBox(), QComboBox(), QComboBox()
        self.scope.addItems([self.tr("This sequence"), self.tr("All sequences")])
        for box, tip in (
            (self.scope, self.tr("The targets of the sequence on show, or of the whole project")),
            (self.reasons, self.tr("Only targets with this reason")),
            (self.tracks, self.tr("Only targets of this track")),
        ):
            box.setToolTip(tip)
            box.setAccessibleName(tip)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
            box.activated.connect(self.refresh)
        self.reasons.addItem(self.tr("Any reason"), 0)
        for reason in list(Reason)[1:]:
            self.reasons.addItem(reason_text(reason), int(reason))
        self.reasons.addItem(self.tr("Flagged"), FLAGGED)
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
        layout.addWidget(self.scope)  # on a line of its own: the panel must not widen the window
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._left)
        self.scope.currentIndexChanged.connect(self._change_scope)
        survey.changed.connect(self._surveyed)
        document.doubt_changed.connect(self.refresh)
        document.descriptions.changed.connect(self.refresh)
        document.selection_changed.connect(self._mark)
        document.frame_changed.connect(self._mark)
        self.refresh()

    def filter(self) -> tuple[int, int]:
        """The reason and the track to list; 0 for any."""
        track = 0 if row_of(self._document).images else self.tracks.currentData()
        return self.reasons.currentData() or 0, track or 0

    @property
    def everywhere(self) -> bool:
        """Whether the list is of all sequences."""
        return self.scope.currentIndex() == 1

    def found(self) -> Everywhere:
        """The list over all sequences."""
        self._survey.settle()
        reason, _ = self.filter()
        versions = self._survey.version, self._document.model_errors.version
        key = versions, reason, frozenset(self.skipped)
        if self._kept is None or self._kept[0] != key:
            waiting = self._survey.waiting
            self._kept = key, queue_everywhere(self._document, waiting, reason, self.skipped)
        return self._kept[1]

    def _change_scope(self) -> None:
        self.skipped.clear()
        self._survey.watch(self, self.everywhere and self.isVisible())
        self.refresh()

    def _surveyed(self) -> None:
        if self.everywhere:
            self.refresh()

    def refresh(self) -> None:
        if not self.isVisible():
            return  # refreshed when shown
        if self.everywhere:
            self._show_everywhere()
        else:
            self._show_here()
        self._mark()

    def _show_everywhere(self) -> None:
        self.tracks.hide()
        if self._document.project is None:
            self._entries = []
            self._rows.show_rows([])
            return
        found = self.found()
        names = {card.info.id: card.info for card in self._survey.cards}
        self._entries = [found.entry(place) for place in range(min(MOST, len(found)))]
        self._entries = [entry for entry in self._entries if entry.sequence in names]
        letters, rows, widest = self.table.fontMetrics(), [], 0
        room = round(MOST_OF_WIDTH * self.table.viewport().width()) - MARK
        for entry in self._entries:
            info = names[entry.sequence]
            place = info.name + (f" · {entry.frame + 1}" if info.frame_count > 1 else "")
            place = letters.elidedText(place, Qt.TextElideMode.ElideMiddle, room)
            widest = max(widest, letters.horizontalAdvance(place))
            doubt = "" if entry.reason == FLAGGED else f"{100 * entry.doubt:.0f} %"
            cells = (place, "", doubt, reason_text(entry.reason))
            rows.append(Row(cells, corners.COLOUR, -1, entry.standing))
        self._rows.show_rows(rows)
        self._rows.name_column(0, self.tr("sequence · frame"))
        self._layout_columns(widest + MARK, tracks=False)
        text = self.tr("{count} to review").format(count=f"{len(found):,}")
        self._left.setText(text if self._survey.known else self.tr("Reading the project…"))

    def _layout_columns(self, first: int, tracks: bool) -> None:
        header = self.table.horizontalHeader()
        header.setSectionHidden(1, not tracks)
        header.resizeSection(0, max(first, header.fontMetrics().horizontalAdvance("M00000") + 12))

    def _show_here(self) -> None:
        document = self._document
        self._layout_columns(0, tracks=True)
        self._refresh_tracks()
        images = row_of(document).images
        self.tracks.setVisible(not images)  # each image has its own
        self._rows.name_column(0, self.tr("image") if images else self.tr("frame"))
        reason, track = self.filter()
        self._entries = queue(document, reason, track, MOST)
        rows = []
        for entry in self._entries:
            placed = entry.id < 0  # a model error or a frame: there may be no target
            flagged = entry.reason == FLAGGED
            cells = (
                str(entry.frame + 1),
                "–" if placed else track_label(document.looks, entry.track),
                "" if flagged else f"{100 * entry.doubt:.0f} %",
                entry.note.replace("\n", " ") if flagged else reason_text(entry.reason),
            )
            colour = track_colour(document.looks, entry.track)
            swatch = corners.COLOUR if placed else QColor(colour)
            rows.append(Row(cells, swatch, -1, entry.standing, WHY))
        self._rows.show_rows(rows)
        total = count_left(document, reason, track)
        left = self.tr("{count} flagged") if reason == FLAGGED else self.tr("{count} to review")
        self._left.setText(left.format(count=total))

    def _refresh_tracks(self) -> None:
        document = self._document
        chosen = self.tracks.currentData()
        self.tracks.clear()
        self.tracks.addItem(self.tr("All tracks"), 0)
        for track in sorted(document.track_runs.runs):
            self.tracks.addItem(track_name(document.looks, track), track)
        self.tracks.setCurrentIndex(max(0, self.tracks.findData(chosen)))

    def showEvent(self, event: object) -> None:
        self._survey.watch(self, self.everywhere)
        self.refresh()

    def hideEvent(self, event: object) -> None:
        self._survey.watch(self, False)

    def _mark(self) -> None:
        document = self._document
        selected = document.selected.id if document.selected is not None else 0
        ids = [entry.id for entry in self._entries]
        here_at = document.frame if self.everywhere else row_of(document).here
        of = {0, document.info.id if document.info is not None else 0}
        here = [e.id for e in self._entries if e.id < 0 and e.frame == here_at and e.sequence in of]
        if marked := ([selected] if selected in ids else here):
            self.table.selectRow(ids.index(marked[0]))
        else:
            self.table.clearSelection()

    def _clicked(self, index: QModelIndex) -> None:
        entry = self._entries[index.row()]
        if self.everywhere:
            self.wanted.emit(entry)
        else:
            show(self._document, entry)
