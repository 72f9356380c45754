"""Records: dataclasses that the type checker holds frozen.

At run time they are left open, for a dataclass that guards itself takes three times as long to make, and a file is thousands of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen, **options):
        """A dataclass, compared and hashed by its fields as a frozen one would be."""
        return dataclass(unsafe_hash=frozen, **options)


__all__ = ["record"]
