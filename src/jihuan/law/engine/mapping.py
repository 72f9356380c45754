"""Which project serves which part of the department's goal: by the words they share, for rules that compare the two."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jihuan.core.text import squeeze
from jihuan.law.engine.facts import DocumentFacts, ProjectFacts, SubGoalFacts
from jihuan.law.engine.law import Law
from jihuan.law.engine.similarity import common_part

_NUMBERED = re.compile(r"[\u4e00-\u9fff]{0,6}[\[【（(〖〔]\d{4}[\]】）)〗〕]\s*\d+\s*号|(?:19|20)\d{2}年度?")
_LEAST = 2


def core_name(name: str, law: Law) -> str:
    """A name without document numbers, years and the words that every project carries (经费, 补助资金, 提前下达 …)."""
    short = _NUMBERED.sub("", squeeze(name))
    for long, alias in law.pairs("same_thing").items():
        short = short.replace(long, alias)
    for word in sorted(law.words("generic_name_words"), key=len, reverse=True):
        short = short.replace(word, "")
    return short


def sub_goal_of(document: DocumentFacts, law: Law) -> Mapping[int, SubGoalFacts]:
    """Position of a project → the sub-goal whose name shares most with its own; projects that share nothing are left out."""
    found: dict[int, SubGoalFacts] = {}
    names = [(sub_goal, core_name(sub_goal.name, law)) for sub_goal in document.sub_goals]
    for project in document.projects:
        own = core_name(project.name, law)
        shared = [(len(common_part(own, name)), sub_goal) for sub_goal, name in names]
        best = max((length for length, _goal in shared), default=0)
        first = [sub_goal for length, sub_goal in shared if length == best]
        if best >= _LEAST and len(first) == 1:
            found[project.position] = first[0]
    return found


def same_object(first: ProjectFacts, second: ProjectFacts, law: Law) -> str:
    """What two projects have in common by name (three characters at least, 科技馆), "" where nothing."""
    part = common_part(core_name(first.name, law), core_name(second.name, law))
    return part if len(part) > _LEAST else ""
