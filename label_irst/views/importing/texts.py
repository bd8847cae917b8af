"""The preview and the result of an import in words."""

from label_irst.i18n import counted, frames, sequences, targets, tr
from p2m_core.importing import ImportSummary, Preview, SequencePreview

MOST_NAMES = 4  # categories to name


def totals(found: Preview, chosen: list[SequencePreview]) -> str:
    """One line: what would come."""
    first = sequences(len(found.sequences))
    if len(chosen) < len(found.sequences):
        first = tr("{chosen} of {sequences}").format(chosen=len(chosen), sequences=first)
    parts = [first]

    names = ("labelled", "frames", "masks", "boxes", "points", "empty")
    counts = [(o.labelled, o.frames, o.masks, o.boxes, o.points, o.empty) for o in chosen]
    total = dict(zip(names, (sum(column) for column in zip(*counts, strict=True)), strict=False))

    def of(name: str) -> int:
        return int(total.get(name, 0))

    parts.append(
        tr("{labelled} of {frames} labelled").format(
            labelled=of("labelled"), frames=frames(of("frames"))
        )
    )
    kinds = (
        (of("masks"), tr("1 mask"), tr("{count} masks")),
        (of("boxes"), tr("1 box"), tr("{count} boxes")),
        (of("points"), tr("1 point"), tr("{count} points")),
        (of("empty"), tr("1 empty frame"), tr("{count} empty frames")),
    )
    parts += [counted(count, one, some) for count, one, some in kinds if count]
    return " · ".join(parts)


def categories(found: Preview) -> str:
    """The categories with their counts, the most frequent first."""
    counts = list(found.categories.items())
    named = [f"{name} {count}" for name, count in counts[:MOST_NAMES]]
    if more := len(counts) - MOST_NAMES:
        named += [tr("{count} more").format(count=more)] if more > 0 else []
    return ", ".join(named)


def summary(done: ImportSummary) -> str:
    """One line: what came, and what did not."""
    parts = [
        tr("Imported {targets} in {sequences}.").format(
            targets=targets(done.targets), sequences=sequences(done.sequences)
        )
    ]
    for count, one, some in (
        (done.accepted, tr("1 frame accepted"), tr("{count} frames accepted")),
        (done.edited, tr("1 to review"), tr("{count} to review")),
        (done.verified_empty, tr("1 verified empty"), tr("{count} verified empty")),
        (
            done.implied_empty,
            tr("1 without an entry left unseen"),
            tr("{count} without an entry left unseen"),
        ),
        (done.skipped, tr("1 left as it was"), tr("{count} left as they were")),
        (done.replaced, tr("1 target replaced"), tr("{count} targets replaced")),
        (done.failed, tr("1 label not taken"), tr("{count} labels not taken")),
    ):
        if count:
            parts.append(counted(count, one, some))
    return parts[0] + (" " + ", ".join(parts[1:]) + "." if parts[1:] else "")


def failures(done: ImportSummary) -> list[str]:
    """A line on each label that was not taken."""
    return [one.message for one in done.failures]
