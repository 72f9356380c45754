"""Look for crashes and hangs of the readers, guided by coverage: ``python -m tests.fuzz.run_fuzz [FORMAT] [atheris's options]``.

FORMAT is a format of the corpus (docx, xlsx, xls, ofd, html, txt, pdf, json …); without it all, by turns. Each input is a seed for the damage done
to a sound file, or, every second one, the bytes themselves. Options as of libFuzzer, such as -max_total_time=60 -rss_limit_mb=2048 -timeout=20.
An input that breaks a reader is saved in the current folder as crash-….
"""

from __future__ import annotations

import contextlib
import sys

import atheris

with atheris.instrument_imports(include=["jihuan.documents", "jihuan.core"]):
    from jihuan.documents.errors import Unreadable
    from jihuan.documents.readers import read_bytes

from tests.fuzz.corpus import corpus, damaged

FORMATS = [word for word in sys.argv[1:] if word in corpus()] or sorted(corpus())


def once(data: bytes) -> None:
    """One input; one of a few bytes is a seed too."""
    kind, seed, rest = sum(data[:1]), int.from_bytes(data[1:9], "big"), data[9:]
    with contextlib.suppress(Unreadable):
        read_bytes(rest if kind % 2 and rest else damaged(FORMATS[kind // 2 % len(FORMATS)], seed), "文件")


def main() -> None:
    """Run until told to stop."""
    atheris.Setup([word for word in sys.argv if word not in FORMATS], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
