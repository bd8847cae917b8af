"""The file dialogs of the File menu: they list what the program can read, and nothing else."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QListView,
    QMessageBox,
    QTreeView,
    QWidget,
)

from label_irst.document.opening import PROJECT_SUFFIX
from label_irst.i18n import tr
from p2m_core.sequence.source import ARRAY_SUFFIX, IMAGE_SUFFIXES, VIDEO_SUFFIXES

IMAGES = (*VIDEO_SUFFIXES, *IMAGE_SUFFIXES, ARRAY_SUFFIX)
OPTIONS = QFileDialog.Option.HideNameFilterDetails  # there are too many to read


def filters(projects: bool) -> str:
    """The entries of the dialog's filter; `projects`: those can be chosen too."""
    readable = _filter(
        tr("Projects, videos, stacks and images") if projects else tr("Videos, stacks and images"),
        (PROJECT_SUFFIX, *IMAGES) if projects else IMAGES,
    )
    return f"{readable};;{tr('All files')} (*)"


def _filter(title: str, suffixes: Iterable[str]) -> str:
    both = dict.fromkeys(s for suffix in suffixes for s in (suffix, suffix.upper()))
    return f"{title} ({' '.join(f'*{suffix}' for suffix in both)})"


def ask_files(parent: QWidget, title: str, folder: str, projects: bool) -> list[Path]:
    """Ask for any number of files."""
    chosen = QFileDialog.getOpenFileNames(
        parent, title, folder, filters(projects), options=OPTIONS
    )[0]
    return [Path(path) for path in chosen]


def ask_file(parent: QWidget, title: str, folder: str) -> Path | None:
    chosen = QFileDialog.getOpenFileName(parent, title, folder, filters(False), options=OPTIONS)[0]
    return Path(chosen) if chosen else None


def ask_folders(parent: QWidget, title: str, folder: str) -> list[Path]:
    """Ask for any number of folders; the systems' own dialogs let one be chosen only."""
    dialog = several_folders(parent, title, folder)
    return [Path(path) for path in dialog.selectedFiles()] if dialog.exec() else []


def several_folders(parent: QWidget, title: str, folder: str) -> QFileDialog:
    """Qt's own dialog, in which several folders can be marked."""
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOptions(QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.ShowDirsOnly)
    for kind in (QListView, QTreeView):
        for view in dialog.findChildren(kind):
            if view.objectName() in ("listView", "treeView"):
                view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    return dialog


def grouped(parent: QWidget, paths: list[Path]) -> list[Path]:
    """What to add: of several images of a folder, ask whether they are frames of one sequence."""
    images = [path for path in paths if path.suffix.lower() in IMAGE_SUFFIXES]
    folders = list(dict.fromkeys(path.parent for path in images))
    if len(images) <= len(folders):
        return paths
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Add sequences"))
    text = tr("You have chosen {count} images. Are they frames of a video, or single pictures?")
    box.setText(text.format(count=len(images)))
    box.setInformativeText(
        tr("Frames: all images of {folders} become one sequence a folder.").format(
            folders=", ".join(folder.name for folder in folders[:3])
        )
    )
    frames = box.addButton(tr("Frames"), QMessageBox.ButtonRole.AcceptRole)
    single = box.addButton(tr("Single pictures"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(frames)
    box.exec()
    if box.clickedButton() is frames:
        return [*folders, *(path for path in paths if path not in images)]
    return paths if box.clickedButton() is single else []
