"""The models of a project: which one is in use, where they come from, and what may go wrong."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from safetensors.numpy import save_file

from p2m_core.errors import InputError, P2MError
from p2m_core.project import (
    Project,
    add_model,
    check_model,
    copy_model,
    export_model,
    list_models,
    model_in_use,
    models_folder,
    open_project,
    remove_model,
    use_model,
)
from p2m_core.provenance import Provenance, provenance_of
from p2m_core.resources import shipped_weights
from tests.core.project.sample import make_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path)[0] as project:
        yield project


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The weights that ship, as a file from somebody else."""
    path = tmp_path / "elsewhere" / "théirs.safetensors"
    path.parent.mkdir()
    shutil.copyfile(shipped_weights(), path)
    return path


def imported(project: Project, source: Path, name: str = ""):
    path, provenance = copy_model(source, project.path)
    return add_model(project, path, name, provenance=provenance)


def test_without_a_choice_the_shipped_one_is_in_use(project: Project, elsewhere: Path) -> None:
    assert (list_models(project), model_in_use(project)) == ([], None)
    imported(project, elsewhere)
    assert model_in_use(project) is None


def test_an_imported_model_lies_beside_its_project_and_moves_with_it(
    project: Project, elsewhere: Path, tmp_path: Path
) -> None:
    model = imported(project, elsewhere)
    use_model(project, model.id)
    elsewhere.unlink()
    project.close()
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("sky.lirst", "sky.models"):
        (tmp_path / name).rename(moved / name)
    with open_project(moved / "sky.lirst") as again:
        used = model_in_use(again)
        assert used is not None
        assert used.path == moved / "sky.models" / "théirs.safetensors"
        assert check_model(used).read_bytes() == shipped_weights().read_bytes()
        assert used.provenance.source == str(elsewhere)
        assert (used.provenance.variant, used.provenance.epochs) == ("full", 4)
        assert used.provenance.threshold == 0.6
        use_model(again, None)
        assert model_in_use(again) is None
        assert len(list_models(again)) == 1


def test_the_same_file_is_one_model_and_the_same_name_two(
    project: Project, elsewhere: Path
) -> None:
    first = imported(project, elsewhere)
    assert imported(project, elsewhere).id == first.id
    assert len(list(models_folder(project.path).iterdir())) == 1
    save_file(
        {}, elsewhere, {"format": "rprnet-1", "config": "{}", "threshold": "0.3", "facts": "{}"}
    )
    other = imported(project, elsewhere)
    assert other.path.name == "théirs-2.safetensors"
    third = add_model(project, elsewhere, name=first.name)
    assert [m.name for m in list_models(project)] == ["théirs", "théirs-2", "théirs (2)"]
    assert third.path == elsewhere


def test_a_missing_or_changed_model_file_is_reported_and_not_used(
    project: Project, elsewhere: Path
) -> None:
    model = add_model(project, elsewhere)
    use_model(project, model.id)
    content = bytearray(elsewhere.read_bytes())
    content[-1] ^= 1
    elsewhere.write_bytes(content)
    used = model_in_use(project)
    assert used is not None, "the shipped weights must not take its place"
    with pytest.raises(InputError, match=r"théirs cannot be used: .*has changed since") as caught:
        check_model(used)
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="has changed"):
        use_model(project, model.id)
    assert add_model(project, elsewhere).id == model.id  # taken as it is now
    check_model(list_models(project)[0])
    elsewhere.unlink()
    with pytest.raises(InputError, match="there is no such file"):
        check_model(list_models(project)[0])
    assert model_in_use(project) == list_models(project)[0]


def test_a_removed_model_leaves_the_shipped_one(project: Project, elsewhere: Path) -> None:
    lies, copied = add_model(project, elsewhere), imported(project, elsewhere)
    use_model(project, copied.id)
    remove_model(project, copied.id)
    assert model_in_use(project) is None
    assert not copied.path.exists()
    assert not models_folder(project.path).exists()
    remove_model(project, lies.id)
    assert elsewhere.exists(), "what lies elsewhere is not ours to delete"
    with pytest.raises(InputError, match=f"has no model {lies.id}"):
        remove_model(project, lies.id)


@pytest.mark.parametrize("cut", [0, 5, 4000, 100_000])
def test_an_incomplete_checkpoint_is_refused(project: Project, elsewhere: Path, cut: int) -> None:
    elsewhere.write_bytes(shipped_weights().read_bytes()[:cut])
    with pytest.raises(InputError, match="no whole file of weights"):
        copy_model(elsewhere, project.path)
    save_file({}, elsewhere, {"format": "another"})
    with pytest.raises(InputError, match="no weights of RPR-Net"):
        add_model(project, elsewhere)
    assert list_models(project) == []
    assert not models_folder(project.path).exists()


def test_an_exported_model_is_the_same_file(
    project: Project, elsewhere: Path, tmp_path: Path
) -> None:
    model = imported(project, elsewhere)
    export_model(model, tmp_path / "out.safetensors")
    assert (tmp_path / "out.safetensors").read_bytes() == elsewhere.read_bytes()
    (tmp_path / "out").mkdir()
    with pytest.raises(P2MError, match="cannot write"):
        export_model(model, tmp_path / "out")
    assert not list(tmp_path.glob(".*part"))


def test_a_read_only_project_keeps_its_model(project: Project, elsewhere: Path) -> None:
    model = imported(project, elsewhere)
    with open_project(project.path, readonly=True) as reader:
        with pytest.raises(P2MError, match="read-only"):
            use_model(reader, model.id)
        assert [m.id for m in list_models(reader)] == [model.id]


def test_the_metadata_of_a_model_is_checked_field_by_field() -> None:
    strange = {"epoch": "many", "targets": float("nan"), "sequences": [1, "b"], "pd": 1, "x": 2}
    assert Provenance.from_dict(strange) == Provenance(sequences=("1", "b"), pd=1.0)
    record = provenance_of(shipped_weights())
    assert Provenance.from_dict(record.as_dict()) == record
