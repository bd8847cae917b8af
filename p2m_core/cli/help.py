"""The help of commands."""

import inspect
from collections.abc import Callable


def help_of(command: Callable[..., None]) -> str:
    """Return a command's docstring with each paragraph on one line.

    The terminal wraps it at its own width; line breaks of the source would be ragged.
    """
    paragraphs = inspect.cleandoc(command.__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
