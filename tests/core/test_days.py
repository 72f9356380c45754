"""The day is that of China, not that of the machine."""

from datetime import UTC, date, datetime, tzinfo

import pytest

from jihuan.core.days import today


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_the_new_year_begins_at_midnight_in_china(moment: datetime, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    monkeypatch.setattr("jihuan.core.days.datetime", Clock)
    assert today() == day
