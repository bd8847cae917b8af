"""Choosing frames with Shift and the mouse, as in a list."""

from collections.abc import Callable

from label_irst.document import Document


def choose_from(document: Document, pressed: int) -> Callable[[int], None]:
    """Choose the frames up to the one that was pressed; return what a drag to another one does.

    A click reaches from the frame on show, or from the far end of what is chosen. A drag chooses
    anew, from the pressed frame.
    """
    chosen, moved = document.range, False
    start = document.frame if chosen is None else max(chosen, key=lambda end: abs(end - pressed))
    document.choose_range((start, pressed))

    def drag(frame: int) -> None:
        nonlocal moved
        moved = moved or frame != pressed
        if moved:
            document.choose_range((pressed, frame))

    return drag
