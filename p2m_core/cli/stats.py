"""``p2m stats``: what a data set holds, and what looks wrong in it."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    conclude,
    progress,
)
from p2m_core.cli.rules import (
    FormatOption,
    MaskCentresOption,
    MotOriginOption,
    VocMax,
    VocMaxOption,
    VocOriginOption,
    print_note,
    rules_of,
)
from p2m_core.words import counted

if TYPE_CHECKING:
    from p2m_core.datasets.statistics.numbers import SequenceRow


def stats(
    dataset: Annotated[
        Path, typer.Argument(help="A project, or a set of any format of p2m formats.")
    ],
    format_name: FormatOption = None,
    voc_max: VocMaxOption = VocMax.LAST,
    voc_origin: VocOriginOption = 1,
    mot_origin: MotOriginOption = 0,
    mask_centres: MaskCentresOption = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write Markdown, JSON, CSV and SVG charts.")
    ] = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Show what a set holds: scale and saliency (the paper's Fig. 4), tracks, classes, warnings."""
    from p2m_core.datasets.opening import open_dataset
    from p2m_core.datasets.statistics.examination import examine
    from p2m_core.eval import report, set_report

    rules = rules_of(voc_max, voc_origin, mot_origin, mask_centres)
    sequences = open_dataset(dataset, format_name, rules, print_note)
    with progress("Measuring targets", progress_mode) as advance:
        examined = examine(sequences, progress=advance)
    _compare_with_stated(dataset, examined.found.sequences)
    results = {"dataset": str(dataset), **set_report.results_of(examined)}
    text = set_report.screen(results)
    if out is not None:
        title = f"Targets of {dataset.name or dataset}"
        report.write_folder(out, set_report.files_of(examined, results, title))
        text += f"\n\n{out / 'report.md'}"
    conclude(text, report.plain(results), progress_mode, json_file)


def _compare_with_stated(dataset: Path, rows: "Iterable[SequenceRow]") -> None:
    """Tell where SIRSTD-Pixel counts more targets than its maps can tell."""
    from p2m_core.datasets.layout import stated_targets

    stated = stated_targets(dataset)
    for row in rows:
        if row.targets < stated.get(row.name, 0):
            print_note(
                f"dataset.json counts {counted(stated[row.name], 'target')} in {row.name}, "
                f"its masks tell "
                f"{row.targets}: others lie under these"
            )
