"""Follow the output of the children of runs, on the window's thread, a little at a time."""

from PySide6.QtCore import QObject, QTimer, Signal

from label_irst.jobs.runs import run_folder
from label_irst.jobs.runs.history import RunHistory
from p2m_core.project import Run

LOOK_MS = 400  # between reads of a working child's output


class Follower(QObject):
    """Histories of runs: followed while a run works, read once when it is over."""

    advanced = Signal(int)  # a history was read on, perhaps without anything new
    over = Signal(int)  # a watched child has ended, and all of its output is read

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._histories: dict[int, tuple[Run, RunHistory, run_folder.Tail]] = {}
        self._unread: set[int] = set()
        self._watched: set[int] = set()
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self._follow)

    def history(self, run: Run) -> RunHistory:
        """The history of a run; it fills bit by bit, see `advanced`."""
        if run.id not in self._histories:
            self._histories[run.id] = (run, RunHistory(), run_folder.Tail(run.folder))
            self._unread.add(run.id)
            self._look.start(0)
        return self._histories[run.id][1]

    def known(self, id: int) -> RunHistory | None:
        """As `history`, but None if that was not called for this run yet."""
        return self._histories[id][1] if id in self._histories else None

    def watch(self, run: Run) -> None:
        """Follow the child of a run until it ends."""
        self.history(run)
        self._watched.add(run.id)
        self._look.start(0)

    def leave(self, id: int) -> None:
        """Stop watching a child; its history stays."""
        self._watched.discard(id)

    def clear(self) -> None:
        self._look.stop()
        self._histories, self._unread, self._watched = {}, set(), set()

    def _follow(self) -> None:
        more = [self._read(id) for id in sorted(self._watched | self._unread)]
        if any(more):
            self._look.start(0)
        elif self._watched:
            self._look.start(LOOK_MS)

    def _read(self, id: int) -> bool:
        """Read on; return whether more can be read at once: histories may be long."""
        run, history, tail = self._histories[id]
        # Before the read: output written between a read and this check would be missed.
        is_over = id in self._watched and not run_folder.lives(run.folder)
        events, all_read = tail.read()
        for event in events:
            history.take(event)
        if all_read:
            self._unread.discard(id)
        self.advanced.emit(id)
        if all_read and is_over:
            self._watched.discard(id)
            self.over.emit(id)
        return not all_read
