"""Drive a tool without a window, as a view would."""

from label_irst.tools.pointer import Pointer, Tool

Point = tuple[float, float]


def stroke(tool: Tool, *points: Point) -> None:
    """Press at the first point, drag through the others, release at the last."""
    tool.press(Pointer(*points[0]))
    for point in points[1:]:
        tool.drag(Pointer(*point))
    tool.release(Pointer(*points[-1]))
