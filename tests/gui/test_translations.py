"""简体中文 is complete, and the compiled file is up to date."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from label_irst import resources

ROOT = Path(__file__).parents[2]


@pytest.fixture
def chinese(qapp):
    translator = QTranslator()
    assert translator.load(str(resources.translation("zh_CN")))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_every_text_of_the_window_is_translated():
    script = ROOT / "packaging" / "translations.py"
    check = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert check.returncode == 0, f"not translated:\n{check.stdout}"


def test_the_compiled_file_is_up_to_date(tmp_path):
    written = resources.translation("zh_CN").with_suffix(".ts")
    fresh = tmp_path / "fresh.qm"
    command = [Path(sys.executable).parent / "pyside6-lrelease", written, "-qm", fresh]
    subprocess.run(command, check=True, capture_output=True)
    assert fresh.read_bytes() == resources.translation("zh_CN").read_bytes(), "make translations"


@pytest.mark.parametrize(
    ("context", "text"),
    [("", "&Undo"), ("StatusBar", "every edit is saved"), ("", "suggested")],
)
def test_chinese_reaches_the_screen(chinese, context, text):
    assert any("\u4e00" <= c <= "\u9fff" for c in QCoreApplication.translate(context, text))


def test_placeholders_survive_translation(chinese):
    text = QCoreApplication.translate("Stage", "Global · frame {frame} / {count}")
    assert text.format(frame=3, count=9) == "全局 · 第 3 / 9 帧"
