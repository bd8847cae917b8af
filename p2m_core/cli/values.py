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
