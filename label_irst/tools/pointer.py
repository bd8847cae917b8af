"""The pointer as tools see it, and the protocol of a tool."""

from dataclasses import dataclass
from typing import Protocol

from p2m_core.geometry import pixel_at


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is, in image coordinates.

    `reach` is the precision of a finger on the screen in image pixels, so that tiny targets can be
    hit in the zoomed-out view.
    """

    x: float
    y: float
    new_target: bool = False  # Ctrl: make another one, even where there is one
    reach: float = 0.0
    adds: bool = False  # Shift: this pixel belongs to the selected target too
    exact: bool = False  # Alt: this very pixel, with no snap

    @property
    def pixel(self) -> tuple[int, int]:
        """Row and column under the pointer."""
        return pixel_at(self.x, self.y)


class Tool(Protocol):
    """Press, drag and release are of the left button; hover comes while it is up."""

    def hover(self, at: Pointer) -> None: ...

    def press(self, at: Pointer) -> None: ...

    def drag(self, at: Pointer) -> None: ...

    def release(self, at: Pointer) -> None: ...

    def leave(self) -> None:
        """The pointer left the view, or another tool was chosen."""

    def takes(self, command: str) -> bool:
        """Use a command of the window for what is begun here; False: it is the window's."""
