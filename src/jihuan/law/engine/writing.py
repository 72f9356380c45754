"""All that a module of rules needs: ``from jihuan.law.engine.writing import …``."""

from jihuan.law.engine.facts import DocumentFacts, IndicatorFacts, ProjectFacts, Spot, SubGoalFacts, TextFacts, norm
from jihuan.law.engine.hits import Hit, fail, not_applicable, not_enough, replacing
from jihuan.law.engine.law import Law
from jihuan.law.engine.registry import check

__all__ = [
    "DocumentFacts",
    "Hit",
    "IndicatorFacts",
    "Law",
    "ProjectFacts",
    "Spot",
    "SubGoalFacts",
    "TextFacts",
    "check",
    "fail",
    "norm",
    "not_applicable",
    "not_enough",
    "replacing",
]
