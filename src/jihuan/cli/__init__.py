"""The ``jihuan`` command: documents in and out, and the web application. Data goes to stdout, everything else to stderr."""

from __future__ import annotations

import gettext
import os
import sys
from io import TextIOWrapper

from jihuan.core.language import LOCALE, use_language

LANGUAGES = ("zh_Hans", "en")


def main() -> None:
    """Speak UTF-8 whatever the locale, choose the language, then run the command named on the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    language, arguments = _take_language(sys.argv[1:])
    os.environ["LANGUAGE"] = language  # click's own sentences: our catalogue "click"
    gettext.bindtextdomain("click", str(LOCALE))
    gettext.textdomain("click")
    with use_language(language):
        from jihuan.cli.commands import jihuan  # after the choice: the help texts are translated when it is imported

        jihuan.main(arguments, prog_name="jihuan")


def _take_language(arguments: list[str]) -> tuple[str, list[str]]:
    """``--language`` may stand anywhere; the language and the other arguments."""
    language, rest, words = os.environ.get("JIHUAN_LANGUAGE", LANGUAGES[0]), [], iter(arguments)
    for word in words:
        if word == "--language":
            language = next(words, language)
        elif word.startswith("--language="):
            language = word.partition("=")[2]
        else:
            rest.append(word)
    return (language if language in LANGUAGES else LANGUAGES[0]), rest
