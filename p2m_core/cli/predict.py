"""``p2m predict``: detections of RPR-Net, and their masks by guided PAMG."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from p2m_core.cli.report import JsonOption, ProgressMode, ProgressOption, conclude, progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from p2m_core.detection import Detection


def predict(
    sequence: Annotated[Path, typer.Argument(help="A folder of frames, a video, a stack.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The new folder.", file_okay=False)],
    weights: Annotated[
        Path | None, typer.Option(metavar="W", help="Those that come with the program by default.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(min=0.01, max=1.0, help="Lowest score; the weights' own.")
    ] = None,
    masks: Annotated[bool, typer.Option(help="Recover the masks by guided PAMG (k = 5).")] = True,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1.")] = "auto",
    progress_mode: ProgressOption = ProgressMode.AUTO,
    json_file: JsonOption = None,
) -> None:
    """Detect targets: DIR/detections.csv and DIR/masks/SEQUENCE/FRAME.png.

    A frame that cannot be read has no detections and no mask, and is counted.
    """
    from p2m_core.data.layout import staged_folder, write_png
    from p2m_core.errors import FrameError
    from p2m_core.eval.records import rows_of, write_detections
    from p2m_core.rprnet.stream import SequenceDetector
    from p2m_core.sequence import open_sequence

    detector = SequenceDetector(weights, device, precision="auto", threshold=threshold)
    rows = []
    unread = 0
    with open_sequence(sequence) as frames, staged_folder(out) as stage:
        with progress("Detecting", progress_mode) as tell:
            for i, found in detector.detect(frames):
                rows += rows_of(frames.name, i, found)
                if masks:
                    try:
                        mask = _mask(frames[i], found)
                    except FrameError:
                        unread += 1
                    else:
                        path = stage / "masks" / frames.name / f"{frames.frame_name(i)}.png"
                        write_png(path, mask)
                tell(i + 1, len(frames))
        write_detections(stage / "detections.csv", rows)
        results: dict[str, object] = {
            "out": str(out), "frames": len(frames), "unread": unread, "detections": len(rows),
            "threshold": detector.threshold,
        }  # fmt: skip
    told = f"{out}: {len(rows)} detections in {results['frames']} frames"
    told += f"; {unread} frames cannot be read" if unread else ""
    conclude(told, results, progress_mode, json_file)


def _mask(frame: "NDArray[np.generic]", found: "list[Detection]") -> "NDArray[np.uint8]":
    from p2m_core.eval.recover import growth_mask, guided_growths

    grown = growth_mask(frame.shape, [growth for _, growth in guided_growths(frame, found)])
    return grown.view("uint8") * 255
