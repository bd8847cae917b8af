"""Every set of the real data comes with the counts that its README states."""

import pytest

from p2m_core.datasets.opening import Rules
from p2m_core.importing import ImportOptions, import_labels, preview
from tests.core.importing.test_import import states_and_targets
from tests.real_data import real

SETS = {  # format, sequences, frames, labelled frames, masks, boxes, points, tracks
    "sirst": ("masks", 308, 308, 308, 393, 0, 0, 393),
    "nudt": ("masks", 663, 663, 663, 918, 0, 0, 918),
    "drone_ir": ("mot", 19, 5941, 5787, 0, 5787, 0, 19),
    "antiuav": ("mot", 4, 2429, 2429, 0, 2429, 0, 4),
    "cptv16": ("mot", 1, 161, 32, 0, 32, 0, 2),
    "hit_uav": ("voc", 150, 150, 150, 0, 1318, 0, 1318),
    "istd": ("points", 2, 240, 240, 0, 0, 240, 6),
    "cgrca": ("points", 1, 100, 100, 0, 0, 100, 2),
}


def counts(seen):
    names = ("frames", "labelled", "masks", "boxes", "points", "tracks")
    return (len(seen.sequences), *(seen.total(name) for name in names))


# The import of the two large ones, which is slow, sees them too.
@pytest.mark.parametrize("name", [name for name in SETS if name not in ("nudt", "sirst")])
def test_a_set_is_seen_whole(name):
    seen = preview([real(name)])
    assert {format for _, format in seen.sources} == {SETS[name][0]}
    assert counts(seen) == SETS[name][1:]
    assert not any(one.problem for one in seen.sequences)


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_a_set_comes_whole(name, tmp_path):
    _, sequences, frames, _, masks, boxes, points, tracks = SETS[name]
    seen = preview([real(name)])
    assert counts(seen) == SETS[name][1:]
    done = import_labels(seen, tmp_path / "p.lirst")
    assert (done.sequences, done.frames, done.tracks) == (sequences, frames, tracks)
    assert (done.targets, done.failures) == (masks + boxes + points, ())
    assert (done.accepted > 0) == (masks > 0)
    assert (done.edited > 0) == (boxes + points > 0)


@pytest.mark.slow
def test_the_boxes_of_sirst_hold_their_masks(tmp_path):
    """As rectangles they are the boxes of the masks, which are exact there."""
    root = real("sirst")
    seen = preview([root], "voc", Rules(voc_max="past"))
    assert (len(seen.sequences), seen.total("boxes")) == (308, 393)
    options = ImportOptions(boxes="rectangle")
    import_labels(seen, tmp_path / "boxes.lirst", options=options)
    import_labels(preview([root]), tmp_path / "masks.lirst")
    rectangles, masks = (states_and_targets(tmp_path / f"{n}.lirst") for n in ("boxes", "masks"))
    for name, (_, targets) in masks.items():
        found = sorted(target.box for target in rectangles[name][1])
        assert found == sorted(target.box for target in targets)
