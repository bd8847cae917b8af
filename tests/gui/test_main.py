"""The command ``label-irst``: its one-line answers before there is a window."""

import os
import subprocess
import sys

import pytest

from label_irst.__main__ import main
from p2m_core import __version__


def test_the_command_prints_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"label-irst {__version__}\n"


@pytest.mark.parametrize("language", ["xx", "", "zhuang", "e"])
def test_an_unknown_language_is_refused_with_the_known_ones(
    capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert main(["--language", language]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith(f"label-irst: error: --language {language}: ")
    assert "en" in error
    assert "zh_CN" in error


def test_without_pyside6_the_message_names_it_before_the_display() -> None:
    script = (
        "import sys; sys.modules['PySide6'] = None\n"
        "from label_irst.__main__ import main; sys.exit(main([]))"
    )
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False,
        env={name: value for name, value in os.environ.items() if name not in hidden},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "needs PySide6" in done.stderr
    assert "display" not in done.stderr
