"""The two views together: their picture, the part each one shows, and their titles."""

from PySide6.QtCore import QObject, QPointF

from label_irst.display.look import Filter
from label_irst.document import Document
from label_irst.document.looks import track_name
from label_irst.document.row import row_of
from label_irst.document.whereabouts import track_place
from label_irst.views.picture.blink import Blink
from label_irst.views.picture.canvas import Canvas
from label_irst.views.picture.playback import Playback, speed_text
from p2m_core.project import Edit


class Stage(QObject):
    def __init__(self, document: Document, whole: Canvas, detail: Canvas, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._whole, self._detail = whole, detail
        self.blink = Blink(document, self)
        self.playback = Playback(document, self)
        self.locked = False
        self._note = ""
        self._selected: int | None = None  # the track of the target that is selected
        self.blink.turned.connect(self.refresh)
        self.playback.changed.connect(self._playback_changed)
        document.frame_changed.connect(self.show_frame)
        document.display_changed.connect(self.refresh)
        document.edited.connect(self._note_selected)
        document.selection_changed.connect(self._show_selected)
        for view in (whole, detail):
            view.view_changed.connect(self.refresh_titles)

    # The picture

    def show_frame(self) -> None:
        """Show the document's frame; the views follow the target."""
        self.refresh()
        self._follow()

    def refresh(self) -> None:
        """Make the picture anew after a change of the display."""
        document = self._document
        shown = document.display.shown(document.frame + self.blink.offset)
        self._note = shown.note if shown is not None else ""
        for view in (self._whole, self._detail):
            if shown is not None:
                view.set_picture(shown.image, own=self.blink.offset == 0)
            view.update()
        self.refresh_titles()

    def _playback_changed(self) -> None:
        if self.playback.playing and self.blink.on:
            self.blink.stop()  # both at once would show neither
        self.refresh_titles()

    def refresh_titles(self) -> None:
        document = self._document
        if document.sequence is None:
            self._whole.title = self._detail.title = ""
            self._whole.frame_rectangle = None
            return
        row = row_of(document)
        title = self.tr("Global · frame {frame} / {count}")
        if row.images:
            title = self.tr("Global · image {frame} / {count}")
        title = title.format(frame=row.here + 1, count=row.size)
        made_of = {
            Filter.DIFFERENCE: self.tr("difference"),
            Filter.MEDIAN: self.tr("median of 5"),
        }.get(document.display.look.filter)
        turn = {-1: self.tr("frame before"), 1: self.tr("next frame")}.get(self.blink.offset)
        parts = (title, self._playing(), turn, made_of, self._note)
        self._whole.title = " · ".join(part for part in parts if part)
        title = self.tr("Detail {scale}×").format(scale=f"{self._detail.view.scale:.3g}")
        if self.locked and document.active_track is not None:
            name = track_name(document.looks, document.active_track)
            title += " · " + self.tr("locked on {track}").format(track=name)
        self._detail.title = title
        self._whole.frame_rectangle = self._detail.view.visible()
        self._whole.update()
        self._detail.update()

    def _playing(self) -> str:
        playback = self.playback
        if not playback.playing:
            return ""
        return f"{'▶' if playback.way > 0 else '◀'} {speed_text(playback.speed)}"

    # The part that each view shows

    def toggle_lock(self) -> None:
        self.locked = not self.locked
        if self.locked and self._document.active_track is None:
            self._document.message.emit(self.tr("Select a target: the views follow its track."))
        self._follow()
        self.refresh_titles()

    def _follow(self) -> None:
        if not self.locked:
            self._keep_in_sight()
            return
        place = track_place(self._document)
        if place is not None:
            self._detail.centre_on(*place)
            if not self._whole.shows(*place):
                self._whole.centre_on(*place)

    def _note_selected(self, edit: Edit, by_job: bool) -> None:
        """What a job brings moves no view: the user's next click is aimed at what is there."""
        selected = self._document.selected
        if by_job and selected is not None:
            self._selected = selected.track

    def _show_selected(self) -> None:
        """Bring another target that is selected now into the detail view, unless it is there."""
        selected, before = self._document.selected, self._selected
        self._selected = selected.track if selected is not None else None
        place = selected.centroid if selected is not None and self._selected != before else None
        if place is not None and not self._detail.shows(*place):
            self._detail.centre_on(*place)
        self.refresh_titles()

    def _keep_in_sight(self) -> None:
        """Keep zoom and place from frame to frame, until the target leaves the middle."""
        selected = self._document.selected
        if selected is None:
            return
        seen = self._detail.view.visible()
        margin = min(seen.width(), seen.height()) / 4
        if not seen.adjusted(margin, margin, -margin, -margin).contains(
            QPointF(*selected.centroid)
        ):
            self._detail.centre_on(*selected.centroid)
