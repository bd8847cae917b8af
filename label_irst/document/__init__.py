"""The open project as the user sees it."""

from label_irst.document.document import Document

__all__ = ["Document"]
