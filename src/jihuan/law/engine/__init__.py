'''Rulebooks and the checker.

How to write a rule (all of it in the folder of a jurisdiction, mostly ``rulebooks/national``):

1. The function, in ``checks/<section>.py``::

       @check(
           "MEA-003", title=_("三级指标与二级指标同名"), hint=_("改为可测的名称"), proves=_("证明…；…看不出"),
           level="error", method="D", scope="indicator", cites="财预〔2015〕88号",
       )
       def repeats_level2(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
           """How it is decided. (``proves``, for the reader: what a finding proves and what the rule cannot see.)"""
           if indicator.name and norm(indicator.name) == norm(indicator.row.level2):
               yield fail(indicator.spot("level3"), _("三级指标“{name}”照抄了二级指标").format(name=indicator.name))

   ``scope`` says what the first argument is: document, project, sub_goal, indicator (of projects, without rows that say 无 or
   不适用) or text (``facts``).
   Header besides: ``beside=True`` where a rule about one sheet looks at others too; ``stage`` (goals by default), ``kinds`` (kinds of document, all by default: most published defects stand in
   self-evaluations too; restrict where the form has no such cell), ``since``, ``until``, ``trial``, several ``cites``.
   Yield ``fail(spot, message, quote=, hint=, group=, mend=, level=)``, ``not_enough(…)`` where a fact is missing,
   ``not_applicable(…)``; yield nothing to pass. ``group`` names the cause where many places share it. A rule of method S
   is never of level error. A rule must survive every document that the schema admits: all fields may be missing, figures
   may be absurd.
2. Numbers in ``parameters/<file>.yaml``: ``law.number("<file>.<name>")``; words in ``lexicons/*.yaml``: ``law.words``,
   ``law.pairs``, ``law.groups``, ``law.find(name, text)``; clauses in ``sources/*.yaml``.
3. At least one case that fires and one that does not, in ``cases/<section>.yaml`` (``cases``: how ``given`` is read).
'''

from jihuan.law.engine.context import Context, Printed, as_printed
from jihuan.law.engine.loading import load
from jihuan.law.engine.rulebook import Rulebook
from jihuan.law.engine.run import Report, check, first_day, rulebook_for
from jihuan.law.engine.sisters import Sisters
from jihuan.law.engine.strict_yaml import RulebookError

__all__ = [
    "Context",
    "Printed",
    "Report",
    "Rulebook",
    "RulebookError",
    "Sisters",
    "as_printed",
    "check",
    "first_day",
    "load",
    "rulebook_for",
]
