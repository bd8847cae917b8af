"""Parse options with several numbers."""

from p2m_core.errors import InputError


def parse_size(option: str, text: str) -> tuple[int, int]:
    """Return (width, height) of ``WxH``.

    Examples
    --------
    >>> parse_size("--size", "640x512")
    (640, 512)
    """
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise InputError(f"{option} {text!r}: give WIDTHxHEIGHT, like 640x512") from None
    return width, height


def parse_pair(option: str, text: str) -> tuple[float, float]:
    """Return the two numbers of ``A,B``.

    Examples
    --------
    >>> parse_pair("--scr", "1,20")
    (1.0, 20.0)
    """
    try:
        first, second = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"{option} {text!r}: give two numbers, like 2,10") from None
    return first, second


def parse_click(option: str, text: str) -> tuple[int, float, float]:
    """Return frame, x and y of ``FRAME,X,Y``.

    Examples
    --------
    >>> parse_click("--seed", "12,40.5,31")
    (12, 40.5, 31.0)
    """
    try:
        frame, x, y = text.split(",")
        return int(frame), float(x), float(y)
    except ValueError:
        raise InputError(f"{option} {text!r}: give FRAME,X,Y, like 12,40.5,31") from None


def parse_frames(option: str, text: str, count: int) -> list[int]:
    """Return the frames from 0 of ``A-B,C``, counted from 1, of a sequence of `count` frames.

    Examples
    --------
    >>> parse_frames("--frames", "2-4,9-", 10)
    [1, 2, 3, 8, 9]
    """
    wanted: set[int] = set()
    for part in text.split(","):
        first, last = _ends(option, text, part.strip(), count)
        if not 1 <= first <= last <= count:
            raise InputError(f"{option} {text}: {part.strip()}: there are frames 1 to {count}")
        wanted.update(range(first - 1, last))
    return sorted(wanted)


def _ends(option: str, text: str, part: str, count: int) -> tuple[int, int]:
    start, dash, end = part.partition("-")
    numbers = [start, end] if dash and end else [start]
    # Not more digits than a number of frames has: Python refuses those with thousands.
    if not all(number.isascii() and number.isdigit() and len(number) < 19 for number in numbers):
        raise InputError(f"{option} {text[:80]!r}: give frames from 1, like 1-20,35,90-")
    last = int(end) if dash and end else (count if dash else int(start))
    return int(start), last
