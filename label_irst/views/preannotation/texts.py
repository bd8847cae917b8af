"""The results of a pre-annotation in words."""

from typing import Any

from label_irst.i18n import counted, frames, sequences, targets, tr
from p2m_core.preannotate.plan import NO_FRAME, NO_MASK, OPENED, UNREADABLE


def summary(results: dict[str, Any]) -> str:
    """The counts of frames and masks, and of failures by reason."""
    text = tr("{frames} of {sequences}.")
    lines = [
        text.format(frames=frames(results["frames"]), sequences=sequences(results["sequences"]))
    ]
    if results["detector"]:
        one, some = (
            tr("1 suggestion, to be accepted or rejected."),
            tr("{count} suggestions, to be accepted or rejected."),
        )
        lines.append(counted(results["suggestions"], one, some))
    else:
        lines.append(tr("{targets} to review, {doubtful} of them doubtful.").format(
            targets=targets(results["targets"]), doubtful=results["doubtful"]
        ))  # fmt: skip
    if results["frames_without"]:
        text = tr("Nothing was found in {frames}.")
        lines.append(text.format(frames=frames(results["frames_without"])))
    for reason, count in results["failures"].items():
        lines.append(f"{_reasons().get(reason, reason)}: {count}")
    return "\n".join(lines)


def failures(results: dict[str, Any]) -> list[str]:
    """One line for each failure: where it is, and what is wrong."""
    lines = []
    for failure in results["failed"]:
        frame = failure["frame"]
        where = failure["source"]
        if frame is not None:
            where = tr("{source}, frame {frame}").format(source=where, frame=frame + 1)
        lines.append(f"{where}: {failure['message']}")
    return lines


def _reasons() -> dict[str, str]:
    return {
        OPENED: tr("Sequences that cannot be opened"),
        NO_FRAME: tr("Labels for frames that do not exist"),
        UNREADABLE: tr("Frames that cannot be read"),
        NO_MASK: tr("Labels where no mask grows"),
    }
