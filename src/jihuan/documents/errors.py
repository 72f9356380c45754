"""What readers raise when a file cannot be read at all."""

from __future__ import annotations


class Unreadable(Exception):
    """A file that cannot be read; ``message`` is the sentence for the user: what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Convertible(Unreadable):
    """A file of an office program that we do not read ourselves; ``format`` is its extension. LibreOffice may know it."""

    def __init__(self, format: str, message: str) -> None:
        super().__init__(message)
        self.format = format


class Scanned(Exception):
    """The file shows pixels where text should be: recognising them costs more than reading, and was not allowed."""
