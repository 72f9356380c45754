"""Recall and false alarms on documents of a dozen trades: every planted fault is found, sound documents hear nothing loud."""

from __future__ import annotations

import pytest

from jihuan.core.findings import Finding
from jihuan.law.engine import check, rulebook_for
from tests.law.corpus import Fault, Sample, samples

DEFECTIVE, SOUND = tuple(samples("defective")), tuple(samples("sound"))
LOUD = 2
"""Findings of level error or warning besides the planted ones that a defective document may draw: true, but not planted."""


def _failures(sample: Sample) -> tuple[Finding, ...]:
    return check(sample.document, rulebook_for(sample.document)).failures


def _meets(finding: Finding, fault: Fault) -> bool:
    return finding.rule in fault.rules and f"{finding.pointer}/".startswith(f"{fault.pointer}/")


@pytest.mark.parametrize("sample", DEFECTIVE, ids=lambda sample: sample.name)
def test_every_planted_fault_is_found_at_its_place(sample: Sample) -> None:
    found = _failures(sample)
    assert [fault for fault in sample.faults if not any(_meets(finding, fault) for finding in found)] == []


@pytest.mark.parametrize("sample", DEFECTIVE, ids=lambda sample: sample.name)
def test_what_is_sound_in_a_defective_document_is_left_alone(sample: Sample) -> None:
    loud = [finding for finding in _failures(sample) if finding.level != "info"]
    others = [finding for finding in loud if not any(_meets(finding, fault) for fault in sample.faults)]
    assert len(others) <= LOUD, [(finding.rule, finding.pointer, finding.message) for finding in others]


@pytest.mark.parametrize("sample", SOUND, ids=lambda sample: sample.name)
def test_a_sound_document_has_no_error_and_no_warning(sample: Sample) -> None:
    assert [(finding.rule, finding.pointer) for finding in _failures(sample) if finding.level != "info"] == []


def test_the_corpus_is_large_enough_to_tell() -> None:
    faults = sum(len(sample.faults) for sample in DEFECTIVE)
    assert (len(DEFECTIVE) >= 50, len(SOUND) >= 50, faults >= 700) == (True, True, True)
