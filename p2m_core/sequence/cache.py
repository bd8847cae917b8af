"""A bounded cache of the frames used last."""

import threading
from collections import OrderedDict

from p2m_core.sequence.source import Picture


class FrameCache:
    """The frames used last, as many as fit into `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._pictures: OrderedDict[int, Picture] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, number: int) -> bool:
        with self._lock:
            return number in self._pictures

    def get(self, number: int) -> Picture | None:
        """Return the frame if it is cached, and mark it as used last."""
        with self._lock:
            picture = self._pictures.get(number)
            if picture is not None:
                self._pictures.move_to_end(number)
            return picture

    def put(self, number: int, picture: Picture) -> None:
        """Keep a frame, and drop those used longest ago."""
        with self._lock:
            old = self._pictures.pop(number, None)
            self._held += picture.nbytes - (0 if old is None else old.nbytes)
            self._pictures[number] = picture
            while self._held > self._limit:
                self._held -= self._pictures.popitem(last=False)[1].nbytes

    def clear(self) -> None:
        """Drop all frames."""
        with self._lock:
            self._pictures.clear()
            self._held = 0
