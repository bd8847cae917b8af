"""Settings for the whole suite: no window, one thread a process, Qt's warnings are errors."""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Before torch and numpy read it. The suite starts many processes at once, and threads of OpenMP
# that wait for a core keep it busy.
os.environ.setdefault("OMP_NUM_THREADS", "1")
gc.disable()
# How long an example takes depends on what else the machine does.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


PATIENCE = 120_000  # ms: waiting for an event ends with it, so only a test that fails takes long


def pytest_configure(config: pytest.Config) -> None:
    # pytest-qt gives up after 5 s and has no setting: too soon on a machine with other work.
    if config.pluginmanager.hasplugin("pytest-qt"):
        from pytestqt.qtbot import QtBot

        for wait in (QtBot.waitSignal, QtBot.waitUntil):
            (wait.__kwdefaults__ or {})["timeout"] = PATIENCE


SLOW = 3600  # s: ten times what the longest of the slow tests takes on an idle core


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW))
    # Where only the core is installed there is no pytest-qt, and no test that needs it.
    if config.pluginmanager.hasplugin("pytest-qt"):
        for item in items:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            # What the offscreen platform always says; it is about the platform, not about us.
            item.add_marker(
                pytest.mark.qt_log_ignore(
                    "does not support (propagateSizeHints|raise|grabbing the keyboard)"
                )
            )


def pytest_runtest_logfinish() -> None:
    """Collect garbage here alone: see `label_irst.garbage`. The fixtures of the test are gone."""
    gc.collect(1)
