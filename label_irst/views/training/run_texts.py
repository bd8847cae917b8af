"""Texts about a run: its name, its status, why it failed and what to do, its time left."""

from label_irst.i18n import tr
from label_irst.jobs.runs.end import Cause
from label_irst.jobs.runs.history import RunHistory
from p2m_core.project import Run, RunStatus


def run_name(run: Run) -> str:
    """The run's name, by the number of its folder."""
    number = run.folder.name
    return tr("Run {number}").format(number=int(number) if number.isdecimal() else number)


def status_word(run: Run) -> str:
    if run.status is RunStatus.RUNNING and run.record.get("stopping"):
        return tr("stopping…")
    return {
        RunStatus.QUEUED: tr("waiting"),
        RunStatus.RUNNING: tr("training"),
        RunStatus.STOPPED: tr("stopped"),
        RunStatus.FINISHED: tr("finished"),
        RunStatus.FAILED: tr("failed"),
        RunStatus.CANCELLED: tr("cancelled"),
    }[run.status]


def status_colour(run: Run) -> str:
    """The name of a colour of the theme."""
    return {
        RunStatus.QUEUED: "suggested",
        RunStatus.RUNNING: "accent",
        RunStatus.STOPPED: "verified_empty",
        RunStatus.FINISHED: "accepted",
        RunStatus.FAILED: "doubt",
        RunStatus.CANCELLED: "unseen",
    }[run.status]


def trouble(run: Run) -> tuple[str, str]:
    """Why a run failed, and what to do; both empty if it did not fail."""
    if run.status is not RunStatus.FAILED:
        return "", ""
    try:
        cause = Cause(str(run.record.get("cause", "")))
    except ValueError:  # of a newer version
        cause = Cause.GONE
    why = {
        Cause.MEMORY: tr("There was not enough memory."),
        Cause.DISK: tr("The disk is full."),
        Cause.DEVICE: tr("The graphics card could not be used."),
        Cause.KILLED: tr("The training was killed from outside."),
        Cause.RESTARTED: tr("The machine was restarted while the training ran."),
        Cause.GONE: tr("The training ended without an error message."),
        Cause.FAULT: tr("The training ended with an error in the program."),
        Cause.MESSAGE: str(run.record.get("line", "")),
    }.get(cause, tr("The training ended without an error message."))
    todo = {
        Cause.MEMORY: tr("Train again with a smaller batch or smaller crops."),
        Cause.DISK: tr("Make room, then resume."),
        Cause.DEVICE: tr("Train again on the CPU, or check the graphics driver."),
        Cause.KILLED: tr(
            "If nobody did this, the system ran out of memory: train again with a smaller "
            "batch or smaller crops. Otherwise resume."
        ),
        Cause.RESTARTED: tr("Resume continues from the last checkpoint."),
        Cause.GONE: tr("Its log may show more. Resume continues from the last checkpoint."),
        Cause.FAULT: tr("The last lines of its log show where; please report them."),
    }.get(cause, "")
    return why, todo


def duration(seconds: float) -> str:
    """A time in at most two units, coarse enough not to change all the time."""
    if seconds < 60:
        return tr("{count} s").format(count=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("{count} min").format(count=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    return tr("{count} days").format(count=round(hours / 24))


def time_left(history: RunHistory) -> str:
    left = history.seconds_left
    return "" if left is None else tr("{time} left").format(time=duration(left))


def where_it_is(history: RunHistory) -> str:
    """The progress of a running run, in one line."""
    if history.phase != "training":
        done, total = history.labels
        if not total:
            return tr("starting…")
        return tr("reading the labels: {done} of {total}").format(done=done, total=total)
    parts = [tr("step {step} of {total}").format(step=history.step, total=history.total)]
    if (pace := history.seconds_a_step) is not None:
        parts.append(tr("{seconds} s a step").format(seconds=f"{pace:.2g}"))
    return " · ".join(part for part in (*parts, time_left(history)) if part)
