"""Keys in the settings: only differences are stored, and no two commands share a key."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from label_irst.settings import keys
from label_irst.settings.storage import storage

TABLE = {"next": ("D", "Right"), "brush": ("B",), "seed": ("S",), "about": ()}


def test_keys_that_were_changed_hold_and_are_all_that_is_stored() -> None:
    assert keys.effective(TABLE) == TABLE
    assert keys.give("brush", ("N", "Ctrl+B"), TABLE) == []
    assert keys.effective(TABLE) == TABLE | {"brush": ("N", "Ctrl+B")}
    assert storage().allKeys() == ["keys/brush"]
    assert keys.give("brush", ("B",), TABLE) == []
    assert storage().allKeys() == []


def test_a_key_given_to_one_command_is_taken_from_the_other() -> None:
    assert keys.give("brush", ("B", "D"), TABLE) == ["next"]
    assert keys.effective(TABLE) == TABLE | {"brush": ("B", "D"), "next": ("Right",)}
    assert keys.reset("next", TABLE) == ["brush"]
    assert keys.effective(TABLE) == TABLE
    assert storage().allKeys() == []


def test_a_command_can_have_no_key() -> None:
    keys.give("seed", (), TABLE)
    assert keys.effective(TABLE)["seed"] == ()
    keys.reset_all()
    assert keys.effective(TABLE) == TABLE


def test_the_users_key_wins_over_the_default_of_a_newer_version() -> None:
    keys.give("about", ("P",), TABLE)
    newer = TABLE | {"propagate": ("P", "Ctrl+P")}
    assert keys.effective(newer)["about"] == ("P",)
    assert keys.effective(newer)["propagate"] == ("Ctrl+P",)


@pytest.mark.parametrize("nonsense", ["", "B", "{}", '"B"', "[1", 7, '["no such key"]'])
def test_invalid_entries_in_the_file_are_ignored(nonsense: object) -> None:
    storage().setValue("keys/brush", nonsense)
    storage().setValue("keys/gone-since", '["B"]')
    assert keys.effective(TABLE)["next"] == TABLE["next"]
    assert set(keys.effective(TABLE)) == set(TABLE)


CHANGES = st.tuples(
    st.sampled_from(sorted(TABLE)),
    st.lists(st.sampled_from(["B", "D", "S", "Right", "Ctrl+K"]), max_size=3, unique=True),
)


@settings(deadline=None, max_examples=30)  # each change goes to the disk
@given(st.lists(CHANGES, max_size=6))
def test_no_two_commands_ever_share_a_key(changes: list[tuple[str, list[str]]]) -> None:
    keys.reset_all()
    for name, wanted in changes:
        keys.give(name, tuple(wanted), TABLE)
        table = keys.effective(TABLE)
        assert table[name] == tuple(wanted)
        uses = Counter(key for own in table.values() for key in own)
        assert [key for key, times in uses.items() if times > 1] == []


def test_keys_are_stored_in_the_settings_of_the_user(home: Path) -> None:
    keys.give("brush", ("N",), TABLE)
    storage().sync()
    assert Path(storage().fileName()).is_relative_to(home)
