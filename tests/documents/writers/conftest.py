from __future__ import annotations

from dataclasses import replace

import pytest

from jihuan.core.document import Document
from jihuan.core.interchange import content
from tests.truth import seed_truth


@pytest.fixture(scope="session")
def seed() -> Document:
    return content(seed_truth())


@pytest.fixture(scope="session")
def sheet(seed: Document) -> Document:
    """One project alone."""
    return replace(seed, overall_goal=None, sub_goals=(), safeguards=(), projects=seed.projects[1:2])
