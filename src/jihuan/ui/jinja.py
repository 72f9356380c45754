"""The Jinja2 environment of all pages: translations, URLs, static files, and the filters that print money and times."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from jihuan.core.indicators import format_target
from jihuan.core.money import to_yuan
from jihuan.ui.source import keys

TEN_THOUSAND = Decimal(10_000)


def url(name: str, *args: object, **query: object) -> str:
    """The address of a named page; keyword arguments become the query string."""
    return reverse(name, args=args, query={key: value for key, value in query.items() if value not in (None, "")} or None)


def wan(yuan: Decimal | None) -> str:
    """元 printed in 万元 with two decimals and thousands separators, more decimals only where needed; "—" for missing."""
    if yuan is None:
        return "—"
    amount = (Decimal(yuan) / TEN_THOUSAND).normalize()
    places = max(2, -int(amount.as_tuple().exponent))
    return f"{amount:,.{places}f}"


def money(yuan: Decimal | None) -> Markup:
    """万元 on the page, the full 元 on hover."""
    if yuan is None:
        return Markup('<span class="none">—</span>')
    title = gettext("{amount} 元").format(amount=f"{yuan:,.2f}")
    return Markup('<data value="{}" title="{}">{}</data>').format(yuan, title, wan(yuan))


def number(value: Decimal) -> str:
    """A decimal without trailing zeros and exponent: 30.0000 → 30."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(count: int) -> str:
    """A count with separators: 10,004."""
    return f"{count:,}"


def full_yuan(amount: str, unit: str) -> str:
    """The whole 元 of an amount printed in ``unit``; the amount itself where it is no number."""
    try:
        yuan = to_yuan(Decimal(amount), unit)
    except (ArithmeticError, ValueError):
        return amount
    return gettext("{amount} 元").format(amount=f"{yuan:,.2f}")


def when(moment: datetime | None) -> str:
    """ "今天 10:32", "昨天 16:05", else 2025-06-30 16:05."""
    if moment is None:
        return ""
    local, today = timezone.localtime(moment), timezone.localdate()
    if local.date() == today:
        return gettext("今天 {time}").format(time=f"{local:%H:%M}")
    if local.date() == today - timedelta(days=1):
        return gettext("昨天 {time}").format(time=f"{local:%H:%M}")
    return f"{local:%Y-%m-%d %H:%M}"


def filesize(size: int) -> str:
    """Bytes as KB or MB."""
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, round(size / 1024))} KB"


def icon(name: str, label: str = "") -> Markup:
    """An icon of the sprite; decorative unless it has a label."""
    attributes = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}><use href="{}#{}"/></svg>').format(attributes, static("vendor/icons.svg"), name)


def lines(text: str | None) -> Markup:
    """Text with its line breaks as <br>."""
    return Markup("<br>").join(escape(line) for line in (text or "").split("\n"))


class _Components:
    """The macros of ui/components.html, in every template and block as ``ui``."""

    def __init__(self, env: Environment) -> None:
        self._env = env

    def __getattr__(self, name: str) -> object:
        return getattr(self._env.get_template("ui/components.html").module, name)


def environment(**options: Any) -> Environment:
    """The environment that settings name; an unknown variable is an error, never an empty space."""
    env = Environment(**{"extensions": ["jinja2.ext.i18n"], "undefined": StrictUndefined, "trim_blocks": True} | options)
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    env.globals |= {"url": url, "static": static, "icon": icon, "language": get_language, "ui": _Components(env), "keys": keys}
    env.filters |= {
        "wan": wan,
        "money": money,
        "number": number,
        "grouped": grouped,
        "full_yuan": full_yuan,
        "target": format_target,
    }
    env.filters |= {"when": when, "filesize": filesize, "lines": lines}
    return env
