"""What the commands share: consoles, sentences about what went wrong, output to a file or to stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import Progress

from jihuan.core.language import _

READ, PROBLEMS, UNREADABLE = 0, 1, 2
"""Exit statuses: done; done with problems of level error; cannot be done."""


def console(*, stderr: bool = False) -> Console:
    """A console that prints words as they are; 120 columns where there is no terminal to ask."""
    made = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not made.is_terminal:
        made.width = 120
    return made


def complain(sentence: str) -> None:
    """One sentence on stderr."""
    click.echo(sentence, err=True)


def give_up(sentence: str) -> NoReturn:
    """Say why and leave with status 2."""
    complain(sentence)
    sys.exit(UNREADABLE)


def emit(data: bytes, out: Path | None) -> None:
    """Write to the file ``out``, or to stdout where it is None."""
    if out is None or str(out) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        give_up(_("{file}：写不进去（{reason}），请检查目录和权限。").format(file=out, reason=error.strerror))


@contextmanager
def steps(title: str, items: Iterable[str]) -> Iterator[Iterator[str]]:
    """The items, with a progress bar on stderr when there are several and somebody watches."""
    work = list(items)
    screen = console(stderr=True)
    with Progress(console=screen, transient=True, disable=len(work) < 2 or not screen.is_terminal) as bar:
        yield iter(bar.track(work, description=title))
