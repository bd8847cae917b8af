"""Texts of the training dialog: the training set, its shortcomings, and the time."""

from collections.abc import Sequence

from label_irst.i18n import tr
from label_irst.jobs.runs.training_set import Offer, TrainingSet
from p2m_core.project import Role

FEW = 100  # targets
GIGABYTE = 2**30
HOUR = 3600.0
LONG = 2.0 * HOUR


def totals(offers: Sequence[Offer]) -> str:
    """The amount of training data and of validation data, a line each."""
    text = tr("{role} · sequences {sequences} · targets {targets} · empty frames {empty}")
    lines = []
    for role, word in (("train", tr("Training")), ("test", tr("Validation"))):
        some = [offer for offer in offers if offer.role == role]
        targets, empty = sum(o.targets for o in some), sum(o.empty for o in some)
        lines.append(text.format(role=word, targets=targets, empty=empty, sequences=len(some)))
    return "\n".join(lines)


def left_out(found: TrainingSet) -> str:
    """What the table leaves out; empty if nothing."""
    parts = []
    if found.others:
        parts.append(tr("sequences without a reviewed frame {count}").format(count=found.others))
    if found.edited:
        parts.append(tr("frames edited but not accepted {count}").format(count=found.edited))
    return " · ".join([tr("Not used"), *parts]) if parts else ""


def obstacle(offers: Sequence[Offer]) -> str:
    """Why no training is possible; empty if one is."""
    if not any(offer.targets for offer in offers):
        return tr("There is no accepted target yet: accept frames first, then train.")
    if not _sum(offers, "train"):
        return tr("Nothing to learn from: no sequence for training has an accepted target.")
    return ""


def warnings(offers: Sequence[Offer], network: str) -> list[str]:
    """Weaknesses of the training set, also for this network; the worst first."""
    found = []
    if network != "single" and all(o.length == 1 for o in offers if o.role == "train"):
        found.append(tr("All sequences are single images: use the single-image network."))
    if not any(offer.role == "test" for offer in offers):
        found.append(tr("No sequence is for validation: the run cannot measure its model."))
    elif not _sum(offers, "test"):
        found.append(tr("The validation sequences have no targets: Pd cannot be measured."))
    if (count := _sum(offers, "train")) < FEW:
        found.append(tr("Few targets ({count}): start with a hundred or more.").format(count=count))
    if not any(offer.empty for offer in offers if offer.role == "train"):
        found.append(tr("No frame is verified empty: the model learns less about background."))
    return found


def _sum(offers: Sequence[Offer], role: Role) -> int:
    return sum(offer.targets for offer in offers if offer.role == role)


def memory(name: str, free: int, total: int) -> str:
    text = tr("{name} · {free} of {total} GB free")
    return text.format(name=name, free=_gigabytes(free), total=_gigabytes(total))


def _gigabytes(count: int) -> str:
    return f"{count / GIGABYTE:.1f}" if count < 10 * GIGABYTE else f"{count / GIGABYTE:.0f}"


def about(seconds: float) -> str:
    """A rounded time, no more exact than an estimate is."""
    minutes, hours = seconds / 60, seconds / 3600
    if minutes < 1:
        return tr("less than a minute")
    if minutes < 1.5:
        return tr("about a minute")
    if minutes < 55:
        step = 1 if minutes < 10 else 5
        return tr("about {count} minutes").format(count=max(2, step * round(minutes / step)))
    if hours < 1.25:
        return tr("about an hour")
    if hours < 10:
        return tr("about {count} hours").format(count=f"{round(2 * hours) / 2:g}")
    if hours < 36:
        return tr("about {count} hours").format(count=round(hours))
    return tr("about {count} days").format(count=max(2, round(hours / 24)))


def estimate(seconds: float, device: str, hourly: int) -> str:
    """The time of the whole training; if it is long, also the epochs an hour."""
    text = tr("Takes {time} on {device}").format(time=about(seconds), device=device)
    if seconds < LONG or hourly < 1:
        return text
    return f"{text}  ·  " + tr("in an hour: epochs {count}").format(count=hourly)
