"""What the warnings on a data set say, in the user's language."""

from label_irst.i18n import tr
from label_irst.views.widgets.numbers import short
from p2m_core.datasets.statistics.findings import Finding


def finding_text(finding: Finding) -> tuple[str, str]:
    """What was found, and what to do about it."""
    text, advice = _texts()[finding.kind]
    return text.format(count=finding.count, value=short(finding.value)), advice


def _texts() -> dict[str, tuple[str, str]]:
    return {
        "no-target": (
            tr("No target in the whole set"),
            tr("Check that these are the right labels."),
        ),
        "no-target-train": (
            tr("No target in the training part"),
            tr("Check the roles of the sequences."),
        ),
        "no-target-test": (
            tr("No target in the test part"),
            tr("Check the roles of the sequences."),
        ),
        "unreadable": (
            tr("Labelled frames that cannot be read: {count}"),
            tr("Replace these images."),
        ),
        "outside": (
            tr("Labels outside their frame: {count}"),
            tr("Check the order of x and y, and the size of the images that were labelled."),
        ),
        "covering": (
            tr("Targets that cover half of the frame or more: {count}"),
            tr("Check for inverted masks: 0 is background."),
        ),
        "no-data": (
            tr("Frames with pixels that hold no data (borders, telemetry, NaN): {count}"),
            tr("They are left out of all numbers. Cut them off if others are to read the images."),
        ),
        "map-unused": (
            tr("Instance maps that differ from the mask: {count}"),
            tr("Its components were used. Write the maps again: a number a pixel of the mask."),
        ),
        "leak-cut": (
            tr("Sequences with images of the other part: {count}"),
            tr("Put both into one part: neighbouring frames are nearly the same."),
        ),
        "leak": (
            tr("Images nearly the same as one of the other part: {count}"),
            tr("Put both into one part, or leave one out: scores would be too good."),
        ),
        "leak-next": (
            tr("Images whose neighbour by number is in the other part: {count}"),
            tr("They show one scene. Put the images of one sequence into one part."),
        ),
        "labelled-twice": (
            tr("Frames labelled in two sequences: {count}"),
            tr("Keep one of the two."),
        ),
        "same-pixels": (
            tr("Targets on the pixels of another one: {count}"),
            tr("Delete one of the two."),
        ),
        "specks": (
            tr("Masks with many specks of 1 or 2 px: {count}, up to {value}"),
            tr("Remove the specks: they come from JPEG files or from scaling."),
        ),
        "one-pixel": (
            tr("Masks of one pixel: {count}, {value} % of all"),
            tr("If they mark centroids, import them as points, and PAMG grows the masks."),
        ),
        "implied-empty": (
            tr("Frames taken for empty because a file has no entry: {count}"),
            tr("Look at them: nobody stated that they are empty."),
        ),
        "large": (
            tr("Targets larger than 100 px: {count}, up to {value} px"),
            tr("Check that the masks hold the targets alone."),
        ),
        "faint": (
            tr("Targets that hardly stand out (SCR below 1): {count}"),
            tr("Look for the target; many of them speak for shifted or swapped masks."),
        ),
        "dark": (
            tr("Dark targets, where {value} % are bright: {count}"),
            tr("Look whether the mask lies on the target."),
        ),
        "bright": (
            tr("Bright targets, where {value} % are dark: {count}"),
            tr("Look whether the mask lies on the target."),
        ),
        "loose": (
            tr("Boxes more than 9 times as large as the target: {count}"),
            tr("Draw them tighter, or use the masks, which do not depend on them."),
        ),
        "jump": (
            tr("Steps of a track far longer than usual: {count}, up to {value} px a frame"),
            tr("Check for swapped tracks, a cut in the sequence, or a label on clutter."),
        ),
        "gap": (
            tr("Stretches without labels inside a track: {count}, up to {value} frames"),
            tr("Label the target there, or verify the frames as empty."),
        ),
        "alike": (
            tr("Images nearly the same as one of another sequence: {count}"),
            tr("Keep such sequences in one part of a split."),
        ),
        "repeated": (
            tr("Images equal to an earlier one to the bit: {count}"),
            tr("Leave out the copies; a video may have repeated its frames."),
        ),
    }
