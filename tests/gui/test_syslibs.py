"""Missing system libraries are named with the command that installs them, before Qt aborts."""

import subprocess
import sys

import pytest

from label_irst import syslibs


def test_the_complaint_is_a_command_to_copy() -> None:
    text = syslibs.complaint({"libEGL.so.1": "libegl1", "libGL.so.1": "libgl1"})
    assert "libEGL.so.1" in text
    assert text.endswith("sudo apt install libegl1 libgl1")
    assert "\n" not in text


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="these are Linux's libraries")
@pytest.mark.parametrize("x11", [False, True])
def test_a_missing_library_is_found(monkeypatch: pytest.MonkeyPatch, x11: bool) -> None:
    monkeypatch.setattr(syslibs, "_ALWAYS", {"libc.so.6": "libc6", "libnone.so.9": "libnone9"})
    monkeypatch.setattr(syslibs, "_X11", {"libxnone.so.1": "libxnone1"})
    expected = {"libnone.so.9": "libnone9"} | ({"libxnone.so.1": "libxnone1"} if x11 else {})
    assert syslibs.missing_libraries(x11) == expected


def test_other_systems_than_linux_are_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(syslibs, "_ALWAYS", {"libnone.so.9": "libnone9"})
    assert syslibs.missing_libraries(x11=True) == {}


def test_the_check_runs_without_qt() -> None:
    code = "import sys, label_irst.syslibs; print([m for m in sys.modules if 'PySide6' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_check_as_a_program_fails_with_the_complaint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert syslibs.main() == 0, "the tests could not run otherwise"
    monkeypatch.setattr(syslibs, "_ALWAYS", {"libnone.so.9": "libnone9"})
    if sys.platform.startswith("linux"):
        assert syslibs.main() == 1
        assert "sudo apt install libnone9" in capsys.readouterr().err
