"""What the user chose in Settings, General."""

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
    """What is stored; the default where it is missing or makes no sense."""
    kept, default = storage(), Preferences()
    theme = str(kept.value("theme", default.theme))
    language = str(kept.value("language", default.language))
    return Preferences(
        theme if theme in THEMES else default.theme,
        language if language in LANGUAGES else default.language,
        str(kept.value("reopen", "true")).lower() != "false",
    )


def store(preferences: Preferences) -> None:
    """Keep what differs from the defaults, so that better defaults reach everyone else."""
    kept = storage()
    for field in fields(Preferences):
        value = getattr(preferences, field.name)
        if value == field.default:
            kept.remove(field.name)
        else:
            kept.setValue(field.name, value)


def knows_language(language: str) -> bool:
    """Whether there are texts in `language`, in whatever country: ``en_GB`` is English."""
    return language.split("_")[0] in {known.split("_")[0] for known in LANGUAGES}


def language_name(language: str) -> str:
    """The translation to load for `language`: every Chinese system gets the Chinese there is."""
    name = QLocale.system().name() if language == "system" else language
    return "zh_CN" if name.startswith("zh") else name
