"""Each term has one explanation, found in the headings that use it."""

from collections import Counter

from PySide6.QtWidgets import QLabel

from label_irst.views.glossary import about, terms
from label_irst.views.window.main_window import MainWindow


def test_each_term_stands_once_in_the_table() -> None:
    assert [word for word, times in Counter(word for word, _ in terms()).items() if times > 1] == []


def test_a_heading_gets_the_explanations_of_its_terms_and_of_no_others() -> None:
    both = about("Pd over false targets a frame")
    assert "probability of detection" in both
    assert "False targets a frame" in both
    assert "Targets: objects" not in both, "the longer term is meant"
    assert about("Fabric") == about("") == ""


def test_the_numbers_of_a_target_are_explained_where_they_stand(window: MainWindow) -> None:
    tips = {label.text(): label.toolTip() for label in window.target_panel.findChildren(QLabel)}
    for word in ("area", "radius", "SCR", "ρ", "peak", "background"):
        assert tips[word], word
