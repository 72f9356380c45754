"""Every reader takes every damage: a document or a sentence, soon, and nothing else. ``run_fuzz.py`` looks for longer."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jihuan.core.interchange import dumps, loads
from jihuan.documents import layout_json
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers import document_of, layout_of
from tests.fuzz.corpus import corpus, damaged

SECONDS = 60
"""Of computing, as the sandbox gives: a busy machine has time."""
EXAMPLES = {"pdf": 15}


@contextlib.contextmanager
def soon() -> Iterator[None]:
    """Ends what takes too long."""

    def late(*_: object) -> None:
        raise TimeoutError(f"still reading after {SECONDS} s of computing")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def check(data: bytes) -> None:
    """Read as the sandbox's child does; whatever comes out can be written and stored."""
    with soon(), contextlib.suppress(Unreadable):
        layout = layout_json.printable(layout_of(data, "文件"))
        document = document_of(data, "文件", layout)
        assert loads(dumps(document)) == document
        assert layout_json.from_json(layout_json.to_json(layout)) == layout


@pytest.mark.parametrize("name", sorted(corpus()))
def test_damaged_files_are_read_or_refused_and_never_break_a_reader(name: str) -> None:
    @settings(max_examples=EXAMPLES.get(name, 60), deadline=None)
    @given(seed=st.integers(0, 2**40))
    def each(seed: int) -> None:
        check(damaged(name, seed))

    check(corpus()[name])
    each()


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400))
def test_bytes_without_sense_are_refused_or_read(data: bytes) -> None:
    check(data)


@settings(max_examples=80, deadline=None)
@given(
    text=st.text(
        st.one_of(st.sampled_from("一二三级指标值项目名称绩效预算数：|\t\n ≥≤%（）<>td/0159"), st.characters()), max_size=300
    )
)
def test_texts_without_sense_are_refused_or_read(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))
    check(f"<table><tr><td>{text}</table>".encode("utf-8", "surrogatepass"))
