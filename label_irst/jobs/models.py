"""The models of the open project: their list, the state of their files, and changes."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from label_irst.document import Document
from label_irst.jobs.task import Job
from p2m_core.errors import InputError, P2MError
from p2m_core.progress import Progress
from p2m_core.project import (
    Model,
    Project,
    add_model,
    copy_model,
    export_model,
    list_models,
    models_folder,
    remove_model,
    use_model,
)
from p2m_core.provenance import Provenance, file_fingerprint

MISSING, CHANGED = "missing", "changed"


class Models(QObject):
    """A change that fails changes nothing; `message` has the reason."""

    changed = Signal()  # the list, the model in use, or the problems
    message = Signal(str)
    added = Signal(int)  # one that was imported

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._project: Project | None = None
        self._job: Job | None = None
        self._look_again = False
        self.models: list[Model] = []
        self.problems: dict[int, str] = {}  # by the model's number: MISSING or CHANGED
        document.sequence_changed.connect(self._adopt)

    def _adopt(self) -> None:
        if self._document.project is not self._project:
            self._project = self._document.project
            self.problems = {}
            self.refresh()

    @property
    def why_not(self) -> str:
        """Why nothing can be changed; empty if it can."""
        if self._project is None:
            return self.tr("Open a project first.")
        if self._project.readonly:
            return self._project.notice or self.tr("The project is open read-only.")
        return ""

    @property
    def busy(self) -> bool:
        return self._job is not None

    @property
    def in_use(self) -> Model | None:
        """The model that suggests; None for the shipped one."""
        return next((model for model in self.models if model.in_use), None)

    def is_copy(self, model: Model) -> bool:
        """Whether its file is a copy beside the project, which is removed with it."""
        return self._project is not None and model.path.parent == models_folder(self._project.path)

    def refresh(self) -> None:
        """Read the list again, and check the files in a job."""
        try:
            self.models = list_models(self._project) if self._project is not None else []
        except P2MError as error:
            self.models = []
            self.message.emit(str(error))
        self.changed.emit()
        if self._job is not None:
            self._look_again = True
        elif self.models:
            self._begin(partial(_problems, self.models), self._take_problems)

    # Changes

    def use(self, id: int | None) -> bool:
        """Use a model for suggestions; a changed file is accepted as it is now."""
        return self._change(partial(self._use, id))

    def _use(self, id: int | None, project: Project) -> None:
        model = next((model for model in self.models if model.id == id), None)
        if model is not None and self.problems.get(model.id) == CHANGED:
            add_model(project, model.path)
        use_model(project, id)

    def use_run(self, run: int, weights: Path, name: str) -> bool:
        """Use the model of a run for suggestions, where its file lies."""

        def change(project: Project) -> None:
            use_model(project, add_model(project, weights, name, run).id)

        return self._change(change)

    def remove(self, id: int) -> bool:
        return self._change(lambda project: remove_model(project, id))

    def _change(self, change: Callable[[Project], object]) -> bool:
        if self.why_not or self._project is None:
            self.message.emit(self.why_not)
            return False
        try:
            change(self._project)
        except P2MError as error:
            self.message.emit(str(error))
            self.refresh()
            return False
        self.refresh()
        return True

    def take_in(self, source: Path) -> None:
        """Copy a model file beside the project, and add it; `added` follows."""
        if self.why_not or self._project is None:
            self.message.emit(self.why_not)
        elif self._job is None:
            self._begin(partial(_copy, source, self._project.path), self._take_copy)

    def export(self, model: Model | None, goal: Path) -> None:
        """Write a copy of a model's file; None is the shipped one."""
        if self._job is None:
            self._begin(partial(_export, model, goal), self._take_export)

    # Jobs

    def _begin(self, work: Callable[[Progress], object], then: Callable[..., object]) -> None:
        self._job = Job(work, self)
        self._job.succeeded.connect(then)
        self._job.failed.connect(self.message)
        self._job.finished.connect(self._ended)
        self._job.start()

    def _ended(self) -> None:
        self._job = None
        self.changed.emit()
        if self._look_again:
            self._look_again = False
            self.refresh()

    def _take_problems(self, problems: dict[int, str]) -> None:
        known = {model.id for model in self.models}
        self.problems = {id: problem for id, problem in problems.items() if id in known}

    def _take_copy(self, result: tuple[Path, Path, Provenance]) -> None:
        project_path, path, provenance = result
        project = self._project
        if project is None or project.path != project_path:
            return  # another project was opened meanwhile; the copy does no harm
        try:
            name = provenance.source and Path(provenance.source).stem
            model = add_model(project, path, name, None, provenance)
        except P2MError as error:
            self.message.emit(str(error))
            return
        self._look_again = True
        self.models = list_models(project)
        self.added.emit(model.id)

    def _take_export(self, goal: Path) -> None:
        self.message.emit(self.tr("Written: {path}").format(path=goal))


def _problems(models: list[Model], progress: Progress) -> dict[int, str]:
    """The problems of the models' files, by model; intact ones are left out."""
    problems = {}
    for done, model in enumerate(models):
        progress(done, len(models))
        try:
            if file_fingerprint(model.path) != model.fingerprint:
                problems[model.id] = CHANGED
        except InputError:
            problems[model.id] = MISSING
    return problems


def _copy(source: Path, project: Path, progress: Progress) -> tuple[Path, Path, Provenance]:
    return project, *copy_model(source, project)


def _export(model: Model | None, goal: Path, progress: Progress) -> Path:
    export_model(model, goal)
    return goal
