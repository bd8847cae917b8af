"""What the numbers and headings mean, in plain words: each term is explained here, once."""

import re
from functools import cache
from textwrap import fill

from PySide6.QtWidgets import QLabel

from label_irst.i18n import tr

WIDTH = 64  # letters a line: Qt does not break the lines of a tooltip


def terms() -> list[tuple[str, str]]:
    """Each term as it stands on the screen, and its explanation."""
    return [
        ("SCR", tr("SCR, signal-to-clutter ratio: how far the target stands out. Mean of the target minus mean of a ring around it, over the spread of that ring. Below 3 it is hard to see.")),
        ("ρ", tr("ρ (rho): SCR over the least that the method needs there (Eq. 9 of the paper). At 1 or below the mask is a guess: look twice.")),
        ("rho", tr("ρ (rho): SCR over the least that the method needs there (Eq. 9 of the paper). At 1 or below the mask is a guess: look twice.")),
        (tr("area"), tr("Area: the number of pixels of the mask.")),
        (tr("radius"), tr("Radius: that of a disc with the area of the mask, in pixels.")),
        (tr("peak"), tr("Peak: the raw value of the strongest pixel of the target.")),
        (tr("background"), tr("Background: the mean raw value in a ring around the target.")),
        (tr("doubt"), tr("Doubt: the probability that this mask is wrong, from its contrast, its energy, and how it differs from its neighbours in time. The review begins with the highest.")),
        (tr("confidence"), tr("Confidence: how sure following a target is that it still has it, from 0 to 1.")),
        (tr("why"), tr("The reason for the doubt that weighs most.")),
        (tr("support"), tr("Support radius R_s: how far from the click a mask may grow, in pixels. Larger targets need more.")),
        (tr("gamma"), tr("Gamma: above 1 shows dark parts brighter, below 1 darker. Only the picture changes, never the values.")),
        (tr("levels"), tr("Levels: the raw values that are shown as black and as white. Only the picture changes.")),
        (tr("window"), tr("Window: the range of raw values between black and white; level is its middle.")),
        ("Pd", tr("Pd, probability of detection: the share of the true targets that a model finds.")),
        ("Fa", tr("Fa, false alarms: the share of all pixels that a model takes for a target and that is none.")),
        ("IoU", tr("IoU, intersection over union: the pixels that two masks share, over all pixels of both. 1 is the same mask, 0 no common pixel.")),
        ("nIoU", tr("nIoU: the mean of the IoU of each image, so that small targets count as much as large ones.")),
        (tr("false targets a frame"), tr("False targets a frame: what a model finds where no target is, on average. A lower threshold finds more of both.")),
        (tr("threshold"), tr("Threshold: the least score with which a detection counts.")),
        (tr("score"), tr("Score: how sure a detector is, from 0 to 1.")),
        (tr("loss"), tr("Loss: what training makes smaller, step by step. It should fall, then level off.")),
        (tr("epoch"), tr("Epoch: the number of times that training has gone through all of its crops.")),
        (tr("step"), tr("Step: one change of the model, from one batch of crops.")),
        (tr("batch"), tr("Batch: the number of crops that the model sees before it changes.")),
        (tr("track"), tr("Track: the same object through the frames.")),
        (tr("tracks"), tr("Tracks: objects that are followed through the frames.")),
        (tr("class"), tr("Class: what the target is, such as drone or bird; the project has its own list.")),
        (tr("state"), tr("State: who made the mask, and whether somebody has accepted it.")),
        (tr("status"), tr("Whether the run waits, works, has finished, was stopped or has failed.")),
        (tr("frame"), tr("The frame's number; the first one is 1.")),
        (tr("frames"), tr("Frames: from the first to the last, or how many.")),
        (tr("accepted"), tr("Accepted: targets of the track that were accepted, of all it has.")),
        (tr("labelled"), tr("Labelled: frames with a target, or verified to have none.")),
        (tr("empty"), tr("Empty: frames verified to hold no target.")),
        (tr("no entry"), tr("No entry: frames about which the labels say nothing; they stay unseen.")),
        (tr("targets"), tr("Targets: objects in frames; one that is seen in ten frames counts ten times.")),
        (tr("sequence"), tr("Sequence: the frames of one video, stack or folder.")),
        (tr("size"), tr("Width and height of the frames, in pixels.")),
        (tr("part"), tr("Whether the sequence is for training, for validation or for testing.")),
        (tr("split"), tr("Whether the sequence is for training, for validation or for testing.")),
        (tr("role"), tr("Train: the model learns from it. Validate: it is measured on it. Test: kept apart.")),
        (tr("run"), tr("Run: one training, with its settings and its result.")),
        (tr("model"), tr("Model: the weights that a training ended with; one of them makes the suggestions.")),
        (tr("trained"), tr("The day on which the training ended.")),
        (tr("difference"), tr("Whether both annotators have the target, and how far their masks agree.")),
        (tr("apart px"), tr("Apart: the distance between the middles of both masks, in pixels.")),
        (tr("decision"), tr("What you have decided: to keep yours, or to take theirs, both or what is common.")),
        (tr("scale"), tr("Scale: the side of a square with the area of the target, in pixels.")),
        (tr("saliency"), tr("Saliency: how far targets stand out, as SCR.")),
        (tr("speed"), tr("Speed: how far the middle of a target moves from frame to frame, in pixels.")),
        (tr("growth energy"), tr("Growth energy: how well the mask with so many pixels fits. The best step is the mask; the handle chooses another one.")),
    ]  # fmt: skip


@cache
def _table(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The terms as patterns, the longest first; one table for each `language`, which is told by a word of it."""
    found = []
    for word, text in sorted(terms(), key=lambda term: -len(term[0])):
        # Letters of other scripts have no gaps between words.
        edge = r"\b" if word.isascii() else ""
        flags = re.NOFLAG if word[:1].isupper() else re.IGNORECASE
        found.append((re.compile(edge + re.escape(word) + edge, flags), text))
    return found


def about(text: str) -> str:
    """The explanations of the terms in a heading or a name, one a line; empty if there is none."""
    lines: list[tuple[int, str]] = []
    for pattern, explanation in _table(tr("area")):
        if (match := pattern.search(text)) is not None:
            lines.append((match.start(), explanation))
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    ordered = dict.fromkeys(line for _, line in sorted(lines))
    return "\n".join(fill(line, WIDTH) for line in ordered)


def explain(label: QLabel, text: str = "") -> QLabel:
    """Give a label the explanation of its text, or of another one, as its tooltip."""
    label.setToolTip(about(text or label.text()))
    return label
