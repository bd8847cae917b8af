"""Points: a folder for each sequence with its frames and the centroids of its targets.

::

    <split>/<sequence>/000001.png
    <split>/<sequence>/points.csv     frame,x,y,track,category,attributes; frames from 1

(0, 0) is the centre of the top-left pixel. Frames are numbered from 1 without gaps.
"""

import csv
import io

from p2m_core.datasets.descriptions import listed
from p2m_core.datasets.writers.exporting import Format
from p2m_core.datasets.writers.format import Carries
from p2m_core.datasets.writers.job import Job
from p2m_core.files import write_text


def write(job: Job) -> None:
    """Write all files; sequences without a target are left out, for they would have no line."""
    for part in job.parts:
        home = f"{part.split}/{part.name}"
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        rows = 0
        table.writerow(("frame", "x", "y", "track", "category", "attributes"))
        for frame in job.frames(part):
            job.image(frame, f"{home}/{frame.place + 1:06d}.png")
            for target in frame.targets:
                x, y = (round(value, 3) for value in target.centroid)
                words = target.category, listed(target.attributes)
                table.writerow((frame.place + 1, x, y, target.track, *words))
                rows += 1
        if rows:
            write_text(job.root / home / "points.csv", text.getvalue())
        else:
            job.leave_out(part, home)


FORMAT = Format(
    name="points",
    title="Points: the centroids of targets in points.csv of each sequence",
    reader="points",
    shapes={
        "": Carries(
            "point", tracks=True, categories=True, attributes=True, twins=False, empty="lost"
        )
    },
    write=write,
    split_folders=True,
    hints=(
        "`<split>/<sequence>/points.csv` has the columns frame, x, y, track, category, "
        "attributes; semicolons are between attributes. Frames count from 1, without gaps; (0, 0) "
        "is the centre of the top-left pixel.",
    ),
)
