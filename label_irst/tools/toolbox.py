"""The current tool, the brush size, and the handlers of a right click."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from label_irst.document import Document, shapes
from label_irst.document.actions import corrections
from label_irst.document.ruler import Ruler
from label_irst.tools.box import BoxTool
from label_irst.tools.brush import SIZES, BrushTool
from label_irst.tools.ignore import IgnoreTool
from label_irst.tools.pointer import Pointer, Tool
from label_irst.tools.polygon import PolygonTool
from label_irst.tools.ruler import RulerTool
from label_irst.tools.seed import SeedTool
from label_irst.tools.select import SelectTool

SELECT, SEED, BRUSH, ERASER = "select", "seed", "brush", "eraser"
BOX_SEED, FLOOD, POLYGON = "box-seed", "flood", "polygon"
IGNORE = "ignore"
RULER = "ruler"


class ToolBox(QObject):
    changed = Signal()  # the current tool, or the brush size

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.diameter = 3
        self.ruler = Ruler(self)
        document.sequence_changed.connect(lambda: self.ruler.lay(None))
        self.tools: dict[str, Tool] = {
            SELECT: SelectTool(document),
            SEED: SeedTool(document),
            BOX_SEED: BoxTool(document, shapes.grown_in_box),
            FLOOD: BoxTool(document, shapes.flooded),
            POLYGON: PolygonTool(document),
            BRUSH: BrushTool(document, erases=False, diameter=lambda: self.diameter),
            ERASER: BrushTool(document, erases=True, diameter=lambda: self.diameter),
            IGNORE: IgnoreTool(document),
            RULER: RulerTool(self.ruler),
        }
        self.name = SEED
        # A right click goes to these in turn, until one returns True.
        self.second_clicks: list[Callable[[Pointer], bool]] = [
            lambda at: corrections.negative_click(document, at.x, at.y)
        ]

    @property
    def tool(self) -> Tool:
        return self.tools[self.name]

    def take(self, name: str) -> None:
        if name != self.name:
            self.tool.takes("deselect")  # drops what is begun, as Escape does
            self.tool.leave()
            self.name = name
            self.changed.emit()

    def second_pressed(self, at: Pointer) -> None:
        """The right button goes down: on a mask, preview what the click would leave."""
        self._document.set_preview(corrections.preview(self._document, at.x, at.y))

    def second(self, at: Pointer) -> None:
        """A right click, the same for every tool."""
        any(takes(at) for takes in self.second_clicks)

    def set_brush(self, diameter: int) -> None:
        """Take a brush of this size, if there is one."""
        if diameter in SIZES:
            self.diameter = diameter
            self.changed.emit()

    def resize_brush(self, by: int) -> None:
        """Take the next larger (+1) or smaller (-1) brush."""
        place = min(max(SIZES.index(self.diameter) + by, 0), len(SIZES) - 1)
        self.diameter = SIZES[place]
        self.changed.emit()
