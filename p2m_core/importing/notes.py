"""Notes on what is left out, bounded: a set may have a fault in each of its 50,000 files."""

_MOST = 1000


class Notes:
    """Collects lines, the first thousand of them; call it with one."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._more = 0

    def __call__(self, line: str) -> None:
        """Take a line."""
        if len(self._lines) < _MOST:
            self._lines.append(" ".join(line.split()))
        else:
            self._more += 1

    def lines(self) -> tuple[str, ...]:
        """Return the lines, and how many more there were."""
        more = (f"and {self._more} more notes",) if self._more else ()
        return (*self._lines, *more)
