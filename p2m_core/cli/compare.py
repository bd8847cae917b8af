"""``p2m compare``: two annotations of the same images, or a model's and a person's."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from p2m_core.cli.report import (
    JsonOption,
    ProgressMode,
    ProgressOption,
    conclude,
    counted,
    progress,
)
from p2m_core.cli.rules import print_note
from p2m_core.errors import InputError

if TYPE_CHECKING:
    from p2m_core.agreement import Agreement, Merge, Pair, Rule


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="A project or a data set of any format.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Another one of the same images.")],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder for the report, made or added to.")
    ],
    iou: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="List pairs that overlap less than this.")
    ] = 0.5,
    distance: Annotated[
        float, typer.Option(min=0.0, help="List pairs whose centres are farther apart, pixels.")
    ] = 2.0,
    merge: Annotated[
        str | None,
        typer.Option(
            metavar="RULE",
            help="Then change project A where both differ: add (what A misses), theirs, union, "
            "intersection or larger. Undo in the window takes it back.",
        ),
    ] = None,
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Compare two annotations: overlap, centres, radii, missed targets, tracks, categories.

    Writes report.md, report.json, disagreements.csv (the worst first) and, where there are
    disagreements, worst.png with both outlines. --merge changes only what disagreements.csv has.
    """
    from p2m_core import agreement
    from p2m_core.agreement import summary
    from p2m_core.datasets.opening import open_dataset
    from p2m_core.eval.report import as_json, write_folder
    from p2m_core.pictures.worst import write_worst

    rule = None if merge is None else _rule(merge, a)
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
    queue = f"{counted(len(found), 'disagreement')}: {out / 'disagreements.csv'}"
    text = f"{summary.screen(results)}\n{queue}"
    if rule is not None:
        done = _merge(a, compared, [pair for _, _, pair in found], rule)
        text += f"\n{a}: {_counts(done)}"
        results["merge"] = {
            "rule": str(rule), "changed": done.changed, "without_pixels": done.without_pixels,
        }  # fmt: skip
    conclude(text, results, progress_mode, json_file)


def _rule(name: str, a: Path) -> "Rule":
    from p2m_core.agreement import Rule

    if name not in [rule.value for rule in Rule]:
        raise InputError(f"--merge {name}: choose one of {', '.join(Rule)}")
    if a.suffix.lower() != ".lirst":
        raise InputError(f"--merge changes a project, and {a} is none: name a NAME.lirst first")
    return Rule(name)


def _merge(path: Path, compared: "Agreement", pairs: "list[Pair]", rule: "Rule") -> "Merge":
    """Carry out a rule in project A, as one step that the window can undo."""
    from p2m_core import agreement
    from p2m_core.project import list_sequence_names, open_project

    with open_project(path) as project:
        numbers = {info.name: info.id for info in list_sequence_names(project)}
        ids = [numbers[known.a.name] for known in compared.partners]
        done = agreement.merge(project, compared, pairs, rule, ids)
        with project.transaction():
            for edit in agreement.as_one_step(project, done.edits):
                project.apply(edit)
    return done


def _counts(done: "Merge") -> str:
    text = f"{counted(done.changed, 'target')} changed"
    text += "; look at these frames and accept them" if done.changed else ""
    left = done.without_pixels
    return f"{text}; {counted(left, 'pair')} left alone: B has no mask" if left else text
