"""The command line as a whole: exit statuses, one-line errors, quick help."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

import p2m_core.synth
from p2m_core import __version__
from p2m_core.cli import main
from p2m_core.errors import P2MError

Capture = pytest.CaptureFixture[str]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "p2m_core.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def one_error_line(capsys: Capture) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("p2m: error: ")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    return err


def test_the_version_is_printed(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"p2m {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_names_the_commands(arguments: list[str], capsys: Capture) -> None:
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert "synth" in out
    assert "completion" not in out
    assert err == ""


def test_help_wraps_at_the_width_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["eval", "compare", "--help"]) == 0
    assert main(["preannotate", "--help"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    [first] = [line for line in lines if line.startswith("Where boxes or points lie")]
    assert len(first) > 150, "a line of the source, not of the terminal"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from p2m_core.cli import main; main(['synth', '--help'])\n"
        "heavy = {'numpy', 'cv2', 'torch', 'numba', 'PySide6'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert answer.stderr == b""
    assert answer.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["frobnicate"], "frobnicate"),
        (["synht"], "synth"),
        (["--wrong"], "--wrong"),
        (["synth"], "--out"),
        (["synth", "--out", "x"], "--seed"),
        (["synth", "--out", "x", "--seed", "many"], "--seed"),
        (["synth", "--out", "x", "--seed", "1", "--background", "moon"], "moon"),
    ],
)
def test_bad_arguments_exit_with_2_and_one_line(
    arguments: list[str], named: str, capsys: Capture
) -> None:
    assert main(arguments) == 2
    assert named in one_error_line(capsys)


def test_from_the_shell_an_error_is_one_line_without_traceback(tmp_path: Path) -> None:
    answer = run("synth", "--out", str(tmp_path), "--seed", "1", "--size", "huge")
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.splitlines() == [
        "p2m: error: --size 'huge': give WIDTHxHEIGHT, like 640x512"
    ]


def failing(monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> list[str]:
    """Make the work fail with `fault`; return arguments that reach it."""

    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(p2m_core.synth, "write_sequences", fail)
    return ["synth", "--out", "nowhere", "--seed", "1"]


def test_failed_work_exits_with_1(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    assert main(failing(monkeypatch, P2MError("disk full: free 3 GB\nand more"))) == 1
    assert one_error_line(capsys) == "p2m: error: disk full: free 3 GB and more\n"


def test_a_program_gets_the_cause_of_a_failure_as_a_code(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    faults = [
        (P2MError("no room\nfor it"), "failed", "no room for it"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk-full", "the disk is full"),
        (MemoryError("Unable to allocate 72 TiB"), "out-of-memory", "72 TiB"),
    ]
    for fault, code, message in faults:
        assert main([*failing(monkeypatch, fault), "--progress", "json"]) == 1
        out, err = capsys.readouterr()
        event = json.loads(out)
        assert (event["event"], event["code"]) == ("error", code)
        assert message in event["message"]
        assert err.startswith("p2m: error: ")
        assert err.count("\n") == 1
    assert main(["synth", "--no-such-option", "--progress=json"]) == 2
    event = json.loads(capsys.readouterr().out)
    assert (event["event"], event["code"]) == ("error", "bad-input")


def test_a_fault_has_a_code_for_programs_and_keeps_its_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    with pytest.raises(ZeroDivisionError):
        main([*failing(monkeypatch, ZeroDivisionError("by zero")), "--progress", "json"])
    event = json.loads(capsys.readouterr().out)
    assert event == {"event": "error", "code": "fault", "message": "ZeroDivisionError: by zero"}


def test_interruption_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    assert main(failing(monkeypatch, KeyboardInterrupt())) == 130
    assert capsys.readouterr() == ("", "")


def test_an_unexpected_exception_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError):
        main(failing(monkeypatch, ZeroDivisionError("a fault of ours")))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
def test_a_reader_that_closes_the_pipe_early_is_not_a_fault(tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "p2m_core.cli", "synth", "--out", str(tmp_path / "set"),
        "--seed", "1", "--size", "32x32", "--frames", "40", "--progress", "json",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
    # No half-written set stays, and none that is whole if the work was not done.
    left = [path.name for path in tmp_path.iterdir()]
    assert (child.returncode, left) in ((1, []), (0, ["set"]))
