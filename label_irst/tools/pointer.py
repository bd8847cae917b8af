"""The pointer as tools see it, and what a tool is."""

from dataclasses import dataclass
from typing import Protocol

from p2m_core.geometry import pixel_at


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is, in image coordinates.

    `reach` is how many image pixels a small distance on the screen (a finger's precision) covers,
    so that tiny targets can be hit in the zoomed-out view.
    """

    x: float
    y: float
    new_target: bool = False  # Ctrl: another one, whatever is there
    reach: float = 0.0

    @property
    def pixel(self) -> tuple[int, int]:
        """Row and column under the pointer."""
        return pixel_at(self.x, self.y)


class Tool(Protocol):
    """Press, drag and release come from the left button; hover while it is up."""

    def hover(self, at: Pointer) -> None: ...

    def press(self, at: Pointer) -> None: ...

    def drag(self, at: Pointer) -> None: ...

    def release(self, at: Pointer) -> None: ...

    def leave(self) -> None:
        """The pointer left the view, or the tool was put down."""

    def takes(self, command: str) -> bool:
        """A command of the window is called; True: it was meant for what is begun here."""
