"""Scores: one definition (``score.sql``), a policy of figures from the rulebook, and the arithmetic in words.

::

    scores = score(document, policy(rulebook_for(document)))
    scores[0].indicators[0].explanation  # 1200 ÷ 1500 = 80.00 %，× 10 分 = 8.00 分；财预〔2020〕10号 定量指标得分（未核对）
"""

from jihuan.law.scoring.engine import KEPT, PRELUDE, TYPES, relations, statements
from jihuan.law.scoring.policies import GRADES, Policy, PolicyError, grade_title, overridden, policy
from jihuan.law.scoring.results import ProjectScore, RowScore, to_json
from jihuan.law.scoring.rows import Rows, rows
from jihuan.law.scoring.scores import score

__all__ = [
    "GRADES",
    "KEPT",
    "PRELUDE",
    "TYPES",
    "Policy",
    "PolicyError",
    "ProjectScore",
    "RowScore",
    "Rows",
    "grade_title",
    "overridden",
    "policy",
    "relations",
    "rows",
    "score",
    "statements",
    "to_json",
]
