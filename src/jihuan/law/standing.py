"""The rulebook that a running site applies. A bureau's folder is read again when one of its files changes; while a file of it
has an error, the last good rulebook stays in use and the error is told."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

from jihuan.core.days import today
from jihuan.law.engine.loading import NATIONAL, ROOT, Files, files_of, load
from jihuan.law.engine.rulebook import Rulebook
from jihuan.law.engine.strict_yaml import RulebookError, load_mapping
from jihuan.law.scoring.policies import PolicyError, policy

_MOST = 64
"""Rulebooks that are kept in memory."""

_standing: dict[tuple[str, date, tuple[Path, ...]], tuple[Files, Rulebook]] = {}
_faults: dict[tuple[Path, ...], RulebookError] = {}
_fingerprints: WeakKeyDictionary[Rulebook, str] = WeakKeyDictionary()


def standing(jurisdiction: str, on: date, extra: tuple[Path, ...] = ()) -> Rulebook:
    """The rulebook with the bureau's folders ``extra`` on top; without them where they were never good.

    Raises RulebookError only where the product's own rulebook is broken and was never read.
    """
    key, state = (jurisdiction, on, extra), files_of(extra)
    known = _standing.get(key)
    if known is not None and known[0] == state:
        return known[1]
    try:
        rulebook = load(jurisdiction, on, extra)
        refuse_broken_scores(rulebook, extra)
        _faults.pop(extra, None)
    except RulebookError as error:
        _faults[extra] = error
        rulebook = known[1] if known is not None else load(jurisdiction, on)
    if len(_standing) >= _MOST:
        _standing.clear()
    _standing[key] = state, rulebook
    return rulebook


def refuse_broken_scores(rulebook: Rulebook, extra: tuple[Path, ...]) -> None:
    """Raise RulebookError (file, line, reason) where no score can be given by the figures of the bureau's folders."""
    try:
        policy(rulebook)
    except PolicyError as error:
        files = [file for folder in extra for file in sorted((folder / "parameters").rglob("scoring.yaml"))]
        for entry in map(load_mapping, reversed(files)):
            for name in entry:
                if re.search(rf"\b{re.escape(str(name))}\b", str(error)):
                    raise entry.fail("；".join(error.problems), name) from error
        raise RulebookError((*extra, ROOT)[0], 1, "；".join(error.problems)) from error


def fault(extra: tuple[Path, ...]) -> RulebookError | None:
    """What is wrong with the bureau's folders now: file, line and reason."""
    if extra:
        standing(NATIONAL, today(), extra)
    return _faults.get(extra)


def fingerprint(rulebook: Rulebook) -> str:
    """A digest that changes whenever a rule's body, level or citation, a figure or a word of the rulebook does."""
    known = _fingerprints.get(rulebook)
    if known is None:
        rules = [(rule.id, rule.level, rule.trial) for rule in rulebook.rules.values()]
        tables = (rulebook.sources, rulebook.parameters, rulebook.lexicons, rulebook.schemes, rulebook.scheme_name)
        told = repr((_code(), rulebook.jurisdiction, rulebook.on, rules, tables))
        known = _fingerprints[rulebook] = hashlib.sha256(told.encode()).hexdigest()
    return known


@cache
def _code() -> str:
    """A digest of the program of the rules and the checker: it changes only with a new version."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
