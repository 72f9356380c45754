"""Wrong passwords: five for a name from an address; and many from one address, whatever names it tries."""

from __future__ import annotations

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone


def address_is_locked(request: HttpRequest) -> bool:
    """Whether so many sign-ins of whatever names failed from this address that nobody may sign in from it for a while."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    rows = AccessAttempt.objects.filter(ip_address=get_client_ip_address(request), attempt_time__gte=since)
    failures = rows.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
    return 0 < settings.ADDRESS_FAILURES <= failures


class Attempts(AxesDatabaseHandler):
    """Locks the pair of name and address as axes does, and the address alone after many more failures."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, str] | None = None) -> bool:
        """Asked before a password is looked at."""
        return super().is_locked(request, credentials) or address_is_locked(request)

    def user_login_failed(
        self, sender: object, credentials: dict[str, str], request: HttpRequest | None = None, **more: object
    ) -> None:
        """Note the failure, unless the address is locked already: trying on makes the lock no longer."""
        if request is None or not address_is_locked(request):
            super().user_login_failed(sender, credentials, request, **more)
        if request is not None and address_is_locked(request):
            request.axes_locked_out = True  # type: ignore[attr-defined]
