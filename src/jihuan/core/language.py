"""Words for the user: Chinese in the source, translated through the gettext catalogue ``jihuan/locale`` (English second)."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"
_language: ContextVar[str] = ContextVar("language", default="zh_Hans")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE, [language], fallback=True)


def _(text: str) -> str:
    """The sentence in the language in use; the Chinese itself where no translation exists."""
    return _catalogue(language()).gettext(text)


def language() -> str:
    """The language in use: "zh_Hans" or "en"."""
    return _language.get()


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Speak ``language`` ("zh_Hans" or "en") inside the block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)
