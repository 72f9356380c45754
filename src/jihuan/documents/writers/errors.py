"""What writers raise when a document cannot be put into a format without loss."""

from __future__ import annotations


class WriteError(Exception):
    """A document that cannot be written; ``message`` is the sentence for the user: what, where, and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
