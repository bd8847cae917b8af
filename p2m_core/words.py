"""Words of messages and reports."""

_PLURALS = {"box": "boxes", "entry": "entries", "stretch": "stretches"}


def counted(count: int, noun: str) -> str:
    """Return a count and its noun.

    Examples
    --------
    >>> counted(1, "frame"), counted(2, "frame"), counted(0, "box")
    ('1 frame', '2 frames', '0 boxes')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {_PLURALS.get(noun, f'{noun}s')}"
