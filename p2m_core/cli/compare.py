"""``p2m compare``: two annotations of the same images, or a model's and a person's."""

from pathlib import Path
from typing import Annotated

import typer

from p2m_core.cli.report import JsonOption, ProgressMode, ProgressOption, conclude, progress
from p2m_core.cli.rules import print_note


def compare(
    a: Annotated[Path, typer.Argument(help="A project or a data set of any format.")],
    b: Annotated[Path, typer.Argument(help="Another one of the same images.")],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder for the report, made or added to.")
    ],
    iou: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="List pairs that overlap less than this.")
    ] = 0.5,
    distance: Annotated[
        float, typer.Option(min=0.0, help="List pairs whose centres are farther apart, pixels.")
    ] = 2.0,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Compare two annotations: overlap, centres, radii, missed targets, tracks, categories.

    Writes report.md, report.json, disagreements.csv (the worst first) and, where there are
    disagreements, worst.png with both outlines.
    """
    from p2m_core import agreement
    from p2m_core.agreement import summary
    from p2m_core.datasets.opening import open_dataset
    from p2m_core.eval.report import as_json, write_folder
    from p2m_core.pictures.worst import write_worst

    first, second = (open_dataset(path, None, None, print_note) for path in (a, b))
    with progress("Comparing", progress_mode) as advance:
        compared = agreement.compare(first, second, advance)
    results = {"a": str(a), "b": str(b), **agreement.summarise(compared)}
    found = agreement.disagreements(compared, iou, distance)
    write_folder(
        out,
        {
            "report.md": summary.markdown(f"{a.name} (A) and {b.name} (B)", results),
            "report.json": as_json(results),
            "disagreements.csv": summary.queue_csv(compared, found),
        },
    )
    if found:
        write_worst(out / "worst.png", compared, found)
    text = f"{summary.screen(results)}\n{len(found)} disagreements: {out / 'disagreements.csv'}"
    conclude(text, results, progress_mode, json_file)
