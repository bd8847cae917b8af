"""What a user may type where a path belongs."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

PATHS = (
    "/", "//", ".", "..", "~", "~nobody", "/tmp/*", "a*/b(*)", "*", "/a" + "b" * 300,
    "/a/" * 2000, "nul\0l", "\udcff", " ", "C:\\x\\", "/proc/1/cwd/x", "http://x/y?z#",
)  # fmt: skip


def type_paths(line: QLineEdit) -> None:
    """Type an absolute path key by key, then each of `PATHS`; a fault fails the test."""
    line.clear()
    QTest.keyClicks(line, "/nowhere/at all.lirst")
    assert line.text() == "/nowhere/at all.lirst"
    for path in PATHS:
        line.setText(path)
