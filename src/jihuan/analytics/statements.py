"""SQL text from files: several statements, each under a line ``-- name: what it gives``; words in braces are filled in."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_NAMED = re.compile(r"^-- (\w+): [^\n]*\n(.*?);$", re.MULTILINE | re.DOTALL)


@cache
def statements(file: str) -> dict[str, str]:
    """The statements of a file beside this module, by name, in their order."""
    return dict(_NAMED.findall(files("jihuan.analytics").joinpath(file).read_text("utf-8")))


def filled(statement: str, **words: object) -> str:
    """The statement with its words in braces replaced; they are our own, never a user's."""
    for name, value in words.items():
        statement = statement.replace(f"{{{name}}}", str(value))
    return statement
