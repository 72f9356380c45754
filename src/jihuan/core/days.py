"""The day of today as a Chinese office counts it, wherever the machine stands."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day in China now; a machine that keeps UTC is a day behind until 08:00."""
    return datetime.now(ZONE).date()
