"""What readers raise when a file cannot be read at all."""

from __future__ import annotations


class Unreadable(Exception):
    """A file that cannot be read; ``message`` is the sentence for the user: what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
