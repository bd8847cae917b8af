"""The two programs as a user starts them: exit status, one line, nothing heavy loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from p2m_core.project import add_sequence, create_project
from p2m_core.synth import SynthConfig, write_sequence

ROOT = Path(__file__).parents[2]


def run(
    module: str, *arguments: str | Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        check=False,
    )


def one_line(result: subprocess.CompletedProcess[str]) -> str:
    """The one line on stderr; the offscreen platform's own complaint is not ours."""
    lines = [v for v in result.stderr.splitlines() if "propagateSizeHints" not in v]
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.mark.parametrize("what", ["missing", "text", "empty", "truncated", "damaged"])
def test_bad_input_is_one_line_and_exit_status_2(tmp_path, what):
    path = tmp_path / {
        "missing": "nothing.mp4", "text": "notes.png", "empty": "empty", "truncated": "cut.mp4",
        "damaged": "damaged.lirst",
    }[what]  # fmt: skip
    if what == "text":
        path.write_text("this is no picture")
    elif what == "empty":
        path.mkdir()
    elif what == "truncated":
        path.write_bytes(b"\0\0\0\x20ftypisom" + bytes(200))
    elif what == "damaged":
        path.write_bytes(b"SQLite format 3\0" + bytes(300))
    before = sorted(tmp_path.iterdir())
    result = run("label_irst", path)
    assert result.returncode == 2
    assert path.name in one_line(result)
    assert sorted(tmp_path.iterdir()) == before, "no stray project file"


def test_the_application_is_the_command_line_too(tmp_path):
    """A frozen application has no other program to start its children with."""
    result = run("label_irst", "p2m", "grow", "--help")
    assert result.returncode == 0
    assert "--seed" in result.stdout
    wrong = run("label_irst", "p2m", "grow", tmp_path / "nothing.png", "--seed", "1,1")
    assert wrong.returncode == 2
    assert "nothing.png" in one_line(wrong)


def test_the_window_starts_without_importing_torch_or_numba(tmp_path):
    script = (
        "import sys; from label_irst.app import make_application; make_application('en');"
        "from label_irst.views.window.main_window import MainWindow; w = MainWindow(); w.show();"
        "print([m for m in ('torch', 'numba', 'scipy', 'skimage', 'av') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert result.stdout.strip() == "[]"


def test_a_second_program_can_open_a_project_read_only(qtbot, tmp_path):
    from label_irst.views.window.main_window import MainWindow

    config = SynthConfig(seed=5, frames=3, height=64, width=64)
    write_sequence(config, tmp_path / "set")
    path = tmp_path / "shared.lirst"
    with create_project(path) as project:
        add_sequence(project, tmp_path / "set" / "images" / config.name)
        window = MainWindow()
        qtbot.addWidget(window)
        assert not window.open(path)
        assert "shared.lirst" in window.banner.text
        assert "\n" not in window.banner.text
        window.banner.offer.click()
        assert window.document.project is not None
        assert window.document.project.readonly
        assert window.document.image is not None
        window.close()


def test_the_program_reports_a_missing_display_and_the_demo_still_runs(tmp_path):
    bare = {"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    refused = run("label_irst", **bare)
    assert refused.returncode == 1
    assert "--demo" in one_line(refused)
    folder = tmp_path / "demo"
    result = run("label_irst", "--demo", folder, **bare)
    assert result.returncode == 0, result.stderr
    assert (folder / "screenshot.png").stat().st_size > 10_000
    assert str(folder / "dataset") in result.stdout
    # The command line makes the same data set of what the window made.
    again = tmp_path / "again"
    options = ["--format", "sirstd-pixel", "--out", again, "--name", "demo"]
    exported = run("p2m_core.cli", "export", folder / "demo.lirst", *options)
    assert exported.returncode == 0, exported.stderr
    files = sorted(p.relative_to(again) for p in again.rglob("*") if p.is_file())
    assert files == sorted(
        p.relative_to(folder / "dataset") for p in (folder / "dataset").rglob("*") if p.is_file()
    )
    for file in files:
        assert (again / file).read_bytes() == (folder / "dataset" / file).read_bytes(), file
