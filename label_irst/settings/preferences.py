"""The choices in Settings, General."""

from dataclasses import dataclass, fields

from PySide6.QtCore import QLocale

from label_irst.settings.storage import storage

THEMES = ("dark", "light", "system")
LANGUAGES = ("system", "en", "zh_CN")


@dataclass(frozen=True)
class Preferences:
    """`reopen`: start with the last project, at its frame."""

    theme: str = "dark"
    language: str = "system"
    reopen: bool = True


def load() -> Preferences:
    """The stored choices; the default where one is missing or not known."""
    kept, default = storage(), Preferences()
    theme = str(kept.value("theme", default.theme))
    language = str(kept.value("language", default.language))
    return Preferences(
        theme if theme in THEMES else default.theme,
        language if language in LANGUAGES else default.language,
        str(kept.value("reopen", "true")).lower() != "false",
    )


def store(preferences: Preferences) -> None:
    """Store what differs from the defaults, so that new defaults reach everyone else."""
    kept = storage()
    for field in fields(Preferences):
        value = getattr(preferences, field.name)
        if value == field.default:
            kept.remove(field.name)
        else:
            kept.setValue(field.name, value)


def knows_language(language: str) -> bool:
    """Whether there are texts in `language`, of any country: ``en_GB`` is English."""
    return language.split("_")[0] in {known.split("_")[0] for known in LANGUAGES}


def language_name(language: str) -> str:
    """The translation to load for `language`: ``zh_CN`` for any Chinese system."""
    name = QLocale.system().name() if language == "system" else language
    return "zh_CN" if name.startswith("zh") else name
