"""Texts of the training dialog."""

import pytest

from label_irst.views.training.texts import about, memory


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "less than a minute"), (61, "about a minute"), (95, "about 2 minutes"),
        (7 * 60 + 10, "about 7 minutes"), (26 * 60, "about 25 minutes"),
        (58 * 60, "about an hour"), (3600 * 1.6, "about 1.5 hours"),
        (3600 * 12.4, "about 12 hours"), (3600 * 40, "about 2 days"),
        (86400 * 11.2, "about 11 days"),
    ],
)  # fmt: skip
def test_a_time_is_rounded_to_its_accuracy(qapp, seconds, text):
    assert about(seconds) == text


def test_memory_is_shown_in_gigabytes(qapp):
    text = memory("Some GPU", 3 * 2**30 + 2**29, 80 * 2**30)
    assert text == "Some GPU · 3.5 of 80 GB free"
