"""The hint below the picture: what fits is readable, and the tooltip has all of it."""

from label_irst.views.window.main_window import MainWindow


def test_a_hint_ends_with_a_whole_part_at_every_width(window: MainWindow) -> None:
    hint = window.notice_row.hint
    parts = hint.whole.split("   ·   ")
    assert len(parts) > 3
    shown = set()
    for width in (1280, 1320, 1440, 1700):
        window.resize(width, 720)
        said = hint.text().split("   ·   ")
        assert said == parts[: len(said)]
        assert bool(hint.toolTip()) == (len(said) < len(parts))
        shown.add(len(said))
    assert len(shown) > 1
