"""MOTChallenge: a folder for each sequence, with its boxes in one text file.

::

    <split>/<sequence>/img1/000001.png
    <split>/<sequence>/gt/gt.txt         frame,id,x,y,width,height,1,1,1
    <split>/<sequence>/seqinfo.ini

The exported frames are numbered from 1 without gaps.
"""

from p2m_core.datasets.readers.rules import Rules
from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import Carries, Option
from p2m_core.datasets.writers.job import Job, Part
from p2m_core.datasets.writers.shapes import target_box
from p2m_core.files import write_text

_RATE = 30  # unknown; the development kit wants one


def write(job: Job) -> None:
    """Write all files; sequences without a target are left out, for gt.txt would be empty."""
    for part in job.parts:
        home = f"{part.split}/{part.name}"
        lines = []
        for frame in job.frames(part):
            job.image(frame, f"{home}/img1/{frame.place + 1:06d}.png")
            for target in frame.targets:
                x, y, width, height = target_box(target)
                origin = int(job.options["origin"])
                numbers = (x + origin, y + origin, width, height)
                box = ",".join(f"{number:.10g}" for number in numbers)
                lines.append(f"{frame.place + 1},{target.track},{box},1,1,1\n")
        if lines:
            write_text(job.root / home / "gt/gt.txt", "".join(lines))
            write_text(job.root / home / "seqinfo.ini", _info(part))
        else:
            job.leave_out(part, home)


def _info(part: Part) -> str:
    return "\n".join(
        [
            "[Sequence]",
            f"name={part.name}",
            "imDir=img1",
            f"frameRate={_RATE}",
            f"seqLength={len(part.selection.frames)}",
            f"imWidth={part.info.width}",
            f"imHeight={part.info.height}",
            "imExt=.png",
            "",
        ]
    )


FORMAT = Format(
    name="mot",
    title="MOTChallenge: boxes and tracks in gt/gt.txt of each sequence, img1, seqinfo.ini",
    reader="mot",
    shapes={"": Carries("box", tracks=True, twins=False, empty="lost")},
    write=write,
    split_folders=True,
    rules=lambda options: Rules(mot_origin=1 if options["origin"] == "1" else 0),
    options=(Option("origin", "the number of the first column and row", "0", ("0", "1")),),
    hints=(
        "Lines of `gt/gt.txt` are `frame,id,x,y,width,height,1,1,1`. Frames count from 1, without "
        "gaps; the table below tells which frames of the project they are.",
        "The number of the first column and row is {origin}.",
        "The frame rate in `seqinfo.ini` is not known: it is written as 30.",
    ),
)
