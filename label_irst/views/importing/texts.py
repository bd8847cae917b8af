"""The preview and the result of an import in words."""

from label_irst.i18n import tr
from p2m_core.importing import ImportSummary, Preview, SequencePreview

MOST_NAMES = 4  # categories to name


def totals(found: Preview, chosen: list[SequencePreview]) -> str:
    """One line: what would come."""
    if len(chosen) < len(found.sequences):
        first = tr("{chosen} of {count} sequences")
    else:
        first = tr("{count} sequences")
    parts = [first.format(chosen=len(chosen), count=len(found.sequences))]

    names = ("labelled", "frames", "masks", "boxes", "points", "empty")
    counts = [(o.labelled, o.frames, o.masks, o.boxes, o.points, o.empty) for o in chosen]
    total = dict(zip(names, (sum(column) for column in zip(*counts, strict=True)), strict=False))

    def of(name: str) -> int:
        return int(total.get(name, 0))

    parts.append(
        tr("{labelled} of {frames} frames labelled").format(
            labelled=of("labelled"), frames=of("frames")
        )
    )
    kinds = (
        (of("masks"), tr("{count} masks")), (of("boxes"), tr("{count} boxes")),
        (of("points"), tr("{count} points")), (of("empty"), tr("{count} empty frames")),
    )  # fmt: skip
    parts += [text.format(count=count) for count, text in kinds if count]
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
        tr("Imported {targets} targets in {sequences} sequences.").format(
            targets=done.targets, sequences=done.sequences
        )
    ]
    for count, text in (
        (done.accepted, tr("{count} frames accepted")),
        (done.edited, tr("{count} to review")),
        (done.verified_empty, tr("{count} verified empty")),
        (done.implied_empty, tr("{count} without an entry left unseen")),
        (done.skipped, tr("{count} left as they were")),
        (done.replaced, tr("{count} targets replaced")),
        (done.failed, tr("{count} labels not taken")),
    ):
        if count:
            parts.append(text.format(count=count))
    return parts[0] + (" " + ", ".join(parts[1:]) + "." if parts[1:] else "")


def failures(done: ImportSummary) -> list[str]:
    """A line on each label that was not taken."""
    return [one.message for one in done.failures]
